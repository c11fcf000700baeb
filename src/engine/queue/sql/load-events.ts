import type { Statement } from '../../statement.ts';

/**
 * What the deliveries of a claim send, one row an event, exactly as it was published: in the order asked for, until the
 * payloads reach a number of bytes; at least one comes whatever its size. A payload is copied out only where it is answered.
 * $1 event ids, $2 bytes. Answers no row for an event that is gone, and no data for one that was erased or `is_left`.
 */
export const LOAD_EVENTS: Statement = {
  name: 'load_events',
  text: `
with wanted as materialized (
  select e.id, e.type, e.data, e.traceparent, e.tracestate, (extract(epoch from e.occurred_at) * 1000)::float8 as occurred_ms, g.place,
         coalesce(sum(octet_length(e.data::text))
                    over (order by g.place rows between unbounded preceding and 1 preceding), 0) >= $2::float8 as is_left
  from unnest($1::uuid[]) with ordinality as g(id, place)
  join events e on e.id = g.id)
select id, type, case when not is_left then data::text end as data, occurred_ms, is_left, traceparent, tracestate
from wanted`,
};
