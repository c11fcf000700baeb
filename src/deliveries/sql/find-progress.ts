import type { Statement } from '../../engine/statement.ts';

/**
 * Whether every delivery of an event has had an attempt, or has ended without one; not while its fan-out is still to
 * come. Polled while a publisher waits: two index probes. $1 tenant id, $2 event id.
 */
export const FIND_PROGRESS: Statement = {
  name: 'find_event_progress',
  text: `
select not exists (select from outbox o where o.event_id = $2::uuid)
   and not exists (select from live_deliveries d
                   where d.event_id = $2::uuid and d.tenant_id = $1::uuid and d.attempt_count = 0) as is_attempted`,
};
