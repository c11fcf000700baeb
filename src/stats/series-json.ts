import { toPublicId } from '../domain/ids.ts';
import { INTERVAL_MS, type Interval } from './intervals.ts';
import type { AttemptCountsJson, SeriesBucketJson, StatsSeriesJson } from './series-answers.ts';
import type { SeriesGroupRow, SeriesRow } from './sql/attempt-series.ts';
import type { StatsWindow } from './stats-window.ts';

/** What the tables say of a series, all of one moment. */
export interface SeriesRecord {
  readonly interval: Interval;
  readonly window: StatsWindow;
  /** Buckets with attempts. */
  readonly buckets: readonly SeriesRow[];
  readonly groups: readonly SeriesGroupRow[];
}

export function toStatsSeriesJson({ interval, window, buckets, groups }: SeriesRecord): StatsSeriesJson {
  const of = (kind: SeriesGroupRow['kind']): SeriesGroupRow[] =>
    groups.filter((group) => group.kind === kind);
  const [all] = of('total');
  const total = all === undefined ? { count: 0, succeeded: 0, failed: 0 } : toCounts(all);
  const [types, webhooks, errors] = [of('event_type'), of('webhook'), of('error_type')];
  return {
    interval,
    created_after: new Date(window.after).toISOString(),
    created_before: new Date(window.before).toISOString(),
    data: toBuckets(buckets, interval, window),
    attempts: total,
    by_event_type: {
      data: types.map((row) => ({ event_type: row.event_type ?? '', ...toCounts(row) })),
      others: withoutThese(total.count, types),
    },
    by_webhook: {
      data: webhooks.map((row) => ({
        webhook_id: toPublicId('webhook', row.webhook_id ?? ''),
        ...toCounts(row),
      })),
      others: withoutThese(total.count, webhooks),
    },
    by_error_type: {
      data: errors.map(({ error_type: type, count }) => ({ error_type: type ?? '', count })),
      others: withoutThese(total.failed, errors),
    },
  };
}

function toBuckets(
  rows: readonly SeriesRow[],
  interval: Interval,
  { after, before }: StatsWindow,
): SeriesBucketJson[] {
  const byTime = new Map(rows.map((row) => [row.at.getTime(), row]));
  const spanMs = INTERVAL_MS[interval];
  return Array.from({ length: (before - after) / spanMs }, (_, index) => {
    const at = after + index * spanMs;
    const row = byTime.get(at);
    return {
      at: new Date(at).toISOString(),
      ...(row === undefined ? EMPTY : { ...toCounts(row), ...toTimes(row) }),
    };
  });
}

const EMPTY = {
  count: 0,
  succeeded: 0,
  failed: 0,
  average_ms: null,
  p50_ms: null,
  p95_ms: null,
  p99_ms: null,
};

function toTimes({
  average_ms,
  p50_ms,
  p95_ms,
  p99_ms,
}: SeriesRow): Omit<SeriesBucketJson, 'at' | keyof AttemptCountsJson> {
  return { average_ms, p50_ms, p95_ms, p99_ms };
}

function toCounts({ count, succeeded }: Pick<SeriesRow, 'count' | 'succeeded'>): AttemptCountsJson {
  return { count, succeeded, failed: count - succeeded };
}

function withoutThese(total: number, rows: readonly { readonly count: number }[]): number {
  return rows.reduce((left, { count }) => left - count, total);
}
