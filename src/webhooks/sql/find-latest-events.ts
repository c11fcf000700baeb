import type { Statement } from '../../engine/statement.ts';

/**
 * A tenant's newest events, newest first, along events_page (tenant_id, id desc); fewer where their data takes more than
 * $3 bytes together, so that a look at them stays small. The data as text, null where $4 is false or it is gone.
 * $1 tenant id, $2 how many, $3 bytes of data, $4 whether the data is asked for.
 */
export const FIND_LATEST_EVENTS: Statement = {
  name: 'find_latest_events',
  text: `
with newest as (
  select id, type, tags, created_at, case when $4::boolean then data::text end as data
  from events
  where tenant_id = $1
  order by id desc
  limit $2::int)
select id, type, tags, created_at, data
from (select *, sum(octet_length(data)) over (order by id desc) as bytes from newest) measured
where bytes is null or bytes <= $3::bigint
order by id desc`,
};
