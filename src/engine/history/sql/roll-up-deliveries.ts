import { FINISHED_STATUSES } from '../../../domain/delivery-statuses.ts';
import type { Statement } from '../../statement.ts';
import { bucketOf, bucketOfId, firstIdOf, type Grain } from './attempt-facts.ts';
import { dropOf } from './roll-up.ts';

/** From its commit on, whatever changes history before this moment tells so in delivery_changes. $1 time. */
export const WATCH: Statement = {
  name: 'watch_deliveries',
  text: `
insert into stats_watch (watched_until) values ($1::timestamptz)
on conflict (only_row) do update set watched_until = greatest(stats_watch.watched_until, excluded.watched_until)`,
};

/** Where the minute of the first finished delivery begins, in ms, by the primary keys of the days. */
export const FIRST_DELIVERY_MINUTE: Statement = {
  name: 'first_delivery_stats_minute',
  text: `
select (extract(epoch from ${bucketOfId('minute', 'id')}) * 1000)::float8 as ms from finished_deliveries order by id limit 1`,
};

/** As `FIND_PORTION`, of deliveries. */
export const FIND_DELIVERY_PORTION: Statement = {
  name: 'find_delivery_stats_portion',
  text: `
select (extract(epoch from ${bucketOfId('minute', 'id')}) * 1000)::float8 as ms
from finished_deliveries where id >= ${firstIdOf('$1::timestamptz')} and id < ${firstIdOf('$2::timestamptz')}
order by id offset $3 limit 1`,
};

const KEYS = 'tenant_id, webhook_id, event_type, status';
const COLUMNS = `grain, at, ${KEYS}, count, last_completed_at, has_totals`;

export const DROP_DELIVERY_BUCKETS = dropOf('delivery_stats');

/** Counts the minutes from $1 on and before $2 over the rows, by the primary keys of the days: 1-2 µs a delivery. */
export const COUNT_DELIVERY_MINUTES: Statement = {
  name: 'count_delivery_stats_minutes',
  text: `
insert into delivery_stats (${COLUMNS})
select 'minute', ${bucketOfId('minute', 'id')}, ${KEYS}, count(*), max(completed_at), true
from finished_deliveries where id >= ${firstIdOf('$1::timestamptz')} and id < ${firstIdOf('$2::timestamptz')}
group by 2, ${KEYS}`,
};

/** What was told of minutes that are counted over the rows of the same snapshot, which have it already. $1 and $2 times. */
export const DROP_CHANGES: Statement = {
  name: 'drop_delivery_changes',
  text: 'delete from delivery_changes where at >= $1::timestamptz and at < $2::timestamptz',
};

const sumUp = (grain: Grain, finer: Grain): Statement => ({
  name: `sum_up_delivery_stats_${grain}s`,
  text: `
insert into delivery_stats (${COLUMNS})
select '${grain}', ${bucketOf(grain, 'at')}, ${KEYS}, sum(count), max(last_completed_at), true
from delivery_stats
where grain = '${finer}' and at >= $1::timestamptz and at < $2::timestamptz
group by 2, ${KEYS}`,
});
export const COUNT_DELIVERY_HOURS = sumUp('hour', 'minute');
export const COUNT_DELIVERY_DAYS = sumUp('day', 'hour');

const TOTALS = [...FINISHED_STATUSES, 'last_delivered_at'].join(', ');

/** The buckets of a tenant as a whole, by webhook and by event type: `last_completed_at` of a bucket is its last. */
const totalsOf = (buckets: string): string => `
select grain, at, tenant_id,
       case grouping(webhook_id, event_type) when 1 then 'webhook' else 'event_type' end,
       case grouping(webhook_id, event_type) when 1 then webhook_id::text else event_type end,
       ${FINISHED_STATUSES.map((status) => `coalesce(sum(count) filter (where status = '${status}'), 0)`).join(', ')},
       max(last_completed_at) filter (where status = 'delivered')
${buckets}
group by grain, at, tenant_id, grouping sets ((webhook_id), (event_type))`;

const INTO_TOTALS = `insert into delivery_totals (grain, at, tenant_id, kind, key, ${TOTALS})`;

export const DROP_DELIVERY_TOTALS = dropOf('delivery_totals');

/** Sums up the buckets of a grain from $2 on and before $3 for tenants as a whole. $1 grain. */
export const COUNT_DELIVERY_TOTALS: Statement = {
  name: 'count_delivery_totals',
  text: `
${INTO_TOTALS}${totalsOf('from delivery_stats where grain = $1 and at >= $2::timestamptz and at < $3::timestamptz')}`,
};

/**
 * Adds what was told of counted minutes to every bucket and every total that holds it, and takes it away, in one statement:
 * it is in the one or the other. 50,000 rows a call, the first by the primary key. A bucket whose grain has not ended at the
 * mark is not there yet, and one that is no longer kept is not made again. $1 the first minute that is kept, $2 hour, $3 day. Answers how many were told.
 */
export const FOLD_CHANGES: Statement = {
  name: 'fold_delivery_changes',
  text: `
with mark as materialized (select rolled_until as at from stats_mark),
told as (
  delete from delivery_changes
  where id in (select c.id from delivery_changes c, mark where c.at < mark.at order by c.id limit 50000)
  returning *),
grains as (
  select 'minute' as grain, at, $1::timestamptz as kept_from, ${KEYS}, count, last_completed_at from told
  union all
  select 'hour', ${bucketOf('hour', 't.at')}, $2::timestamptz, ${KEYS}, count, last_completed_at
  from told t, mark where t.at < ${bucketOf('hour', 'mark.at')}
  union all
  select 'day', ${bucketOf('day', 't.at')}, $3::timestamptz, ${KEYS}, count, last_completed_at
  from told t, mark where t.at < ${bucketOf('day', 'mark.at')}),
added as (
  insert into delivery_stats (${COLUMNS})
  select grain, at, ${KEYS}, sum(count), max(last_completed_at), true
  from grains where at >= kept_from
  group by grain, at, ${KEYS}
  on conflict on constraint delivery_stats_pkey do update
    set count = delivery_stats.count + excluded.count,
        last_completed_at = greatest(delivery_stats.last_completed_at, excluded.last_completed_at)),
totalled as (
  ${INTO_TOTALS}${totalsOf(`from grains where grain <> 'minute' and at >= kept_from`)}
  on conflict on constraint delivery_totals_pkey do update
    set ${FINISHED_STATUSES.map((status) => `${status} = delivery_totals.${status} + excluded.${status}`).join(', ')},
        last_delivered_at = greatest(delivery_totals.last_delivered_at, excluded.last_delivered_at))
select count(*)::float8 as count from told having count(*) > 0`,
};

/**
 * The minutes from $1 on and before $2 that neither their buckets nor what was told since explain: what a transaction wrote that
 * was open for longer than was waited for it.
 */
export const FIND_CHANGED_DELIVERY_MINUTES: Statement = {
  name: 'find_changed_delivery_stats_minutes',
  text: `
select (extract(epoch from at) * 1000)::float8 as ms
from (select at, sum(row_count) as difference
      from (select ${bucketOfId('minute', 'id')} as at, count(*) as row_count from finished_deliveries
            where id >= ${firstIdOf('$1::timestamptz')} and id < ${firstIdOf('$2::timestamptz')} group by 1
            union all
            select at, -sum(count) from delivery_stats
            where grain = 'minute' and at >= $1::timestamptz and at < $2::timestamptz group by at
            union all
            select at, -sum(count) from delivery_changes
            where at >= $1::timestamptz and at < $2::timestamptz group by at) sides
      group by at) compared
where difference <> 0
order by at`,
};

/** The first day of which there are finished deliveries, or none yet, as a time in ms; null where there is no day at all. */
export const FIRST_DELIVERY_DAY: Statement = {
  name: 'first_delivery_day',
  text: `
select (extract(epoch from min(to_date(right(c.relname, 8), 'YYYYMMDD'))::timestamp at time zone 'UTC') * 1000)::float8 as ms
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = to_regclass('finished_deliveries') and c.relname ~ '_p\d{8}$'`,
};

/** The days that have a bucket of their own, by the primary key. */
export const LIST_DELIVERY_DAYS: Statement = {
  name: 'list_delivery_stats_days',
  text: `select distinct (extract(epoch from at) * 1000)::float8 as ms from delivery_stats where grain = 'day'`,
};
