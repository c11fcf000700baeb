import { invalidField } from '../domain/errors.ts';
import { parseTime } from '../domain/rfc3339.ts';
import type { SeriesQuery } from './dto/series-query.dto.ts';
import { INTERVAL_DEFAULT, INTERVAL_MS, type Interval } from './intervals.ts';
import type { StatsWindow } from './stats-window.ts';

const DAY_MS = 86_400_000;
const WINDOW_DEFAULT_MS: Readonly<Record<Interval, number>> = {
  minute: INTERVAL_MS.hour,
  hour: DAY_MS,
  day: 30 * DAY_MS,
};
/** A day of minutes and two months of hours. */
const BUCKETS_MAX = 1_500;

/**
 * The window of a series in whole intervals (UTC): from the beginning of that of `created_after` to the end of that of
 * `created_before`. Without an end up to now, and without a beginning the last hour, day or 30 days before it.
 * @param keptDays how long what the series is read from is kept
 * @throws PosthornError `invalid` for one that is empty, has too many intervals, or begins where they are no longer kept
 */
export function seriesWindowOf(query: SeriesQuery, now: number, keptDays: number): StatsWindow {
  const { interval = INTERVAL_DEFAULT } = query;
  const spanMs = INTERVAL_MS[interval];
  const end = readTime(query.created_before) ?? Math.floor(now) + 1;
  const start = readTime(query.created_after) ?? end - WINDOW_DEFAULT_MS[interval];
  if (start >= end)
    throw invalidField(
      'created_after',
      'must be before created_before, or before now where that is not given',
    );
  const window = { after: Math.floor(start / spanMs) * spanMs, before: Math.ceil(end / spanMs) * spanMs };
  if (window.before - window.after > BUCKETS_MAX * spanMs)
    throw invalidField(
      'created_after',
      `must be at most ${BUCKETS_MAX} times the interval before created_before, or now`,
    );
  if (window.after < now - keptDays * DAY_MS)
    throw invalidField(
      'created_after',
      `must not be more than ${keptDays} days ago: the statistics of each ${interval} are kept as long`,
    );
  return window;
}

function readTime(text: string | undefined): number | null {
  return text === undefined ? null : parseTime(text);
}
