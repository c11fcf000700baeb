import type { Statement } from '../../engine/statement.ts';

/** The version of a tenant's webhooks, by the primary key; no row for one that has had none. $1 tenant id. */
export const SUBSCRIPTION_VERSION: Statement = {
  name: 'subscription_version',
  text: `select version from subscription_versions where tenant_id = $1::uuid`,
};
