import type { Statement } from '../../statement.ts';

/** Rows that one call reads of all tenants', and those that it changes at most: they bound its time and its locks. */
export const READ_BATCH = 5_000;
export const CHANGE_BATCH = 500;

/**
 * What a batch's transaction begins with. It waits half a second for a lock at most. Rows come along an index that has them in order:
 * of a plan for any two ids the planner expects one row in two hundred, and would read, and sort, all that lie between for each batch.
 */
export const BEGIN_BATCH = `set local lock_timeout to '500ms'; set local enable_sort to off`;

/** Every tenant with what it keeps for itself, how far each kind has come, and up to where attempts are counted. */
export const FIND_KEEPING: Statement = {
  name: 'find_keeping',
  text: `
select t.id as tenant_id, t.event_data_days, t.attempt_data_days, t.history_days,
       (select mark from retention_marks m where m.tenant_id = t.id and m.kind = 'event_data') as event_data_mark,
       (select mark from retention_marks m where m.tenant_id = t.id and m.kind = 'attempt_data') as attempt_data_mark,
       (select (extract(epoch from rolled_until) * 1000)::float8 from stats_mark) as counted_ms
from tenants t`,
};

/** Moves the marks of some tenants on, and never back. $1 tenant ids, $2 kind, $3 the id before which all is done. */
export const MOVE_MARKS: Statement = {
  name: 'move_retention_marks',
  text: `
insert into retention_marks (tenant_id, kind, mark)
select t.id, $2::text, $3::uuid from tenants t where t.id = any ($1::uuid[])
order by t.id
on conflict (tenant_id, kind) do update set mark = excluded.mark where retention_marks.mark < excluded.mark`,
};

/**
 * The part that reads on along a primary key, whoever's the rows are, and finds those of some tenants: `wanted`. There is one
 * row of `reached` while there was any: the id behind which the next call goes on. $1 tenant ids, $2 the id behind which it
 * begins, $3 the id before which it ends.
 */
const readOn = (table: 'events' | 'attempts', has: string): string => `
with batch as materialized (
  select id, tenant_id, ${has} as has_data from ${table}
  where id > $2::uuid and id < $3::uuid order by id limit ${READ_BATCH}),
wanted as materialized (
  select id, tenant_id from batch where has_data and tenant_id = any ($1::uuid[]) order by id limit ${CHANGE_BATCH}),
reached as materialized (
  select case when (select count(*) from wanted) = ${CHANGE_BATCH} then (select max(id::text) from wanted)
              else (select max(id::text) from batch) end::uuid as id)`;

/**
 * Events that have data to lose, and holds those that nobody else holds: a retry that is about to need one holds its row (move-back.ts),
 * and finds that its data has gone, or is seen by EXPIRE_EVENT_DATA, which looks once they are held. As `readOn`; answers a row an
 * event, and one without where there are none, each with the id reached.
 */
export const LOCK_EVENT_DATA: Statement = {
  name: 'lock_event_data',
  text: `${readOn('events', 'data is not null')},
held as materialized (
  select e.id from wanted w join events e on e.id = w.id
  for no key update of e skip locked)
select r.id as reached_id, w.id, w.tenant_id, coalesce(w.id in (select id from held), false) as is_held
from reached r left join wanted w on true
where r.id is not null`,
};

/** Holds again some that were passed over. Those that are due, by event_revisits_due. As LOCK_EVENT_DATA answers. */
export const LOCK_DUE_EVENT_DATA: Statement = {
  name: 'lock_due_event_data',
  text: `
with wanted as materialized (
  select event_id as id, tenant_id from event_revisits
  where reason = 'expiry' and due_at <= now() order by due_at limit ${CHANGE_BATCH}),
held as materialized (
  select e.id from wanted w join events e on e.id = w.id
  for no key update of e skip locked)
select w.id, w.tenant_id, coalesce(w.id in (select id from held), false) as is_held,
       exists (select from events e where e.id = w.id) as is_there
from wanted w`,
};

/**
 * Takes the data of events that no live delivery needs, and none will, and of their shadowed attempts the body, which holds it too. By
 * primary keys, live_deliveries_event_id, finished_deliveries_event_id and attempts_delivery. $1 event ids. Answers those.
 */
export const EXPIRE_EVENT_DATA: Statement = {
  name: 'expire_event_data',
  text: `
with freed as (
  update events e set data = null from unnest($1::uuid[]) as g(id)
  where e.id = g.id
    and not exists (select from live_deliveries l where l.event_id = g.id)
    and not exists (select from outbox o where o.event_id = g.id)
  returning e.id),
bodies as (
  update attempts a set request_body = null
  from freed x join finished_deliveries f on f.event_id = x.id and f.status = 'shadowed'
  where a.delivery_id = f.id and a.request_body is not null)
select id from freed`,
};

/** Has events looked at again whose data is needed still. $1 event ids, $2 tenant ids. */
export const REVISIT_DATA: Statement = {
  name: 'revisit_event_data',
  text: `
insert into event_revisits (event_id, reason, tenant_id, since, due_at)
select g.id, 'expiry', g.tenant_id, m.moment, m.due
from unnest($1::uuid[], $2::uuid[]) as g(id, tenant_id),
     (select now() as moment, now() + interval '1 hour' as due) m
on conflict (event_id, reason) do update set due_at = excluded.due_at`,
};

/** Ends the looks at events. $1 event ids. */
export const FORGET_REVISITS: Statement = {
  name: 'forget_event_revisits',
  text: `delete from event_revisits where event_id = any ($1::uuid[]) and reason = 'expiry'`,
};

/** Takes headers and bodies from attempts, live deliveries' too, which need them no more. As `readOn`; answers the id reached. */
export const EXPIRE_ATTEMPT_DATA: Statement = {
  name: 'expire_attempt_data',
  text: `${readOn(
    'attempts',
    `(response_body is not null or response_body_text is not null or response_headers is not null
      or request_body is not null or request_headers::text <> '[]')`,
  )},
stripped as (
  update attempts a
  set response_headers = null, response_body = null, response_body_text = null, request_headers = '[]', request_body = null
  from wanted w where a.id = w.id)
select id as reached_id from reached where id is not null`,
};

/**
 * Removes finished deliveries of a tenant with their attempts: made and ended before. Along finished_deliveries_page, so that what
 * is gone is not read again; what somebody moves back in this moment stays. $1 tenant id, $2 the id behind which it begins, $3 the
 * id before which it ends, $4 a time. Answers their ids, by which the next call goes on.
 */
export const REMOVE_DELIVERIES: Statement = {
  name: 'remove_deliveries',
  text: `
with doomed as materialized (
  select id from finished_deliveries
  where tenant_id = $1::uuid and id > $2::uuid and id < $3::uuid and completed_at < $4::timestamptz
  order by id limit ${CHANGE_BATCH}
  for update skip locked),
gone_attempts as (delete from attempts a using doomed d where a.delivery_id = d.id),
gone as (delete from finished_deliveries f using doomed d where f.id = d.id returning f.id)
select id from gone order by id`,
};

/** Holds events of a tenant, along events_page. $1 tenant id, $2 the id behind which it begins, $3 the id before which it ends. */
export const LOCK_EVENTS: Statement = {
  name: 'lock_old_events',
  text: `
select id from events where tenant_id = $1::uuid and id > $2::uuid and id < $3::uuid
order by id limit ${CHANGE_BATCH}
for update skip locked`,
};

/** Removes events that no delivery is of, live or kept, and none will be. $1 event ids, which are held. */
export const REMOVE_EVENTS: Statement = {
  name: 'remove_events',
  text: `
delete from events e using unnest($1::uuid[]) as g(id)
where e.id = g.id
  and not exists (select from live_deliveries l where l.event_id = g.id)
  and not exists (select from outbox o where o.event_id = g.id)
  and not exists (select from finished_deliveries f where f.event_id = g.id)`,
};
