import {
  attemptFacts,
  bucketOf,
  bucketOfId,
  firstIdOf,
  type Grain,
} from '../../engine/history/sql/attempt-facts.ts';
import type { Statement } from '../../engine/statement.ts';
import { GROUPS_MAX } from './count-deliveries.ts';

/** A bucket with attempts in it: those that `attempt_count` counts, but for shadow mode's. */
export interface SeriesRow {
  readonly at: Date;
  readonly count: number;
  readonly succeeded: number;
  readonly average_ms: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
}

/** All attempts of the series, and those of one event type, webhook or error type each. */
export interface SeriesGroupRow {
  readonly kind: 'total' | 'event_type' | 'webhook' | 'error_type';
  readonly event_type: string | null;
  readonly webhook_id: string | null;
  readonly error_type: string | null;
  readonly count: number;
  readonly succeeded: number;
}

const OWN = `tenant_id = $1::uuid and ($4::uuid is null or webhook_id = $4::uuid) and ($5::text is null or event_type = $5::text)
    and is_counted and outcome <> 'shadowed'`;
const MARK = `(select at from mark)`;
const COARSER = { minute: 'hour', hour: 'day', day: null } as const satisfies Record<Grain, Grain | null>;
/** The grains that a series of one is read from: what has not ended at the mark is told by finer ones. */
const FINER = { minute: ['minute'], hour: ['hour', 'minute'], day: ['day', 'hour', 'minute'] } as const;

/** Buckets of a grain from where the coarser one ends, which is the series' own beginning for its coarsest. */
function rolled(grain: Grain, interval: Grain): string {
  const coarser = COARSER[grain];
  const end = grain === 'minute' ? MARK : bucketOf(grain, MARK);
  const from = grain === interval || coarser === null ? '' : `and at >= ${bucketOf(coarser, MARK)}`;
  return `
  select ${bucketOf(interval, 'at')} as at, event_type, webhook_id, outcome, error_type, up_to_ms, count, duration_ms_sum
  from attempt_stats
  where grain = '${grain}' and at >= $2::timestamptz and at < $3::timestamptz and at < ${end} ${from} and ${OWN}`;
}

/**
 * What is counted: up to the mark by attempt_stats_tenant (tenant_id, grain, at) or attempt_stats_webhook, from there on over the
 * rows of the last minutes, along the primary key. Each attempt stands on one side of the mark, of which both read one state.
 */
const counted = (interval: Grain): string => `
mark as materialized (
  select coalesce((select rolled_until from stats_mark), timestamptz '1970-01-01 00:00Z') as at),
counted as materialized (${FINER[interval].map((grain) => rolled(grain, interval)).join('\n  union all')}
  union all
  select ${bucketOfId(interval, 'id')}, event_type, webhook_id, outcome, error_type, up_to_ms, 1, duration_ms
  from (${attemptFacts(`a.tenant_id = $1::uuid and a.id >= ${firstIdOf(MARK)} and a.id >= ${firstIdOf('$2::timestamptz')}
    and a.id < ${firstIdOf('$3::timestamptz')} and ($4::uuid is null or a.webhook_id = $4::uuid)`)}) facts
  where ${OWN})`;

/** $1 tenant id, $2 and $3 where the series begins and ends, $4 webhook id or null, $5 event type or null. */
function seriesOf(interval: Grain): Statement {
  return {
    name: `attempt_series_${interval}`,
    text: `
with ${counted(interval)},
by_time as (
  select at, up_to_ms, sum(count) as attempts, sum(duration_ms_sum) as duration_ms,
         coalesce(sum(count) filter (where outcome = 'succeeded'), 0) as succeeded
  from counted group by at, up_to_ms),
placed as (
  select *, sum(attempts) over (partition by at order by up_to_ms) as below, sum(attempts) over (partition by at) as total
  from by_time)
select at, sum(attempts)::float8 as count, sum(succeeded)::float8 as succeeded,
       round(sum(duration_ms) / sum(attempts), 3)::float8 as average_ms,
       min(up_to_ms) filter (where below >= 0.5 * total) as p50_ms,
       min(up_to_ms) filter (where below >= 0.95 * total) as p95_ms,
       min(up_to_ms) filter (where below >= 0.99 * total) as p99_ms
from placed group by at order by at`,
  };
}

/** As the series, with the same values. */
function groupsOf(interval: Grain): Statement {
  return {
    name: `attempt_groups_${interval}`,
    text: `
with ${counted(interval)},
grouped as (
  select case grouping(event_type, webhook_id, error_type) when 7 then 'total' when 3 then 'event_type' when 5 then 'webhook'
         else 'error_type' end as kind, event_type, webhook_id, error_type, sum(count) as count,
         coalesce(sum(count) filter (where outcome = 'succeeded'), 0) as succeeded
  from counted
  group by grouping sets ((), (event_type), (webhook_id), (error_type))),
ranked as (
  select *, row_number() over (partition by kind order by count desc, event_type collate "C", webhook_id, error_type collate "C") as place
  from grouped where error_type is distinct from '')
select kind, event_type, webhook_id, error_type, coalesce(count, 0)::float8 as count, succeeded::float8 as succeeded
from ranked where place <= ${GROUPS_MAX}
order by kind, place`,
  };
}

export const ATTEMPT_SERIES: Readonly<Record<Grain, Statement>> = {
  minute: seriesOf('minute'),
  hour: seriesOf('hour'),
  day: seriesOf('day'),
};
export const ATTEMPT_GROUPS: Readonly<Record<Grain, Statement>> = {
  minute: groupsOf('minute'),
  hour: groupsOf('hour'),
  day: groupsOf('day'),
};
