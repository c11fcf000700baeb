import type { Statement } from '../../statement.ts';

/**
 * Bumps the version of a webhook's tenant: every process takes notice before its next request. It comes first in a change,
 * as in those of the API, for its row is the lock under which a tenant's changes follow each other. $1 webhook id. No row
 * for a webhook that is deleted.
 */
export const BUMP_SUBSCRIPTIONS: Statement = {
  name: 'bump_subscriptions',
  text: `
update subscription_versions v set version = v.version + 1
from webhooks w
where w.id = $1 and w.deleted_at is null and v.tenant_id = w.tenant_id
returning w.id, w.tenant_id, w.uid, w.name`,
};

/** Disables a webhook without its owner; no row where it is disabled already. $1 webhook id, $2 reason. */
export const DISABLE_WEBHOOK: Statement = {
  name: 'disable_webhook',
  text: `
insert into webhook_states (webhook_id, disabled_at, disabled_reason) values ($1, now(), $2)
on conflict (webhook_id) do update
  set disabled_at = excluded.disabled_at, disabled_reason = excluded.disabled_reason, updated_at = excluded.updated_at
  where webhook_states.disabled_at is null
returning webhook_id`,
};

/** Publishes an event of Posthorn's own; the relay fans it out. $1 id, $2 tenant id, $3 type, $4 data. */
export const PUBLISH_NOTICE: Statement = {
  name: 'publish_notice',
  text: `
with stored as (
  insert into events (id, tenant_id, type, data, occurred_at) values ($1, $2, $3, $4::text::json, now())
  returning id, tenant_id)
insert into outbox (event_id, tenant_id) select id, tenant_id from stored`,
};
