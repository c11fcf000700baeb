import type { Statement } from '../../engine/statement.ts';
import { isRateLimited } from '../../engine/queue/sql/holds.ts';
import { rowsInWindow } from './rows-in-window.ts';

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

/**
 * Counts the deliveries of a window by status: all of them, and those of the 50 event types and webhooks that have most.
 * Every row is read once for all three, by the indexes of `rowsInWindow`. Names are ordered by their bytes, so that the 50
 * are the same wherever the database was made. $1 tenant id, $2 and $3 bounds of ids, $4 webhook id or null.
 */
export const COUNT_DELIVERIES: Statement = {
  name: 'count_deliveries',
  text: `
with considered as (
  select webhook_id, event_type, case when ${isRateLimited('tenant_id = $1::uuid')} then 'rate_limited' else status::text end as status,
         null::timestamptz as completed_at ${rowsInWindow('live_deliveries')}
  union all
  select webhook_id, event_type, status::text, completed_at ${rowsInWindow('finished_deliveries')}),
grouped as (
  select case grouping(event_type, webhook_id) when 3 then 'total' when 1 then 'event_type' else 'webhook' end as kind,
         event_type, webhook_id, count(*) as total,
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
           .map((status) => `(count(*) filter (where status = '${status}'))::float8 as ${status}`)
           .join(',\n         ')},
         max(completed_at) filter (where status = 'delivered') as last_delivered_at
  from considered
  group by grouping sets ((), (event_type), (webhook_id))),
ranked as (
  select *, row_number() over (partition by kind order by total desc, event_type collate "C", webhook_id) as place
  from grouped)
select kind, event_type, webhook_id, total::float8 as total, pending, in_progress, retrying, rate_limited,
       delivered, dead_letter, cancelled, shadowed, last_delivered_at
from ranked where place <= ${GROUPS_MAX}
order by kind, place`,
};
