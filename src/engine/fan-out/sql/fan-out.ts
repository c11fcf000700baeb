import type { Statement } from '../../statement.ts';

/**
 * Inserts deliveries of stored events. $1 event ids, and as array literals an event: $2 delivery ids, $3 webhook ids,
 * $4 max attempts. At most 5,000 rows a call.
 */
export const FAN_OUT: Statement = {
  name: 'fan_out',
  text: `
insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, priority,
                             max_attempts, tags, expires_at)
select d.id, e.tenant_id, d.webhook_id, e.id, e.type, 'pending', true, now(), e.priority, d.max_attempts, e.tags,
       e.expires_at
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as g(event_id, delivery_ids, webhook_ids, max_attempts)
join events e on e.id = g.event_id
cross join lateral unnest(g.delivery_ids::uuid[], g.webhook_ids::uuid[], g.max_attempts::smallint[])
  as d(id, webhook_id, max_attempts)`,
};

/** $1 event ids: they are fanned out. */
export const FINISH_OUTBOX: Statement = {
  name: 'finish_outbox',
  text: `delete from outbox where event_id = any ($1::uuid[])`,
};

/** Keeps a stored event from going to anybody, and says why. $1 event id, $2 refusal (JSON). */
export const REFUSE_EVENT: Statement = {
  name: 'refuse_event',
  text: `update events set refusal = $2::json where id = $1`,
};

/** Puts one event off that cannot be fanned out, with the reason. $1 event id, $2 reason, $3 pause (ms). */
export const POSTPONE_OUTBOX: Statement = {
  name: 'postpone_outbox',
  text: `
update outbox o
set failure_count = least(o.failure_count + 1, 30000), last_error = $2, next_attempt_at = p.due
from (select now() + $3::int * interval '1 millisecond' as due) p
where o.event_id = $1`,
};
