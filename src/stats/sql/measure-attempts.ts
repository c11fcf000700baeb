import { boundOf } from '../../engine/history/sql/attempt-facts.ts';
import type { Statement } from '../../engine/statement.ts';
import { GROUPS_MAX } from './count-deliveries.ts';
import { HEAD, MIDDLE, rowsBetween, TAIL, type Bounds } from './rows-in-window.ts';

/** The row of `MEASURE_ATTEMPTS`; the times are null where there is no attempt. */
export interface AttemptMeasuresRow {
  readonly count: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly average_ms: number | null;
  /** By the bounds of the histogram. */
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly p99_ms: number | null;
  /** Of a webhook alone: a tenant's hours and days do not tell. */
  readonly last_failure_at: Date | null;
  readonly error_types: readonly { readonly error_type: string; readonly count: number }[];
}

/** How far the clocks of two processes may be apart that make a delivery's id and its attempt's: 60 s to the database's. */
export const SKEW_MS = 120_000;

/** The smallest UUIDv7 of a moment in ms; the schema's own function is not the app role's to run. */
const floorOf = (ms: string): string => `(lpad(to_hex(${ms}), 12, '0') || repeat('0', 20))::uuid`;

/** The moment of a UUIDv7 in ms. */
const msOf = (id: string): string => `('x' || translate(left(${id}::text, 13), '-', ''))::bit(48)::bigint`;

const tried = (bounds: Bounds): string => `
  select id as delivery_id, ${msOf('id')} as made_ms, $7::float8 as end_ms
  ${rowsBetween('live_deliveries', ...bounds)} and attempt_count > 0
  union all
  select id, ${msOf('id')}, extract(epoch from completed_at) * 1000
  ${rowsBetween('finished_deliveries', ...bounds)} and attempt_count > 0`;

const COUNTED = `not a.stale and a.error_type is distinct from 'interrupted' and a.outcome <> 'shadowed'`;
const FACTS = `a.outcome, coalesce(a.error_type, '') as error_type, ${boundOf('a.duration_ms')} as up_to_ms,
         1::bigint as count, a.duration_ms::bigint as duration_ms, a.started_at as last_started_at`;

const within = (time: string, bounds: string): string =>
  `s.${time} >= r.${bounds}_after and s.${time} < r.${bounds}_before`;
/** The same where no index is to be walked by it. */
const isIn = (time: string, bounds: string): string =>
  `tstzrange(r.${bounds}_after, r.${bounds}_before) @> s.${time}`;
/** Buckets of the range's own grain reach back without end in the one time, and finer ones, of today, in the other: by what is bounded. */
const BY_MADE = `r.at_after = timestamptz '1970-01-01 00:00Z' and ${within('made_at', 'made')} and ${isIn('at', 'at')}`;
const BY_AT = `r.at_after > timestamptz '1970-01-01 00:00Z' and ${within('at', 'at')} and ${isIn('made_at', 'made')}`;

const buckets = (condition: string): string => `union all
  select s.outcome, s.error_type, s.up_to_ms, s.count, s.duration_ms_sum, s.last_started_at
  from ranges r
  join attempt_stats s on s.tenant_id = $1::uuid and s.grain = r.grain and ${condition}
  where s.is_counted and s.outcome <> 'shadowed'
    and ($4::uuid is null and r.grain = 'minute' or s.webhook_id = $4::uuid)
  union all
  select s.outcome, s.error_type, s.up_to_ms, s.count, s.duration_ms_sum, null
  from ranges r
  join attempt_totals s on s.tenant_id = $1::uuid and s.kind = 'made' and s.grain = r.grain and ${condition}
  where $4::uuid is null and r.grain <> 'minute'`;

/**
 * Counts the attempts of a window's deliveries, whenever they were made, and how long they took: those that
 * `attempt_count` counts, so neither stale ones nor those that a stop of Posthorn interrupted, and were made, so none of shadow
 * mode. $1 tenant id, $2 and $3 bounds of ids, $4 webhook id or null, $5 and $6 the bounds of what buckets tell, $7 the time in ms,
 * $8 the first id of what no bucket of attempts tells, $9 to $13 grains and times of these: when deliveries, and when attempts, were
 * made. $14 is the first id that an attempt of the head or, where there is none, of the tail can have: the plan knows no day before.
 * $15 is an id that no attempt has reached yet.
 *
 * Of head and tail, a delivery's attempts come by attempts_delivery (delivery_id, number), one probe a delivery. The partitions
 * are by the attempt's id, so each probe is told the times between which it can have been made, and opens those days alone. That
 * every number is positive tips the scales towards this index, away from a walk between those times along the primary
 * key, which a day without statistics would else make look as good, and does once their end is known to the plan, too.
 * Measured: 6-10 µs an attempt.
 *
 * Of the part between them, buckets tell all but the last minutes' attempts, which are read along the primary key: a tenant's by
 * attempt_totals_made and attempt_totals_tenant, with attempt_stats_made and attempt_stats_tenant for minutes, and a webhook's by
 * attempt_stats_webhook_made and attempt_stats_webhook.
 */
export const MEASURE_ATTEMPTS: Statement = {
  name: 'measure_attempts',
  text: `
with considered as materialized (
  select delivery_id, ${floorOf(`greatest(0, made_ms - ${SKEW_MS})`)} as from_id,
         ${floorOf(`(end_ms + ${SKEW_MS})::bigint`)} as before_id
  from (${tried(HEAD)} union all ${tried(TAIL)}) rows),
ranges as materialized (
  select * from unnest($9::text[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[])
    as r(grain, made_after, made_before, at_after, at_before)),
made as (
  select ${FACTS}
  from considered d
  join attempts a on a.delivery_id = d.delivery_id and a.id >= d.from_id and a.id < d.before_id and a.id >= $14::uuid
  where a.tenant_id = $1::uuid and a.number > 0 and ${COUNTED}
  union all
  select ${FACTS}
  from attempts a
  where a.id >= $8::uuid and a.id < $15::uuid and a.tenant_id = $1::uuid and a.delivery_id >= ${MIDDLE[0]}::uuid and a.delivery_id < ${MIDDLE[1]}::uuid
    and ($4::uuid is null or a.webhook_id = $4::uuid) and ${COUNTED}
  ${buckets(BY_MADE)}
  ${buckets(BY_AT)}),
summed as materialized (
  select outcome, error_type, up_to_ms, sum(count) as count, sum(duration_ms) as duration_ms, max(last_started_at) as last_started_at
  from made group by outcome, error_type, up_to_ms),
placed as (
  select up_to_ms, sum(sum(count)) over (order by up_to_ms) as below, sum(sum(count)) over () as total
  from summed group by up_to_ms)
select coalesce(sum(count), 0)::float8 as count,
       coalesce(sum(count) filter (where outcome = 'succeeded'), 0)::float8 as succeeded,
       coalesce(sum(count) filter (where outcome = 'failed'), 0)::float8 as failed,
       round(sum(duration_ms) / sum(count), 3)::float8 as average_ms,
       (select min(up_to_ms) from placed where below >= 0.5 * total) as p50_ms,
       (select min(up_to_ms) from placed where below >= 0.95 * total) as p95_ms,
       (select min(up_to_ms) from placed where below >= 0.99 * total) as p99_ms,
       max(last_started_at) filter (where outcome = 'failed') as last_failure_at,
       (select coalesce(json_agg(e order by e.count desc, e.error_type), '[]')
        from (select error_type collate "C" as error_type, sum(count) as count
              from summed where error_type <> ''
              group by 1 order by 2 desc, 1 limit ${GROUPS_MAX}) e) as error_types
from summed`,
};
