import { toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { durationBoundMs } from '../../src/domain/stats/duration-bounds.ts';
import type { Interval } from '../../src/stats/intervals.ts';
import type { TestDatabase } from './test-database.ts';

/** An attempt's row, and its delivery's type. */
export interface AttemptFact {
  readonly at_ms: number;
  readonly webhook_id: Uuid;
  readonly event_type: string;
  readonly outcome: 'succeeded' | 'failed' | 'shadowed';
  readonly error_type: string | null;
  readonly duration_ms: number;
  readonly stale: boolean;
}

export async function readAttempts(
  database: Pick<TestDatabase, 'query'>,
  tenantId: Uuid,
): Promise<AttemptFact[]> {
  return await database.query<AttemptFact>(
    `select ('x' || translate(left(a.id::text, 13), '-', ''))::bit(48)::bigint::float8 as at_ms, a.webhook_id, d.event_type,
            a.outcome, a.error_type, a.duration_ms, a.stale
     from attempts a join deliveries d on d.id = a.delivery_id where a.tenant_id = $1`,
    [tenantId],
  );
}

const SPANS_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** What a series of these rows is, by the words of the API, one row after the other. */
export function countSeries(
  facts: readonly AttemptFact[],
  interval: Interval,
  { created_after: after, created_before: before }: { created_after: string; created_before: string },
) {
  const spanMs = SPANS_MS[interval];
  const [from, until] = [Date.parse(after), Date.parse(before)];
  const made = facts.filter(
    (fact) =>
      fact.at_ms >= from &&
      fact.at_ms < until &&
      !fact.stale &&
      fact.error_type !== 'interrupted' &&
      fact.outcome !== 'shadowed',
  );
  const failures = made.filter(({ outcome }) => outcome === 'failed');
  return {
    interval,
    created_after: after,
    created_before: before,
    data: Array.from({ length: (until - from) / spanMs }, (_, index) => {
      const at = from + index * spanMs;
      const own = made.filter(({ at_ms: moment }) => moment >= at && moment < at + spanMs);
      return { at: new Date(at).toISOString(), ...countOf(own), ...timesOf(own) };
    }),
    attempts: countOf(made),
    by_event_type: groupsOf(made, 'event_type', ({ event_type: type }) => type),
    by_webhook: groupsOf(made, 'webhook_id', ({ webhook_id: id }) => toPublicId('webhook', id)),
    by_error_type: {
      data: keysOf(failures, ({ error_type: type }) => type ?? '').map(([type, rows]) => ({
        error_type: type,
        count: rows.length,
      })),
      others: 0,
    },
  };
}

function countOf(rows: readonly AttemptFact[]) {
  const succeeded = rows.filter(({ outcome }) => outcome === 'succeeded').length;
  return { count: rows.length, succeeded, failed: rows.length - succeeded };
}

function timesOf(rows: readonly AttemptFact[]) {
  const bounds = rows.map(({ duration_ms: ms }) => durationBoundMs(ms)).toSorted((a, b) => a - b);
  const percentile = (share: number): number | null =>
    bounds[Math.ceil(share * bounds.length - 1e-9) - 1] ?? null;
  const sum = rows.reduce((total, { duration_ms: ms }) => total + ms, 0);
  return {
    average_ms: rows.length === 0 ? null : Math.round((sum / rows.length) * 1000) / 1000,
    p50_ms: percentile(0.5),
    p95_ms: percentile(0.95),
    p99_ms: percentile(0.99),
  };
}

function keysOf(
  rows: readonly AttemptFact[],
  keyOf: (row: AttemptFact) => string,
): [string, AttemptFact[]][] {
  const groups = new Map<string, AttemptFact[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups].toSorted(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1));
}

function groupsOf(rows: readonly AttemptFact[], name: string, keyOf: (row: AttemptFact) => string) {
  const groups = keysOf(rows, keyOf);
  return {
    data: groups.slice(0, 50).map(([key, own]) => ({ [name]: key, ...countOf(own) })),
    others: groups.slice(50).reduce((sum, [, own]) => sum + own.length, 0),
  };
}
