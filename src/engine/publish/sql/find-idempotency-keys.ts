import type { Statement } from '../../statement.ts';

/**
 * The events that first used some keys. A statement of its own: ON CONFLICT DO NOTHING waits for the other transaction
 * and then returns nothing, since the winner's row is not in its snapshot. $1 tenant ids, $2 keys.
 */
export const FIND_IDEMPOTENCY_KEYS: Statement = {
  name: 'find_idempotency_keys',
  text: `
select k.tenant_id, k.key, k.fingerprint, k.resource_id
from unnest($1::uuid[], $2::text[]) as g(tenant_id, key)
join idempotency_keys k on k.tenant_id = g.tenant_id and k.scope = 'event' and k.key = g.key`,
};
