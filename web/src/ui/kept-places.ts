import type { RowPlace } from './row-place.ts';

interface KeptPlace {
  readonly row: RowPlace;
  /** How far the list was scrolled. */
  readonly offsetPx: number;
}

/** Those that were left last are enough for the way back. */
const KEPT_MAX = 20;

const places = new Map<string, KeptPlace>();

/** Where somebody was in a list when they opened one of its rows; so that the way back leads there. */
export function keepPlace(list: string, place: KeptPlace): void {
  places.delete(list);
  places.set(list, place);
  const [oldest] = places.keys();
  if (places.size > KEPT_MAX && oldest !== undefined) places.delete(oldest);
}

export function keptPlace(list: string | undefined): KeptPlace | undefined {
  return list === undefined ? undefined : places.get(list);
}
