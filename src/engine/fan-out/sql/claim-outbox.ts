import type { Statement } from '../../statement.ts';

export const OUTBOX_BATCH = 100;

/**
 * Locks events that have not been fanned out, longest due first, with the version that their tenant's subscriptions
 * have now. Served by outbox_due (next_attempt_at). Literal limits keep the plan; one alone is for finding a culprit.
 */
function claimOutbox(size: number): Statement {
  return {
    name: `claim_outbox_${size}`,
    text: `
select o.event_id, o.tenant_id, o.failure_count, o.needs_admission, e.type, v.version as subscription_version
from outbox o
left join events e on e.id = o.event_id
left join subscription_versions v on v.tenant_id = o.tenant_id
where o.next_attempt_at <= now()
order by o.next_attempt_at
limit ${size}
for update of o skip locked`,
  };
}

export const CLAIM_OUTBOX = claimOutbox(OUTBOX_BATCH);
export const CLAIM_ONE_OUTBOX_ROW = claimOutbox(1);
