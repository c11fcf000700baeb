import type { Statement } from '../../engine/statement.ts';

/** The delivery of an attempt, by the primary key. $1 tenant id, $2 attempt id. */
export const FIND_DELIVERY_OF_ATTEMPT: Statement = {
  name: 'find_delivery_of_attempt',
  text: `select delivery_id as id from attempts where id = $2::uuid and tenant_id = $1::uuid`,
};

/**
 * Webhooks whose URLs begin so, newest first, deleted ones too: their deliveries stay in history. Reads the tenant's webhooks
 * one by one, which are configuration, and few beside their deliveries. $1 tenant id, $2 text, $3 how many.
 */
export const FIND_WEBHOOKS_BY_URL: Statement = {
  name: 'find_webhooks_by_url',
  text: `
select id from webhooks where tenant_id = $1::uuid and starts_with(url, $2::text) order by id desc limit $3::int`,
};
