import type { Statement } from '../../engine/statement.ts';
import { isRateLimited } from '../../engine/queue/sql/holds.ts';
import { HEAD, rowsBetween, TAIL, WHOLE, type Bounds } from './rows-in-window.ts';

/** Groups of one kind that are listed; those behind them are told by their number of deliveries alone. */
export const GROUPS_MAX = 50;

/** A row of `COUNT_DELIVERIES`: `total` stands for all deliveries, the others for one event type or webhook each. */
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

const finished = (bounds: Bounds): string => `
  select webhook_id, event_type, status::text, 1::bigint, completed_at ${rowsBetween('finished_deliveries', ...bounds)}`;

/**
 * Counts the deliveries of a window by status: all of them, and those of the 50 event types and webhooks that have most. Rows
 * are read by the indexes of `rowsBetween`; buckets by delivery_stats_tenant (tenant_id, grain, at) or delivery_stats_webhook,
 * with what has been told of them since. All is summed up before it is grouped, as a month has each webhook's types thirty
 * times. Names are ordered by their bytes, so that the 50 are the same wherever the database was made. $1 tenant id, $2 and $3
 * bounds of ids, $4 webhook id or null, $5 and $6 the bounds of what buckets tell, $7 to $9 grains and times of these.
 */
export const COUNT_DELIVERIES: Statement = {
  name: 'count_deliveries',
  text: `
with considered as (
  select webhook_id, event_type, case when ${isRateLimited('tenant_id = $1::uuid')} then 'rate_limited' else status::text end as status,
         1::bigint as count, null::timestamptz as completed_at ${rowsBetween('live_deliveries', ...WHOLE)}
  union all ${finished(HEAD)}
  union all ${finished(TAIL)}
  union all
  select s.webhook_id, s.event_type, s.status::text, s.count, s.last_completed_at
  from unnest($7::text[], $8::timestamptz[], $9::timestamptz[]) as r(grain, after, before)
  join delivery_stats s on s.tenant_id = $1::uuid and s.grain = r.grain and s.at >= r.after and s.at < r.before
                        and ($4::uuid is null or s.webhook_id = $4::uuid)
  union all
  select webhook_id, event_type, status::text, count, last_completed_at
  from delivery_changes
  where tenant_id = $1::uuid and ($4::uuid is null or webhook_id = $4::uuid)
    and at >= (select min(after) from unnest($8::timestamptz[]) as r(after))
    and at < (select max(before) from unnest($9::timestamptz[]) as r(before))),
summed as (
  select webhook_id, event_type, status, sum(count) as count, max(completed_at) as completed_at
  from considered group by webhook_id, event_type, status having sum(count) <> 0),
grouped as (
  select case grouping(event_type, webhook_id) when 3 then 'total' when 1 then 'event_type' else 'webhook' end as kind,
         event_type, webhook_id, coalesce(sum(count), 0) as total,
         ${[
           'pending',
           'in_progress',
           'retrying',
           'rate_limited',
           'delivered',
           'dead_letter',
           'cancelled',
           'shadowed',
         ]
           .map(
             (status) => `coalesce(sum(count) filter (where status = '${status}'), 0)::float8 as ${status}`,
           )
           .join(',\n         ')},
         max(completed_at) filter (where status = 'delivered') as last_delivered_at
  from summed
  group by grouping sets ((), (event_type), (webhook_id))),
ranked as (
  select *, row_number() over (partition by kind order by total desc, event_type collate "C", webhook_id) as place
  from grouped)
select kind, event_type, webhook_id, total::float8 as total, pending, in_progress, retrying, rate_limited,
       delivered, dead_letter, cancelled, shadowed, last_delivered_at
from ranked where place <= ${GROUPS_MAX}
order by kind, place`,
};
