import { toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { durationBoundMs } from '../../src/domain/stats/duration-bounds.ts';
import type { AttemptRowPlan } from './attempt-rows.ts';
import type { DeliveryRowPlan, RowStatus } from './delivery-rows.ts';

/** A delivery row as it was inserted. */
export type CountedDelivery = Required<
  Pick<DeliveryRowPlan, 'status' | 'madeAt' | 'webhookId' | 'eventType'>
> &
  Pick<DeliveryRowPlan, 'nextAttemptAt' | 'completedAt'> & { readonly id: Uuid };

const LIVE: readonly RowStatus[] = ['pending', 'in_progress', 'retrying'];
const isLive = ({ status }: CountedDelivery): boolean => LIVE.includes(status);
/** As `addDeliveries` has it. */
const attemptCount = ({ status }: CountedDelivery): number =>
  status === 'pending' || status === 'in_progress' ? 0 : 1;
const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
const largest = (numbers: readonly number[]): number | undefined => numbers.toSorted((a, b) => b - a)[0];
const smallest = (numbers: readonly number[]): number | undefined => numbers.toSorted((a, b) => a - b)[0];

export interface Counting {
  readonly after: number;
  readonly before: number;
  readonly rowsMax: number;
  readonly isPaused: (webhookId: Uuid) => boolean;
}

/** What the statistics of these rows are, by the words of the API, one row after the other. */
export function countStats(
  rows: readonly CountedDelivery[],
  attempts: readonly AttemptRowPlan[],
  { after, before, rowsMax, isPaused }: Counting,
) {
  const asked = rows.filter(({ madeAt }) => madeAt >= after && madeAt < before);
  const cuts = [asked.filter(isLive), asked.filter((row) => !isLive(row))].flatMap((table) => {
    let read = 0;
    const newestFirst = table.toSorted((a, b) => (a.id < b.id ? 1 : -1));
    return newestFirst.find((row) => (read += 1 + attemptCount(row)) > rowsMax)?.madeAt ?? [];
  });
  const start = Math.max(after, ...cuts.map((cut) => cut + 1));
  const counted = asked.filter(({ madeAt }) => madeAt >= start);
  const ids = new Set(counted.filter((row) => attemptCount(row) > 0).map(({ id }) => id));
  const made = attempts.filter(
    ({ deliveryId, isStale, errorType }) =>
      ids.has(deliveryId) && isStale !== true && errorType !== 'interrupted',
  );
  const waiting = rows.filter((row) => isLive(row) && row.status !== 'in_progress');
  const failures = made.filter(({ errorType }) => errorType !== null);
  return {
    created_after: iso(start),
    created_before: iso(before),
    is_partial: cuts.length > 0,
    ...countOf(counted),
    attempts: measure(made, failures.length),
    by_event_type: groupsOf(counted, ({ eventType }) => ['event_type', eventType]),
    by_webhook: groupsOf(counted, ({ webhookId }) => ['webhook_id', toPublicId('webhook', webhookId)]),
    by_error_type: errorsOf(failures),
    queue_depth: waiting.length,
    oldest_due_at: iso(
      smallest(
        waiting
          .filter((row) => !isPaused(row.webhookId))
          .map(({ status, nextAttemptAt = 0 }) => ({ isReady: status === 'pending', at: nextAttemptAt }))
          .filter(({ isReady, at }) => isReady || at <= Date.now())
          .map(({ at }) => at),
      ),
    ),
    last_delivered_at: iso(
      largest(counted.flatMap((row) => (row.status === 'delivered' ? (row.completedAt ?? []) : []))),
    ),
    last_failure_at: iso(largest(failures.map(({ madeAt }) => madeAt))),
  };
}

function countOf(rows: readonly CountedDelivery[]) {
  const count = (status: RowStatus): number => rows.filter((row) => row.status === status).length;
  const finished = rows.filter((row) => !isLive(row) && row.status !== 'shadowed').length;
  return {
    total: rows.length,
    by_status: {
      pending: count('pending'),
      in_progress: count('in_progress'),
      retrying: count('retrying'),
      rate_limited: 0,
      delivered: count('delivered'),
      dead_letter: count('dead_letter'),
      cancelled: count('cancelled'),
      shadowed: count('shadowed'),
    },
    success_rate: finished === 0 ? null : count('delivered') / finished,
  };
}

function groupsOf(
  rows: readonly CountedDelivery[],
  keyOf: (row: CountedDelivery) => readonly [name: string, key: string],
) {
  const [name = ''] = rows[0] === undefined ? [] : keyOf(rows[0]);
  const keys = [...new Set(rows.map((row) => keyOf(row)[1]))];
  const groups = keys
    .map((key) => ({ key, rows: rows.filter((row) => keyOf(row)[1] === key) }))
    .toSorted((a, b) => b.rows.length - a.rows.length || (a.key < b.key ? -1 : 1));
  return {
    data: groups.slice(0, 50).map((group) => ({ [name]: group.key, ...countOf(group.rows) })),
    others: groups.slice(50).reduce((sum, group) => sum + group.rows.length, 0),
  };
}

function errorsOf(failures: readonly AttemptRowPlan[]) {
  const types = [...new Set(failures.map(({ errorType }) => errorType ?? ''))];
  const data = types
    .map((type) => ({
      error_type: type,
      count: failures.filter(({ errorType }) => errorType === type).length,
    }))
    .toSorted((a, b) => b.count - a.count || (a.error_type < b.error_type ? -1 : 1));
  return { data, others: 0 };
}

/** A percentile is the smallest time below or at which that share of the attempts lies, as told by its bound. */
function measure(made: readonly AttemptRowPlan[], failed: number) {
  const times = made.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
  const bounds = times.map(durationBoundMs);
  const percentile = (share: number): number | null =>
    bounds[Math.ceil(share * bounds.length - 1e-9) - 1] ?? null;
  const sum = times.reduce((total, time) => total + time, 0);
  return {
    count: made.length,
    succeeded: made.length - failed,
    failed,
    average_ms: made.length === 0 ? null : Math.round((sum / made.length) * 1000) / 1000,
    p50_ms: percentile(0.5),
    p95_ms: percentile(0.95),
    p99_ms: percentile(0.99),
  };
}
