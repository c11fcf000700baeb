import type { Statement } from '../../statement.ts';

/**
 * Stores events and, where the subscriptions were matched at their current version, their deliveries; where they have
 * moved on since, and where they are to be matched later, an outbox row for the relay, which is not due before the event's
 * time. One statement: an event and what follows from it commit together.
 *
 * What is handed off is stored as leased to this process, as its claim would leave it: with the first token, until the
 * lease's end, and counted as a claim without a record.
 *
 * Deliveries of an event come as array literals of its own row, so that nothing is joined: with the planner pinned to
 * nested loops, a join of two lists is their product. For the same reason memberships stand inside coalesce(), which
 * keeps them hashed subplans. Answered are only the events that were not stored or not fanned out: usually none, and rows that
 * all say the same need not be written, sent and read.
 *
 * $1 ids, $2 tenant ids, $3 types, $4 data, $5 occurred at (ms), $6 priorities, $7 tags (array literals), $8 expires at
 * (ms or null), $9 snapshot versions (null: leave it to the relay), $10 idempotency keys or null, $11 fingerprints,
 * $12 delivery ids, $13 webhook ids, $14 max attempts, $15 handed off (array literals an event), $16 lease (ms),
 * $17 deliver at (ms or null), $18 traceparents or null, $19 tracestates or null.
 */
export const PUBLISH_EVENTS: Statement = {
  name: 'publish_events',
  text: `
with given as materialized (
  select g.*, now() as moment, now() + $16::int * interval '1 millisecond' as lease_end, to_timestamp(g.occurred_ms / 1000) as occurred_at, to_timestamp(g.expires_ms / 1000) as expires_at, to_timestamp(g.deliver_ms / 1000) as deliver_at,
         exists (select from subscription_versions v
                 where v.tenant_id = g.tenant_id and v.version = g.snapshot_version) as is_current
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::float8[], $6::smallint[], $7::text[], $8::float8[],
              $9::bigint[], $10::text[], $11::bytea[], $12::text[], $13::text[], $14::text[], $15::text[], $17::float8[],
              $18::text[], $19::text[])
    as g(id, tenant_id, type, data, occurred_ms, priority, tags, expires_ms, snapshot_version, idempotency_key,
         fingerprint, delivery_ids, webhook_ids, max_attempts, handed_off, deliver_ms, traceparent, tracestate)),
first_keys as (
  insert into idempotency_keys (tenant_id, scope, key, fingerprint, resource_id)
  select distinct on (tenant_id, idempotency_key) tenant_id, 'event', idempotency_key, fingerprint, id
  from given where idempotency_key is not null
  order by tenant_id, idempotency_key, id
  on conflict do nothing
  returning resource_id),
stored as (
  insert into events (id, tenant_id, type, data, occurred_at, priority, tags, deliver_at, expires_at, traceparent,
                      tracestate)
  select id, tenant_id, type, data::json, occurred_at, priority, tags::text[], deliver_at, expires_at, traceparent,
         tracestate
  from given
  where idempotency_key is null or coalesce(id in (select resource_id from first_keys), false)
  returning id),
fanned_out as (
  insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, priority,
                               max_attempts, tags, expires_at, lease_token, unrecorded_claims)
  select d.id, g.tenant_id, d.webhook_id, g.id, g.type,
         case d.handed_off when 1 then 'in_progress' else 'pending' end::delivery_status, d.handed_off = 0,
         case d.handed_off when 1 then g.lease_end else g.moment end, g.priority, d.max_attempts, g.tags::text[],
         g.expires_at, d.handed_off, d.handed_off
  from given g
  cross join lateral unnest(g.delivery_ids::uuid[], g.webhook_ids::uuid[], g.max_attempts::smallint[],
                            g.handed_off::smallint[]) as d(id, webhook_id, max_attempts, handed_off)
  where g.is_current and coalesce(g.id in (select id from stored), false)),
left_over as (
  insert into outbox (event_id, tenant_id, next_attempt_at)
  select id, tenant_id, greatest(deliver_at, moment) from given
  where not is_current and coalesce(id in (select id from stored), false))
select id, is_stored, is_current, is_scheduled
from (select id, coalesce(id in (select id from stored), false) as is_stored, is_current,
             coalesce(deliver_at > moment, false) as is_scheduled from given) as outcome
where not (is_stored and is_current)`,
};
