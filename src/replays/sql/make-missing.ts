import { REPLAY_PRIORITY_STEP } from '../../engine/queue/sql/move-back.ts';
import type { Statement } from '../../engine/statement.ts';

/**
 * Makes the deliveries that a replay found missing, behind all live traffic of their webhooks, as fan-out makes others. An
 * event's time to live does not count any more: whoever replays it wants it sent. Its row is held, so that its data cannot expire in
 * the same moment; one that has lost it is passed over. $1 tenant id, $2 delivery ids, $3 event ids,
 * $4 webhook ids, $5 max attempts, $6 replay id.
 */
export const MAKE_MISSING: Statement = {
  name: 'make_missing',
  text: `
with made as (
  insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, priority,
                               max_attempts, tags)
  select g.id, e.tenant_id, g.webhook_id, e.id, e.type, 'pending', true, now(), e.priority - ${REPLAY_PRIORITY_STEP},
         g.max_attempts, e.tags
  from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::smallint[]) as g(id, event_id, webhook_id, max_attempts)
  join events e on e.id = g.event_id and e.tenant_id = $1::uuid and e.data is not null
  for share of e
  returning id),
known as (
  insert into replay_deliveries (replay_id, delivery_id, tenant_id) select $6::uuid, id, $1::uuid from made)
select id from made`,
};
