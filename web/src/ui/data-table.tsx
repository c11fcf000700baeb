import { tableFeatures, useTable, type ColumnDef, type RowData } from '@tanstack/react-table';
import { useMemo, useRef, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { ErrorState } from './error-state.tsx';
import { Skeleton } from './skeleton.tsx';
import { useVisibleRows } from './visible-rows.ts';

const features = tableFeatures({});

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
  const { label, columns, rows, idOf, onOpen, onMore, isLoadingMore = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { visible, from, abovePx, belowPx, current, setCurrent, open, keep } = useVisibleRows(
    props,
    scroller,
  );
  const definitions = useMemo(() => columns.map(toDefinition), [columns]);
  // What is out of sight costs nothing here, however much of it there is.
  const table = useTable({ features, columns: definitions, data: visible, getRowId: idOf });
  const onClickAt = (index: number, target: EventTarget): void => {
    setCurrent(index);
    if (isOnControl(target)) keep(index);
    else open(index);
  };
  return (
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex -- what scrolls must be reached by keys
    <div ref={scroller} className="table-scroller" tabIndex={0} role="region" aria-label={label}>
      <table className="table" aria-rowcount={onMore === undefined ? rows.length + 1 : -1}>
        <Head columns={columns} />
        <tbody>
          <Spacer columns={columns.length} px={abovePx} />
          {table.getRowModel().rows.map((row, place) => (
            <tr
              key={row.id}
              aria-rowindex={from + place + 2}
              aria-current={from + place === current || undefined}
              className={classNames(onOpen !== undefined && 'is-opened-by-click')}
              onClick={({ target }) => {
                onClickAt(from + place, target);
              }}
            >
              {row.getAllCells().map((cell, column) => (
                <td key={cell.id} className={cellClass(columns[column])}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
          <Spacer columns={columns.length} px={belowPx} />
        </tbody>
      </table>
      {isLoadingMore && <Skeleton lines={1} label="Loading more" />}
    </div>
  );
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

function cellClass<Row>(column: Column<Row> | undefined): string {
  return classNames(column?.align === 'end' && 'is-number', column?.isWideOnly === true && 'is-wide-only');
}

/** A click on a link or a button within the row is theirs. */
function isOnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label') !== null;
}
