import type { Statement } from '../../../../src/engine/statement.ts';

/** Targets that a look tries in turn: those before may be without a token, or another process may be quicker. */
const CANDIDATES_MAX = 20;

/**
 * The targets of a tenant that have something ready, by what is most urgent there. A probe of live_deliveries_ready
 * (webhook_id, priority desc, id) a target. $1 tenant id.
 */
export const FIND_READY: Statement = {
  name: 'client_find_ready',
  text: `
select w.id as webhook_id, w.uid, w.version
from webhooks w
cross join lateral (
  select d.id, d.priority from live_deliveries d where d.ready and d.webhook_id = w.id
  order by d.priority desc, d.id limit 1) first
where w.tenant_id = $1 and w.deleted_at is null and w.active and w.paused_at is null and w.uid is not null
order by first.priority desc, first.id
limit ${CANDIDATES_MAX}`,
};

/**
 * Stores an event for one target alone, with its delivery, which is due at once. Answers no row where the delivery's id is
 * taken. $1 event id, $2 tenant id, $3 type, $4 data, $5 delivery id, $6 webhook id, $7 priority, $8 max attempts.
 */
export const ENQUEUE: Statement = {
  name: 'client_enqueue',
  text: `
with stored as (
  insert into events (id, tenant_id, type, data, occurred_at, priority)
  select $1::uuid, $2::uuid, $3::text, $4::text::json, now(), $7::smallint
  where not exists (select from live_deliveries where id = $5::uuid)
    and not exists (select from finished_deliveries where id = $5::uuid)
  returning id, tenant_id, type, priority)
insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, priority,
                             max_attempts)
select $5::uuid, s.tenant_id, $6::uuid, s.id, s.type, 'pending', true, now(), s.priority, $8::smallint from stored s
returning id`,
};

/** Locks a dead letter, so that it is retried once. $1 tenant id, $2 delivery id. */
export const LOCK_DEAD_LETTER: Statement = {
  name: 'client_lock_dead_letter',
  text: `select id from finished_deliveries where tenant_id = $1 and id = $2 and status = 'dead_letter' for update`,
};

/**
 * Forgets dead letters that were given up long enough ago, with their attempts: 1,000 a call, by
 * finished_deliveries_failed (tenant_id, status, id desc) where status <> 'delivered' and attempts_delivery. $1 tenant id,
 * $2 age (ms).
 */
export const PURGE_DEAD_LETTERS: Statement = {
  name: 'client_purge_dead_letters',
  text: `
with due as (
  select id from finished_deliveries
  where tenant_id = $1 and status = 'dead_letter' and completed_at <= now() - $2::float8 * interval '1 millisecond'
  order by id desc limit 1000
  for update skip locked),
forgotten as (delete from attempts a using due where a.delivery_id = due.id)
delete from finished_deliveries f using due where f.id = due.id
returning f.id`,
};
