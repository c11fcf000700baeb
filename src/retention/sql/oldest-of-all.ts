import type { Statement } from '../../engine/statement.ts';

/**
 * Of each table that retention removes rows from: how many rows its last ANALYZE found in it and its days, what it takes with its
 * indexes and what stands outside of its rows, and its oldest row, by an index: an id, which tells its time, or a time.
 */
export const OLDEST_OF_ALL: Statement = {
  name: 'find_oldest_of_all',
  text: `
with parts as (
  select t.name, c.oid, c.reltuples
  from unnest(array['events', 'finished_deliveries', 'attempts']) as t(name)
  join pg_inherits i on i.inhparent = to_regclass(t.name) join pg_class c on c.oid = i.inhrelid
  union all
  select t.name, c.oid, c.reltuples
  from unnest(array['idempotency_keys', 'ingest_errors', 'replays', 'audit_log']) as t(name)
  join pg_class c on c.oid = to_regclass(t.name)),
sizes as (
  select name, sum(greatest(reltuples, 0))::float8 as estimated_rows, sum(pg_total_relation_size(oid))::float8 as bytes
  from parts group by name),
oldest (name, id, at) as (
  values ('events', (select id from events order by id limit 1), null::timestamptz),
         ('finished_deliveries', (select id from finished_deliveries order by id limit 1), null),
         ('attempts', (select id from attempts order by id limit 1), null),
         ('idempotency_keys', null, (select created_at from idempotency_keys order by created_at limit 1)),
         ('ingest_errors', (select id from ingest_errors order by id limit 1), null),
         ('replays', (select id from replays order by id limit 1), null),
         ('audit_log', (select id from audit_log order by id limit 1), null),
         ('minute', null, (select min(at) from attempt_stats where grain = 'minute')),
         ('hour', null, (select min(at) from attempt_stats where grain = 'hour')),
         ('day', null, (select min(at) from attempt_stats where grain = 'day')))
select o.name, o.id, o.at, s.estimated_rows, s.bytes from oldest o left join sizes s on s.name = o.name`,
};
