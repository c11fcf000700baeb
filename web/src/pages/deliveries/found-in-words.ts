import { count } from '../../ui/numbers.ts';

/** So far does the API count; one more stands for whatever is beyond. */
const COUNTED_MAX = 10_000;

interface Found {
  readonly total: number | null;
  readonly loaded: number;
  readonly isMore: boolean;
}

/** `3 found.`, `12,000 found, 250 loaded.`, `More than 10,000 found, 250 loaded.` */
export function foundInWords({ total, loaded, isMore }: Found): string {
  if (!isMore) return `${count(loaded)} found.`;
  const known = Math.max(Math.min(total ?? 0, COUNTED_MAX), loaded);
  const isExact = total !== null && total <= COUNTED_MAX && total >= loaded;
  return `${isExact ? '' : 'More than '}${count(known)} found, ${count(loaded)} loaded.`;
}
