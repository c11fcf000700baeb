import type { StatsSeries } from '../../api/stats.ts';

export const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Attempts of the last whole minute: the one that runs has only begun to be counted.
 * @param now milliseconds since 1970
 */
export function lastWholeMinute({ data }: StatsSeries, now: number): number {
  const ended = data.filter(({ at }) => Date.parse(at) + MINUTE_MS <= now);
  return ended.at(-1)?.count ?? 0;
}
