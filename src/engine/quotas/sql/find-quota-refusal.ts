import type { Statement } from '../../statement.ts';

/**
 * Which of its tenant's quotas a stored event that was not counted yet is over, or null. It locks nothing: of what is judged
 * at the same moment each sees the count of before. By the primary keys of events, tenants and tenant_usage. $1 event id.
 */
export const FIND_QUOTA_REFUSAL: Statement = {
  name: 'find_quota_refusal',
  text: `
select quota_refusal(e.tenant_id, octet_length(e.data::text)) as quota from events e where e.id = $1`,
};
