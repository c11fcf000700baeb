import type { Statement } from '../../statement.ts';

/** $1 table, $2 UTC day. The function belongs to the owner: the app role has no DDL. */
export const ENSURE_PARTITION: Statement = {
  name: 'ensure_partition',
  text: `select ensure_partition($1, $2::date) as is_new`,
};

/** $1 table, $2 UTC day. Answers dropped, missing or in_use; waits half a second for its lock. */
export const DROP_PARTITION: Statement = {
  name: 'drop_partition',
  text: `select drop_partition($1, $2::date) as result`,
};

/** The first live delivery from an id on, by the primary key. $1 id. */
export const FIRST_LIVE_FROM: Statement = {
  name: 'first_live_from',
  text: `select id from live_deliveries where id >= $1::uuid order by id limit 1`,
};

/**
 * Whether history that is kept has a delivery of some events: of one that was scheduled, or retried for long, it is younger
 * than the event. A probe of finished_deliveries_event_id in each of the days that are kept. $1 the smallest event id,
 * $2 the smallest beyond, $3 the smallest id of deliveries that are kept.
 */
export const IS_HISTORY_OF: Statement = {
  name: 'is_history_of',
  text: `
select exists (select from finished_deliveries
               where event_id >= $1::uuid and event_id < $2::uuid and id >= $3::uuid) as is_any`,
};

/** The days that a table has partitions of, oldest first, as 2026-11-22. $1 table. */
export const LIST_PARTITIONS: Statement = {
  name: 'list_partitions',
  text: `
select to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') as day
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = to_regclass($1) and c.relname ~ '_p\\d{8}$'
order by c.relname`,
};
