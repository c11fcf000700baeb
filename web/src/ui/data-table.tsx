import { tableFeatures, useTable, type ColumnDef, type RowData } from '@tanstack/react-table';
import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useMemo, useRef, type ReactNode, type RefObject } from 'react';
import { classNames } from './class-names.ts';
import { ErrorState } from './error-state.tsx';
import { useCurrentRow } from './current-row.ts';
import { keepPlace, keptPlace } from './kept-places.ts';
import { Skeleton } from './skeleton.tsx';

const features = tableFeatures({});
const ROW_PX = 44;
const ROWS_BEYOND_VIEW = 12;
/** So many rows before the end of those that are there, more are asked for. */
const ROWS_AHEAD = 30;

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
  /** Left out where there is no room for it. */
  readonly isWideOnly?: boolean;
}

export interface DataTableProps<Row> {
  /** What the rows are: "Webhooks". */
  readonly label: string;
  /** Made once, outside of the component or by `useMemo`; as are the rows. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** On Enter and on a click. One of the cells has a link there besides. */
  readonly onOpen?: (row: Row) => void;
  /** Which list it is, filters and all: who comes back from one of its rows is where they were. */
  readonly keptAs?: string;
  /** Before the first rows have come. */
  readonly isLoading?: boolean;
  readonly error?: Error | null;
  readonly onRetry?: () => void;
  /** What stands there where no row is, and says what to do next. */
  readonly empty: ReactNode;
  /** Asks for more rows; absent where all are there. */
  readonly onMore?: (() => void) | undefined;
  readonly isLoadingMore?: boolean;
}

/** Rows of any number: those in sight are made, no others. `j` and `k` go through them, Enter opens one. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { rows, isLoading = false, error = null, onRetry, empty, label } = props;
  if (rows.length > 0) return <TableOfRows {...props} />;
  if (error !== null) return <ErrorState error={error} {...(onRetry === undefined ? {} : { onRetry })} />;
  return isLoading ? <Skeleton lines={6} label={`Loading ${label.toLowerCase()}`} /> : empty;
}

function TableOfRows<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, columns, rows, idOf, onOpen, onMore, isLoadingMore = false, keptAs } = props;
  const kept = keptPlace(keptAs);
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo(() => columns.map(toDefinition), [columns]);
  const table = useTable({ features, columns: definitions, data: rows, getRowId: idOf });
  const virtualizer = useRowVirtualizer(scroller, rows.length, kept?.offsetPx ?? 0);
  const items = virtualizer.getVirtualItems();
  useMoreRows(items.at(-1)?.index ?? 0, rows.length, isLoadingMore ? undefined : onMore);
  const idAt = (index: number): string => (rows[index] === undefined ? '' : idOf(rows[index]));
  const keep = (index: number): void => {
    const place = { row: { index, id: idAt(index) }, offsetPx: virtualizer.scrollOffset ?? 0 };
    if (keptAs !== undefined) keepPlace(keptAs, place);
  };
  const open = (index: number): void => {
    keep(index);
    if (rows[index] !== undefined) onOpen?.(rows[index]);
  };
  const onMove = (index: number): void => {
    virtualizer.scrollToIndex(index);
  };
  const from = kept?.row;
  const { current, setCurrent } = useCurrentRow({ count: rows.length, idAt, from, onOpen: open, onMove });
  const made = table.getRowModel().rows;
  return (
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex -- what scrolls must be reached by keys
    <div ref={scroller} className="table-scroller" tabIndex={0} role="region" aria-label={label}>
      <table className="table" aria-rowcount={onMore === undefined ? rows.length + 1 : -1}>
        <Head columns={columns} />
        <tbody>
          <Spacer columns={columns.length} px={items[0]?.start ?? 0} />
          {items.map(({ index, key }) => (
            <tr
              key={key}
              aria-rowindex={index + 2}
              aria-current={index === current || undefined}
              className={classNames(onOpen !== undefined && 'is-opened-by-click')}
              onClick={({ target }) => {
                setCurrent(index);
                if (isOnControl(target)) keep(index);
                else open(index);
              }}
            >
              {made[index]?.getAllCells().map((cell, place) => (
                <td key={cell.id} className={cellClass(columns[place])}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
          <Spacer columns={columns.length} px={heightBelow(items, virtualizer.getTotalSize())} />
        </tbody>
      </table>
      {isLoadingMore && <Skeleton lines={1} label="Loading more" />}
    </div>
  );
}

function useRowVirtualizer(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  initialOffset: number,
) {
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by the compiler
  return useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: ROWS_BEYOND_VIEW,
    initialOffset,
  });
}

function Head<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column.id} scope="col" className={cellClass(column)}>
            {column.header}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function toDefinition<Row extends RowData>({
  id,
  header,
  cell,
}: Column<Row>): ColumnDef<typeof features, Row> {
  return { id, header, cell: ({ row }) => cell(row.original) };
}

/** Stands for the rows out of sight. */
function Spacer({ columns, px }: { readonly columns: number; readonly px: number }) {
  if (px === 0) return null;
  return (
    <tr aria-hidden="true" className="table-spacer">
      <td colSpan={columns} style={{ height: px }} />
    </tr>
  );
}

function heightBelow(items: readonly VirtualItem[], totalPx: number): number {
  const last = items.at(-1);
  return last === undefined ? totalPx : totalPx - last.end;
}

function cellClass<Row>(column: Column<Row> | undefined): string {
  return classNames(column?.align === 'end' && 'is-number', column?.isWideOnly === true && 'is-wide-only');
}

/** A click on a link or a button within the row is theirs. */
function isOnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label') !== null;
}

function useMoreRows(lastIndex: number, count: number, onMore: (() => void) | undefined): void {
  const ask = useEffectEvent(() => onMore?.());
  const isNearEnd = onMore !== undefined && lastIndex >= count - ROWS_AHEAD;
  useEffect(() => {
    if (isNearEnd) ask();
  }, [isNearEnd, count]);
}
