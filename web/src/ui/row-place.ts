/** A row that somebody is at: by its id, since rows may come before it; by its index, where it is gone. */
export interface RowPlace {
  readonly id: string | null;
  readonly index: number;
}

export const NO_ROW: RowPlace = { id: null, index: -1 };

/** Where the row is now; −1 for none. @param idAt of the rows from 0 to `count` */
export function indexOfPlace(
  { id, index }: RowPlace,
  count: number,
  idAt: (index: number) => string,
): number {
  if (id === null || index < 0) return -1;
  if (index < count && idAt(index) === id) return index;
  for (let other = 0; other < count; other += 1) if (idAt(other) === id) return other;
  return Math.min(index, count - 1);
}
