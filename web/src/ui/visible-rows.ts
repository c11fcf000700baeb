import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useMemo, type RefObject } from 'react';
import { useCurrentRow } from './current-row.ts';
import { keepPlace, keptPlace } from './kept-places.ts';

const ROW_PX = 44;
const ROWS_BEYOND_VIEW = 12;
/** So many rows before the end of those that are there, more are asked for. */
const ROWS_AHEAD = 30;

interface RowsInView<Row> {
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly keptAs?: string | undefined;
  readonly onMore?: (() => void) | undefined;
  readonly isLoadingMore?: boolean;
}

/** Which of the rows are in sight, which of them the keys are at, and how much is above and below. */
export function useVisibleRows<Row>(list: RowsInView<Row>, scroller: RefObject<HTMLDivElement | null>) {
  const { rows, idOf, onOpen, keptAs, onMore, isLoadingMore } = list;
  const kept = keptPlace(keptAs);
  const virtualizer = useRowVirtualizer(scroller, rows.length, kept?.offsetPx ?? 0);
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const [from, to] = [first?.index ?? 0, (last?.index ?? -1) + 1];
  useMoreRows(to, rows.length, isLoadingMore === true ? undefined : onMore);
  const idAt = (index: number): string => (rows[index] === undefined ? '' : idOf(rows[index]));
  const keep = (index: number): void => {
    const place = { row: { index, id: idAt(index) }, offsetPx: virtualizer.scrollOffset ?? 0 };
    if (keptAs !== undefined) keepPlace(keptAs, place);
  };
  const open = (index: number): void => {
    keep(index);
    if (rows[index] !== undefined) onOpen?.(rows[index]);
  };
  const { current, setCurrent } = useCurrentRow({
    count: rows.length,
    idAt,
    from: kept?.row,
    onOpen: open,
    onMove: (index) => {
      virtualizer.scrollToIndex(index);
    },
  });
  const totalPx = virtualizer.getTotalSize();
  return {
    visible: useMemo(() => rows.slice(from, to), [rows, from, to]),
    /** The index of the first of them. */
    from,
    abovePx: first?.start ?? 0,
    belowPx: last === undefined ? totalPx : totalPx - last.end,
    current,
    setCurrent,
    open,
    keep,
  };
}

function useRowVirtualizer(scroller: RefObject<HTMLDivElement | null>, count: number, initialOffset: number) {
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by the compiler
  return useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: ROWS_BEYOND_VIEW,
    initialOffset,
  });
}

function useMoreRows(to: number, count: number, onMore: (() => void) | undefined): void {
  const ask = useEffectEvent(() => onMore?.());
  const isNearEnd = onMore !== undefined && to > count - ROWS_AHEAD;
  useEffect(() => {
    if (isNearEnd) ask();
  }, [isNearEnd, count]);
}
