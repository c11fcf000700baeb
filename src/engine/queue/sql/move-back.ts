import type { Statement } from '../../statement.ts';

/**
 * Priorities of events are 0 to 100. A replay's deliveries have those less this, in the same order: whatever is published
 * while a webhook's replay waits goes before it, and not behind its ids, which are older.
 */
export const REPLAY_PRIORITY_STEP = 101;

/**
 * The part that moves finished deliveries out of history into the live table: same id, a fresh budget, attempt_count goes
 * on. The lease token grows, so that no result from before can be taken for the new one's. By the primary keys. The event's row is
 * held, so that its data cannot expire in the same moment.
 */
function moveFinished(priority: string): string {
  return `
with moved as (
  delete from finished_deliveries f
  where f.tenant_id = $1 and f.id = any ($2::uuid[])
    and exists (select from webhooks w where w.id = f.webhook_id and w.deleted_at is null)
    and exists (select from events e where e.id = f.event_id and e.data is not null for share)
  returning f.*),
back as (
  insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, priority,
                               attempt_count, attempts_before, max_attempts, lease_token, last_response_status,
                               last_error_type, tags, created_at)
  select id, tenant_id, webhook_id, event_id, event_type, 'pending', true, now(), ${priority},
         attempt_count, attempt_count, max_attempts, lease_token + 1, last_response_status, last_error_type, tags, created_at
  from moved
  returning id)`;
}

/**
 * Retries deliveries by hand, in one statement: finished ones move back, and those that wait for their next attempt become
 * due now. $1 tenant id, $2 delivery ids.
 * What cannot be tried (webhook deleted, payload gone) stays where it is and is not answered.
 */
export const MOVE_BACK: Statement = {
  name: 'move_back',
  text: `${moveFinished(`case when priority < 0 then priority + ${REPLAY_PRIORITY_STEP} else priority end`)},
hurried as (
  update live_deliveries d set ready = true, next_attempt_at = w.moment, updated_at = w.moment
  from (select now() as moment) w
  where d.tenant_id = $1 and d.id = any ($2::uuid[]) and d.status = 'retrying'
  returning d.id)
select id from back union all select id from hurried`,
};

/**
 * The same for a batch of a replay, which its deliveries are known by from then on, behind all live traffic of their
 * webhooks. $1 tenant id, $2 delivery ids, $3 replay id.
 */
export const REPLAY_FINISHED: Statement = {
  name: 'replay_finished',
  text: `${moveFinished(`case when priority < 0 then priority else priority - ${REPLAY_PRIORITY_STEP} end`)},
known as (
  insert into replay_deliveries (replay_id, delivery_id, tenant_id) select $3::uuid, id, $1::uuid from back)
select id from back`,
};
