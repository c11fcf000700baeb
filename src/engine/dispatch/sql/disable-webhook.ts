import type { Statement } from '../../statement.ts';

/**
 * Disables a webhook for what its receiver answered. The configuration row is not touched; the subscriptions' version is
 * bumped in the same statement, so that every process takes notice before its next request, and the audit log is told in
 * it too. $1 webhook id, $2 reason, $3 id of the audit row.
 */
export const DISABLE_WEBHOOK: Statement = {
  name: 'disable_webhook',
  text: `
with disabled as (
  insert into webhook_states (webhook_id, disabled_at, disabled_reason)
  select id, now(), $2 from webhooks where id = $1
  on conflict (webhook_id) do update
    set disabled_at = excluded.disabled_at, disabled_reason = excluded.disabled_reason, updated_at = excluded.updated_at
    where webhook_states.disabled_at is null
  returning webhook_id),
told as (
  insert into audit_log (id, tenant_id, actor_kind, action, object_type, object_id, object_name, changes)
  select $3::uuid, w.tenant_id, 'system', 'webhook.disabled', 'webhook', w.id, w.name,
         json_build_object('state_reason', json_build_object('before', null, 'after', $2::text))
  from disabled d join webhooks w on w.id = d.webhook_id)
update subscription_versions v set version = v.version + 1
from disabled d join webhooks w on w.id = d.webhook_id
where v.tenant_id = w.tenant_id`,
};
