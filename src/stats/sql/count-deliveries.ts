import { FINISHED_STATUSES, LIVE_STATUSES } from '../../domain/delivery-statuses.ts';
import type { Statement } from '../../engine/statement.ts';
import { isRateLimited } from '../../engine/queue/sql/holds.ts';
import { HEAD, rowsBetween, TAIL, WHOLE, type Bounds } from './rows-in-window.ts';

/** Groups of one kind that are listed; those behind them are told by their number of deliveries alone. */
export const GROUPS_MAX = 50;

/** A row of either statement: `total` stands for all deliveries, the others for one event type or webhook each. */
export interface DeliveryCountRow {
  readonly kind: 'total' | 'event_type' | 'webhook';
  readonly event_type: string | null;
  readonly webhook_id: string | null;
  readonly total: number;
  readonly pending: number;
  readonly in_progress: number;
  readonly retrying: number;
  readonly rate_limited: number;
  readonly delivered: number;
  readonly dead_letter: number;
  readonly cancelled: number;
  readonly shadowed: number;
  readonly last_delivered_at: Date | null;
}

const QUEUED = [...LIVE_STATUSES, 'rate_limited'] as const;
const STATUSES = [...QUEUED, ...FINISHED_STATUSES] as const;

const finished = (bounds: Bounds): string => `
  select webhook_id, event_type, status::text, 1::bigint, completed_at ${rowsBetween('finished_deliveries', ...bounds)}`;

const inRanges = (table: string): string => `
  from unnest($7::text[], $8::timestamptz[], $9::timestamptz[]) as r(grain, after, before)
  join ${table} s on s.tenant_id = $1::uuid and s.grain = r.grain and s.at >= r.after and s.at < r.before`;

const sums = (of: (status: string) => string): string =>
  STATUSES.map((status) => `coalesce(${of(status)}, 0)::bigint as ${status}`).join(',\n         ');

interface Sources {
  readonly name: string;
  /** Which buckets of each webhook and type are read. */
  readonly buckets: string;
  /** What is told by kind and key already. */
  readonly totals: string;
}

const countDeliveries = ({ name, buckets, totals }: Sources): Statement => ({
  name,
  text: `
with considered as (
  select webhook_id, event_type, case when ${isRateLimited('tenant_id = $1::uuid')} then 'rate_limited' else status::text end as status,
         1::bigint as count, null::timestamptz as completed_at ${rowsBetween('live_deliveries', ...WHOLE)}
  union all ${finished(HEAD)}
  union all ${finished(TAIL)}
  union all
  select s.webhook_id, s.event_type, s.status::text, s.count, s.last_completed_at ${inRanges('delivery_stats')} and ${buckets}
  union all
  select webhook_id, event_type, status::text, count, last_completed_at
  from delivery_changes
  where tenant_id = $1::uuid and ($4::uuid is null or webhook_id = $4::uuid)
    and at >= (select min(after) from unnest($8::timestamptz[]) as r(after))
    and at < (select max(before) from unnest($9::timestamptz[]) as r(before))),
summed as (
  select webhook_id, event_type, status, sum(count) as count, max(completed_at) as completed_at
  from considered group by webhook_id, event_type, status having sum(count) <> 0),
told as (
  select case grouping(event_type) when 0 then 'event_type' else 'webhook' end as kind, coalesce(event_type, webhook_id::text) as key,
         ${sums((status) => `sum(count) filter (where status = '${status}')`)},
         max(completed_at) filter (where status = 'delivered') as last_delivered_at
  from summed
  group by grouping sets ((event_type), (webhook_id))
  ${totals}),
named as (
  select kind, key, ${sums((status) => `sum(${status})`)}, max(last_delivered_at) as last_delivered_at
  from told group by kind, key),
grouped as (
  select * from named
  union all
  select 'total', null, ${sums((status) => `sum(${status})`)}, max(last_delivered_at)
  from named where kind = 'event_type'),
ranked as (
  select *, row_number() over (partition by kind order by total desc, key collate "C") as place
  from (select *, ${STATUSES.join(' + ')} as total from grouped) g
  where kind = 'total' or total > 0)
select kind, case kind when 'event_type' then key end as event_type, case kind when 'webhook' then key::uuid end as webhook_id,
       total::float8, ${STATUSES.map((status) => `${status}::float8`).join(', ')},
       case when delivered > 0 then last_delivered_at end as last_delivered_at
from ranked where place <= ${GROUPS_MAX}
order by kind, place`,
});

/**
 * Counts a webhook's deliveries of a window by status: all of them, and those of the 50 event types that have most. Rows are
 * read by the indexes of `rowsBetween`; buckets by delivery_stats_webhook (webhook_id, grain, at), with what has been told of them
 * since. All is summed up before it is grouped, as a month has each webhook's types thirty times. Names are
 * ordered by their bytes, so that the 50 are the same wherever the database was made. $1 tenant id, $2 and $3 bounds of
 * ids, $4 webhook id or null, $5 and $6 the bounds of what buckets tell, $7 to $9 grains and times of these.
 */
export const COUNT_DELIVERIES = countDeliveries({
  name: 'count_deliveries',
  buckets: 's.webhook_id = $4::uuid',
  totals: '',
});

/**
 * The same of a tenant as a whole, with the same values; $4 is null. Hours and days are read by delivery_totals_tenant
 * (tenant_id, grain, at), minutes by delivery_stats_tenant.
 */
export const COUNT_TENANT_DELIVERIES = countDeliveries({
  name: 'count_tenant_deliveries',
  buckets: `r.grain = 'minute'`,
  totals: `
  union all
  select s.kind, s.key, ${QUEUED.map(() => '0').join(', ')}, ${[...FINISHED_STATUSES, 'last_delivered_at'].map((column) => `s.${column}`).join(', ')}
  ${inRanges('delivery_totals')} and r.grain <> 'minute'`,
});
