import type { Statement } from '../../statement.ts';

/** Deliveries whose traces one call removes at most: it bounds its locks, and what is written. */
export const ERASE_BATCH = 200;

/** Locks an event that is to be erased. $1 tenant id, $2 event id. Answers whether it has been before. */
export const LOCK_EVENT: Statement = {
  name: 'lock_event_to_erase',
  text: `
select erased_at is not null as is_erased from events where id = $2::uuid and tenant_id = $1::uuid
for update`,
};

/**
 * Takes from an event what its publisher said, but for its type and its times. Of a refusal the reason stays, without the places
 * that name what is in the data. By the primary key. $1 tenant id, $2 event id. Answers when it was erased first.
 */
export const ERASE_EVENT: Statement = {
  name: 'erase_event',
  text: `
update events e
set data = null, tags = '{}', traceparent = null, tracestate = null, erased_at = coalesce(e.erased_at, m.moment),
    refusal = case when e.refusal is not null
                   then json_build_object('reason', e.refusal -> 'reason', 'errors', json_build_array()) end
from (select now() as moment) m
where e.id = $2::uuid and e.tenant_id = $1::uuid
returning e.erased_at`,
};

/**
 * Takes the digest of what was published out of the ledger: of data that can be guessed, it tells which it was. The key stays for
 * its seven days, so that a repetition does not bring the data back. Served by idempotency_keys_created_at: key and event are
 * stored in one transaction, whose time both have. Materialized, since by its primary key all keys of a tenant would be read. $1 tenant id, $2 event id.
 */
export const ERASE_FINGERPRINT: Statement = {
  name: 'erase_fingerprint',
  text: `
with at_once as materialized (
  select tenant_id, scope, key, resource_id from idempotency_keys
  where created_at = (select created_at from events where id = $2::uuid and tenant_id = $1::uuid)),
own as materialized (
  select tenant_id, scope, key from at_once
  where resource_id = $2::uuid and scope = 'event' and tenant_id = $1::uuid)
update idempotency_keys k set fingerprint = ''
from own o where k.tenant_id = o.tenant_id and k.scope = o.scope and k.key = o.key`,
};

/**
 * Takes from a batch of an event's deliveries and their attempts what could tell of its data: tags; headers, bodies and messages,
 * which may echo it. Served by live_deliveries_event_id, finished_deliveries_event_id and attempts_delivery: the event's
 * deliveries are found first, since by tenant and in order all of a tenant would be read. A live row that
 * somebody is just recording is passed over, and looked at again later: waiting for it could be a deadlock with its batch.
 * $1 tenant id, $2 event id, $3 the delivery id behind which it goes on. Answers the ids.
 */
export const ERASE_TRACES: Statement = {
  name: 'erase_traces',
  text: `
with deliveries as materialized (
  select id, tenant_id from live_deliveries where event_id = $2::uuid
  union all
  select id, tenant_id from finished_deliveries where event_id = $2::uuid),
batch as materialized (
  select id from deliveries where tenant_id = $1::uuid and id > $3::uuid order by id limit ${ERASE_BATCH}),
free as materialized (
  select l.id from batch b join live_deliveries l on l.id = b.id where l.tags <> '{}'
  for update of l skip locked),
live as (update live_deliveries l set tags = '{}' from free f where l.id = f.id),
finished as (
  update finished_deliveries f set tags = '{}' from batch b where f.id = b.id and f.tags <> '{}'),
traces as (
  update attempts a
  set response_headers = case when a.response_headers is not null then '[]'::json end, response_body = null,
      response_body_text = null, request_headers = '[]', request_body = null, error_message = null
  from batch b
  where a.delivery_id = b.id
    and (a.response_body is not null or a.response_body_text is not null or a.request_body is not null
         or a.error_message is not null or a.request_headers::text <> '[]' or a.response_headers::text <> '[]'))
select id from batch order by id`,
};

/** Has an erased event looked at again, for what is under way now. $1 tenant id, $2 event id. */
export const REVISIT_ERASED: Statement = {
  name: 'revisit_erased',
  text: `
insert into event_revisits (event_id, reason, tenant_id, since, due_at)
select $2::uuid, 'erasure', $1::uuid, m.moment, m.moment from (select now() as moment) m
on conflict (event_id, reason) do update set since = excluded.since, due_at = excluded.due_at`,
};

/** Erased events to look at again, by event_revisits_due. */
export const FIND_ERASED: Statement = {
  name: 'find_erased_to_revisit',
  text: `
select r.event_id, r.tenant_id, exists (select from live_deliveries l where l.event_id = r.event_id) as is_live
from event_revisits r where r.reason = 'erasure' and r.due_at <= now()
order by r.due_at limit 100`,
};

/** Ends the looks at an erased event once whatever was under way then has been recorded: after an hour. $1 event id. */
export const FORGET_ERASED: Statement = {
  name: 'forget_erased',
  text: `
delete from event_revisits
where event_id = $1::uuid and reason = 'erasure' and since < now() - interval '1 hour'
returning event_id`,
};

/** Says when it is looked at again: soon while it has live deliveries ($2), else an hour after it was erased. $1 event id. */
export const POSTPONE_ERASED: Statement = {
  name: 'postpone_erased',
  text: `
update event_revisits r set due_at = n.due_at
from (select event_id, case when $2::bool then now() + interval '30 seconds' else since + interval '1 hour' end as due_at
      from event_revisits where event_id = $1::uuid and reason = 'erasure') n
where r.event_id = n.event_id and r.reason = 'erasure'`,
};
