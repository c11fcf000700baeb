import type { Statement } from '../../engine/statement.ts';

/**
 * The version of a tenant's subscriptions with each of its paused webhooks; one row without an id where none is.
 * $1 tenant id.
 */
export const FIND_PAUSED: Statement = {
  name: 'find_paused_webhooks',
  text: `
select v.version, w.id
from subscription_versions v
left join webhooks w on w.tenant_id = v.tenant_id and w.deleted_at is null and w.paused_at is not null
where v.tenant_id = $1`,
};
