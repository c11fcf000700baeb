import { HELD_WEBHOOKS } from '../../engine/queue/sql/holds.ts';
import type { Statement } from '../../engine/statement.ts';

export interface QueueRow {
  readonly depth: number;
  readonly oldest_due_at: Date | null;
}

/**
 * What waits for an attempt now, of any age: due, or waiting for its time; and since when the oldest is due, but for
 * webhooks that are paused, limited or failing, whose deliveries wait on purpose. The tenant's part of the queue is read, by
 * live_deliveries_page (tenant_id, id desc): there is no index by webhook for what is not due. $1 tenant id, $2 webhook id or null.
 */
export const MEASURE_QUEUE: Statement = {
  name: 'measure_queue',
  text: `
with waiting as materialized (
  select webhook_id, count(*) as depth, min(next_attempt_at) filter (where ready or next_attempt_at <= now()) as due_at
  from live_deliveries
  where tenant_id = $1::uuid and ($2::uuid is null or webhook_id = $2::uuid) and status <> 'in_progress'
  group by webhook_id)
select coalesce(sum(depth), 0)::float8 as depth,
       min(due_at) filter (where webhook_id not in ${HELD_WEBHOOKS} and not exists (
         select from webhooks w where w.id = waiting.webhook_id and w.paused_at is not null)) as oldest_due_at
from waiting`,
};
