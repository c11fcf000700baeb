import type { Statement } from '../../statement.ts';
import { attemptFacts, bucketOf, bucketOfId, firstIdOf, type Grain } from './attempt-facts.ts';

export interface StatsLook {
  readonly now_ms: number;
  /** Null where nothing has been counted yet. */
  readonly rolled_ms: number | null;
  /** The oldest transaction that may still be writing; the next that will be given a number. Of 64 bits, as texts. */
  readonly oldest_transaction: string;
  readonly next_transaction: string;
}

/** How far the minutes are counted, and which transactions there are: one row, no table of any size. */
export const LOOK_AT_STATS: Statement = {
  name: 'look_at_stats',
  text: `
select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms,
       (select (extract(epoch from rolled_until) * 1000)::float8 from stats_mark) as rolled_ms,
       pg_snapshot_xmin(snapshot)::text as oldest_transaction, pg_snapshot_xmax(snapshot)::text as next_transaction
from pg_current_snapshot() as snapshot`,
};

/** Where the first attempt's minute begins, in ms, by the primary keys of the days; null where there is none. */
export const FIRST_MINUTE: Statement = {
  name: 'first_stats_minute',
  text: `select (extract(epoch from ${bucketOfId('minute', 'id')}) * 1000)::float8 as ms from attempts order by id limit 1`,
};

/**
 * Where a portion of minutes may end: in the minute of the attempt that is $3 further than $1, and before $2; walks the
 * primary key. $1 and $2 times, $3 attempts.
 */
export const FIND_PORTION: Statement = {
  name: 'find_stats_portion',
  text: `
select (extract(epoch from ${bucketOfId('minute', 'id')}) * 1000)::float8 as ms
from attempts where id >= ${firstIdOf('$1::timestamptz')} and id < ${firstIdOf('$2::timestamptz')}
order by id offset $3 limit 1`,
};

const COLUMNS =
  'grain, at, made_at, tenant_id, webhook_id, event_type, outcome, error_type, is_counted, up_to_ms, count, duration_ms_sum, last_started_at';
const KEYS = 'tenant_id, webhook_id, event_type, outcome, error_type, is_counted, up_to_ms';

/** What replaces the buckets of a span by what the rows, and the finer buckets, tell. */
export interface BucketStatements {
  /** $1 grain, $2 and $3 times: those from $2 on and before $3, by the primary key. */
  readonly drop: Statement;
  /** Counts the minutes from $1 on and before $2 over the rows: 5-10 µs an attempt. */
  readonly countMinutes: Statement;
  /** Counts the buckets of a grain from $1 on and before $2 over the buckets of the finer one, which are all there. */
  readonly countHours: Statement;
  readonly countDays: Statement;
}

/**
 * @param name before the statements' names
 * @param unless what a bucket, or a row, is no part of: of a tenant and a time
 */
function replaceBuckets(name: string, unless: (tenantId: string, time: string) => string): BucketStatements {
  const moment = bucketOfId('minute', 'id');
  const sumUp = (grain: Grain, finer: Grain): Statement => ({
    name: `${name}sum_up_stats_${grain}s`,
    text: `
insert into attempt_stats (${COLUMNS})
select '${grain}', ${bucketOf(grain, 's.at')}, ${bucketOf(grain, 's.made_at')}, ${KEYS}, sum(count), sum(duration_ms_sum),
       max(last_started_at)
from attempt_stats s
where grain = '${finer}' and at >= $1::timestamptz and at < $2::timestamptz${unless('s.tenant_id', bucketOf(grain, 's.at'))}
group by 2, 3, ${KEYS}`,
  });
  return {
    drop: {
      name: `${name}drop_stats_buckets`,
      text: `
delete from attempt_stats s
where grain = $1 and at >= $2::timestamptz and at < $3::timestamptz${unless('s.tenant_id', 's.at')}`,
    },
    countMinutes: {
      name: `${name}count_stats_minutes`,
      text: `
insert into attempt_stats (${COLUMNS})
select 'minute', ${moment}, ${bucketOfId('minute', 'delivery_id')}, ${KEYS}, count(*), sum(duration_ms), max(started_at)
from (${attemptFacts(`a.id >= ${firstIdOf('$1::timestamptz')} and a.id < ${firstIdOf('$2::timestamptz')}`)}) counted
where true${unless('counted.tenant_id', moment)}
group by 2, 3, ${KEYS}`,
    },
    countHours: sumUp('hour', 'minute'),
    countDays: sumUp('day', 'hour'),
  };
}

export const ALL_BUCKETS = replaceBuckets('', () => '');

/** But for those of tenants whose rows of then have been removed by now, or may have been: their buckets are all that tells. */
export const BUCKETS_WITH_ROWS = replaceBuckets(
  're',
  (tenantId, time) => `
  and not exists (select from retention_marks m
                  where m.tenant_id = ${tenantId} and m.kind = 'history' and m.mark > ${firstIdOf(time)})`,
);

/** $1 grain, $2 and $3 times: what a table has from $2 on and before $3, by its primary key. */
export function dropOf(table: string): Statement {
  return {
    name: `drop_${table}`,
    text: `delete from ${table} where grain = $1 and at >= $2::timestamptz and at < $3::timestamptz`,
  };
}
export const DROP_TOTALS = dropOf('attempt_totals');

/** Sums up the buckets of a grain from $2 on and before $3 for tenants as a whole, by one thing at a time. $1 grain. */
export const COUNT_TOTALS: Statement = {
  name: 'count_stats_totals',
  text: `
insert into attempt_totals (grain, at, tenant_id, kind, key, made_at, outcome, error_type, up_to_ms, count, duration_ms_sum)
select grain, at, tenant_id,
       case grouping(made_at, up_to_ms, error_type, webhook_id, event_type)
         when 3 then 'made' when 23 then 'time' when 29 then 'webhook' when 30 then 'event_type' else 'error_type' end,
       case grouping(made_at, up_to_ms, error_type, webhook_id, event_type)
         when 29 then webhook_id::text when 30 then event_type when 27 then error_type else '' end,
       coalesce(made_at, at), outcome, coalesce(error_type, ''), coalesce(up_to_ms, 0), sum(count), sum(duration_ms_sum)
from attempt_stats
where grain = $1 and at >= $2::timestamptz and at < $3::timestamptz and is_counted and outcome <> 'shadowed'
group by grain, at, tenant_id, outcome,
         grouping sets ((made_at, up_to_ms, error_type), (up_to_ms), (webhook_id), (event_type), (error_type))`,
};

/** $1 time. */
export const MOVE_MARK: Statement = {
  name: 'move_stats_mark',
  text: `
insert into stats_mark (rolled_until) values ($1::timestamptz)
on conflict (only_row) do update set rolled_until = excluded.rolled_until`,
};

/**
 * The minutes from $1 on and before $2 of which rows have come since they were counted. Attempts are never changed, and go by
 * whole days or a tenant's, a day after they were counted at the earliest, so their number tells: along the primary keys of both, the rows of attempts not looked at.
 */
export const FIND_CHANGED_MINUTES: Statement = {
  name: 'find_changed_stats_minutes',
  text: `
select (extract(epoch from at) * 1000)::float8 as ms
from (select ${bucketOfId('minute', 'id')} as at, count(*) as row_count from attempts
      where id >= ${firstIdOf('$1::timestamptz')} and id < ${firstIdOf('$2::timestamptz')} group by 1) present
left join (select at, sum(count) as row_count from attempt_stats
           where grain = 'minute' and at >= $1::timestamptz and at < $2::timestamptz group by 1) counted using (at)
where present.row_count is distinct from counted.row_count
order by at`,
};

/**
 * Forgets what a grain has before a time, an hour's at a time, by (grain, at). $1 grain, $2 time, $3 where the call before ended, so that
 * what is deleted and not cleaned up yet is not walked over again each time. Answers where it ended, in ms, while there was any.
 */
const forget = (table: string): Statement => ({
  name: `forget_${table}`,
  text: `
with first as (
  select at, least($2::timestamptz, at + interval '1 hour') as until
  from ${table} where grain = $1 and at < $2::timestamptz and at >= $3::timestamptz order by at limit 1),
gone as (delete from ${table} s using first where s.grain = $1 and s.at >= first.at and s.at < first.until)
select (extract(epoch from until) * 1000)::float8 as ms from first`,
});
export const FORGET_BUCKETS = [forget('attempt_stats'), forget('attempt_totals')] as const;
export const FORGET_DELIVERY_BUCKETS = [forget('delivery_stats'), forget('delivery_totals')] as const;
