import { NEXT_RETRY_AT, SHOWN_STATUS } from '../../../../src/engine/queue/sql/holds.ts';
import type { Statement } from '../../../../src/engine/statement.ts';

/**
 * One delivery, wherever its row stands, with its event and its target's uid. By the primary keys of both tables and of the
 * event; a target that was removed still has its row. $1 tenant id, $2 delivery id.
 */
export const FIND_DELIVERY: Statement = {
  name: 'client_find_delivery',
  text: `
select d.*, w.uid, e.data::text as data
from (
  select d.id, d.webhook_id, d.event_id, d.event_type, ${SHOWN_STATUS} as status, null as reason, d.priority,
         d.attempt_count, d.max_attempts, d.created_at, null::timestamptz as completed_at, ${NEXT_RETRY_AT} as next_retry_at
  from live_deliveries d left join webhook_holds h on h.webhook_id = d.webhook_id
  where d.tenant_id = $1 and d.id = $2
  union all
  select d.id, d.webhook_id, d.event_id, d.event_type, d.status::text, d.reason, d.priority, d.attempt_count, d.max_attempts,
         d.created_at, d.completed_at, null
  from finished_deliveries d
  where d.tenant_id = $1 and d.id = $2) d
join webhooks w on w.id = d.webhook_id
left join events e on e.id = d.event_id`,
};

/** The attempts of a delivery that count, in their order. By attempts_delivery (delivery_id, number). $1 delivery id. */
export const FIND_ATTEMPTS: Statement = {
  name: 'client_find_attempts',
  text: `
select number, started_at, duration_ms, response_status, error_type, error_message
from attempts where delivery_id = $1 and not stale and error_type is distinct from 'interrupted' order by number`,
};

/** What became of an event: whether its fan-out is still to come, and its deliveries. By their indexes of events. $1 event id. */
export const FIND_DELIVERIES_OF: Statement = {
  name: 'client_find_deliveries_of',
  text: `
select exists (select from outbox where event_id = $1::uuid) as is_waiting,
       array(select id from live_deliveries where event_id = $1::uuid
             union select id from finished_deliveries where event_id = $1::uuid
             order by id)::text[] as ids`,
};
