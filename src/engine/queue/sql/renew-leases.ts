import type { Statement } from '../../statement.ts';

/**
 * The heartbeat: moves the lease's end of what is still in flight. Rows that are locked are just being recorded and need
 * no renewal; waiting for them could deadlock with the statement that records them. $1 ids, $2 tokens, $3 lease (ms).
 */
export const RENEW_LEASES: Statement = {
  name: 'renew_leases',
  text: `
with held as (
  select d.id, now() + $3::int * interval '1 millisecond' as lease_end
  from unnest($1::uuid[], $2::bigint[]) as g(id, lease_token)
  join live_deliveries d on d.id = g.id and d.lease_token = g.lease_token and d.status = 'in_progress'
  for update of d skip locked)
update live_deliveries d set next_attempt_at = held.lease_end from held where d.id = held.id
returning d.id`,
};
