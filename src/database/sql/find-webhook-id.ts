import type { Statement } from '../../engine/statement.ts';

/** The tenant's webhook with the id $2, deleted or not, or with the uid $3, which a deleted one has no more. $1 tenant id. */
export const FIND_WEBHOOK_ID: Statement = {
  name: 'find_webhook_id',
  text: `
select id from webhooks
where tenant_id = $1::uuid and (id = $2::uuid or ($2::uuid is null and uid = $3::text and deleted_at is null))`,
};
