import type { Statement } from '../../engine/statement.ts';

/** One row when an event's payload can still be sent: it may have been erased, or dropped with its day. $1 tenant id, $2 event id. */
export const HAS_PAYLOAD: Statement = {
  name: 'has_payload',
  text: `select id from events where id = $2 and tenant_id = $1 and data is not null`,
};
