import { attemptFacts, bucketOf, bucketOfId, type Grain } from '../../engine/history/sql/attempt-facts.ts';
import type { Statement } from '../../engine/statement.ts';
import { GROUPS_MAX } from './count-deliveries.ts';

const RANGES = `
ranges as materialized (
  select * from unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) as r(grain, after, before))`;

const COUNTED = `is_counted and outcome <> 'shadowed'`;

const rows = (columns: string, from: string, before: string): string => `
  select ${columns}
  from (${attemptFacts(`a.tenant_id = $1::uuid and a.id >= ${from}::uuid and a.id < ${before}::uuid`)}) facts
  where ${COUNTED}`;

/** Minutes, which have no totals, and rows. */
const finest = (ofMinutes: string, ofRows: string): string => `
  select ${ofMinutes}
  from ranges r
  join attempt_stats s on s.tenant_id = $1::uuid and s.grain = r.grain and s.at >= r.after and s.at < r.before
  where r.grain = 'minute' and ${COUNTED}
  union all ${rows(ofRows, '$5', '$6')}
  union all ${rows(ofRows, '$7', '$8')}`;

const totals = (kind: string): string => `
  from ranges r
  join attempt_totals s on s.tenant_id = $1::uuid and s.kind = ${kind} and s.grain = r.grain and s.at >= r.after and s.at < r.before`;

/**
 * The series of a tenant as a whole, by attempt_totals_tenant (tenant_id, kind, grain, at), attempt_stats_tenant for minutes, and
 * the rows along the primary key. $1 tenant id, $2 to $4 grains and times of the buckets, $5 and $6 bounds of ids
 * before them, $7 and $8 behind. Answers rows as `ATTEMPT_SERIES` does.
 */
const seriesOf = (interval: Grain): Statement => ({
  name: `total_series_${interval}`,
  text: `
with ${RANGES},
counted as (
  select ${bucketOf(interval, 's.at')} as at, s.outcome, s.up_to_ms, s.count, s.duration_ms_sum ${totals("'time'")}
  union all ${finest(
    `${bucketOf(interval, 's.at')}, s.outcome, s.up_to_ms, s.count, s.duration_ms_sum`,
    `${bucketOfId(interval, 'id')}, outcome, up_to_ms, 1, duration_ms`,
  )}),
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
});

export const TOTAL_SERIES = { hour: seriesOf('hour'), day: seriesOf('day') } as const;

const KEYS = 'webhook_id, event_type, outcome, error_type';

/** As the series, with the same values; the buckets may be coarser. Answers rows as `ATTEMPT_GROUPS` does. */
export const TOTAL_GROUPS: Statement = {
  name: 'total_groups',
  text: `
with ${RANGES},
fine as (${finest(`s.webhook_id, s.event_type, s.outcome, s.error_type, s.count`, `${KEYS}, 1`)}),
summed as materialized (select ${KEYS}, sum(count) as count from fine group by ${KEYS}),
counted as (
  select s.kind, s.key, s.outcome, s.count
  from (values ('webhook'), ('event_type'), ('error_type')) as k(kind)
  cross join lateral (select s.kind, s.key, s.outcome, s.count ${totals('k.kind')}) s
  union all select 'webhook', webhook_id::text, outcome, count from summed
  union all select 'event_type', event_type, outcome, count from summed
  union all select 'error_type', error_type, outcome, count from summed),
grouped as (
  select kind, key, sum(count) as count, coalesce(sum(count) filter (where outcome = 'succeeded'), 0) as succeeded
  from counted group by kind, key),
ranked as (
  select *, row_number() over (partition by kind order by count desc, key collate "C") as place
  from grouped where kind <> 'error_type' or key <> '')
select 'total' as kind, null as event_type, null::uuid as webhook_id, null as error_type, coalesce(sum(count), 0)::float8 as count,
       coalesce(sum(succeeded), 0)::float8 as succeeded, 0 as place
from grouped where kind = 'event_type'
union all
select kind, case kind when 'event_type' then key end, case kind when 'webhook' then key::uuid end,
       case kind when 'error_type' then key end, count::float8, succeeded::float8, place
from ranked where place <= ${GROUPS_MAX}
order by kind, place`,
};
