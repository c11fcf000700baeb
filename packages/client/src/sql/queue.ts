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
where w.tenant_id = $1 and w.deleted_at is null and w.active and w.paused_at is null and w.mode = 'live' and w.uid is not null
order by first.priority desc, first.id
limit ${CANDIDATES_MAX}`,
};

/**
 * Takes what is most urgent of a tenant, with what it sends, in one round trip; no row where its target is held to a rate or
 * to probes, whose gates are the claim's, and where another look has just locked all that is ready. A probe of
 * live_deliveries_ready (webhook_id, priority desc, id) a target; what is locked beyond the one that is taken is free again
 * at the end. $1 tenant id, $2 lease (ms).
 */
export const TAKE_URGENT: Statement = {
  name: 'client_take_urgent',
  text: `
with ready as materialized (
  select first.id, first.priority, w.uid, w.version, w.rate_limit is null and k.webhook_id is null as is_free
  from webhooks w
  left join webhook_breakers k on k.webhook_id = w.id and k.opened_at is not null
  cross join lateral (
    select d.id, d.priority from live_deliveries d where d.ready and d.webhook_id = w.id
    order by d.priority desc, d.id limit 1
    for update skip locked) first
  where w.tenant_id = $1 and w.deleted_at is null and w.active and w.paused_at is null and w.mode = 'live' and w.uid is not null),
urgent as (
  select *, now() as moment, now() + $2::int * interval '1 millisecond' as lease_end
  from (select * from ready order by priority desc, id limit 1) top where is_free),
taken as (
  update live_deliveries d
  set status = 'in_progress', ready = false, next_attempt_at = u.lease_end, lease_token = d.lease_token + 1,
      unrecorded_claims = d.unrecorded_claims + 1, updated_at = u.moment
  from urgent u where d.id = u.id
  returning d.id, d.tenant_id, d.webhook_id, d.event_id, d.attempt_count, d.attempts_before, d.lease_token,
            (extract(epoch from d.expires_at) * 1000)::float8 as expires_ms, u.uid, u.version)
select t.*, e.type, e.data::text as data, (extract(epoch from e.occurred_at) * 1000)::float8 as occurred_ms,
       e.traceparent, e.tracestate
from taken t left join events e on e.id = t.event_id`,
};

/**
 * Stores events for one target each, with their deliveries, which are due at once. Answers the ids that were free. $1 event
 * ids, $2 tenant id, $3 types, $4 data, $5 delivery ids, $6 webhook ids, $7 priorities, $8 max attempts.
 */
export const ENQUEUE: Statement = {
  name: 'client_enqueue',
  text: `
with given as materialized (
  select g.* from unnest($1::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::smallint[], $8::smallint[])
    as g(event_id, type, data, id, webhook_id, priority, max_attempts)
  where not exists (select from live_deliveries d where d.id = g.id)
    and not exists (select from finished_deliveries f where f.id = g.id)),
stored as (
  insert into events (id, tenant_id, type, data, occurred_at, priority)
  select event_id, $2::uuid, type, data::json, now(), priority from given)
insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, priority,
                             max_attempts)
select id, $2::uuid, webhook_id, event_id, type, 'pending', true, now(), priority, max_attempts from given
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
