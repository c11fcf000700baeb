import type { Statement } from '../../../../src/engine/statement.ts';

/** Bounds what a look costs where a day has brought more. */
const FINISHED_MAX = 200_000;
const ATTEMPTS_MAX = 10_000;

/**
 * Counts the deliveries of a tenant since an id, by event type and target. History comes by finished_deliveries_page
 * (tenant_id, id desc) from the days since then; the queue, which is small, is read whole. $1 tenant id, $2 smallest id.
 */
export const COUNT_DELIVERIES: Statement = {
  name: 'client_count_deliveries',
  text: `
with considered as (
  select webhook_id, event_type, status from live_deliveries where tenant_id = $1::uuid and id >= $2::uuid
  union all
  select webhook_id, event_type, status
  from (select webhook_id, event_type, status from finished_deliveries
        where tenant_id = $1::uuid and id >= $2::uuid order by id desc limit ${FINISHED_MAX}) newest)
select c.event_type, c.webhook_id, w.uid, count(*)::float8 as total,
       (count(*) filter (where c.status = 'delivered'))::float8 as delivered,
       (count(*) filter (where c.status = 'retrying'))::float8 as failed,
       (count(*) filter (where c.status = 'dead_letter'))::float8 as dead_letter
from considered c left join webhooks w on w.id = c.webhook_id
group by c.event_type, c.webhook_id, w.uid`,
};

/**
 * How long the newest attempts took that were made. Backwards along the primary key, of the days since then alone; in a database of many
 * tenants, past the attempts of others. $1 tenant id, $2 smallest id.
 */
export const MEASURE_ATTEMPTS: Statement = {
  name: 'client_measure_attempts',
  text: `
select coalesce(avg(duration_ms), 0)::float8 as average_ms
from (select duration_ms from attempts
      where tenant_id = $1::uuid and id >= $2::uuid and not stale and outcome <> 'shadowed' order by id desc limit ${ATTEMPTS_MAX}) newest`,
};
