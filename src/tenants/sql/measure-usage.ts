import type { Statement } from '../../engine/statement.ts';

export interface UsageRow {
  readonly webhooks: number;
  readonly events: number;
  readonly live_deliveries: number;
  readonly minute_ends_at: Date;
}

/**
 * What a tenant has now of all that has a quota. Events of the present minute are those that were counted; where the tenant
 * had no quota of them in it, those that are stored since it began, by events_page (tenant_id, id desc). The queue has no
 * index by tenant and is read whole. $1 tenant id.
 */
export const MEASURE_USAGE: Statement = {
  name: 'measure_usage',
  text: `
with moment as materialized (select date_trunc('minute', now(), 'UTC') as minute)
select (select count(*) from webhooks where tenant_id = $1::uuid and deleted_at is null)::float8 as webhooks,
       coalesce(
         (select u.events from tenant_usage u where u.tenant_id = $1::uuid and u.minute = m.minute and u.events > 0),
         (select count(*) from events where tenant_id = $1::uuid and id >= uuid_floor(m.minute)))::float8 as events,
       (select count(*) from live_deliveries where tenant_id = $1::uuid)::float8 as live_deliveries,
       m.minute + interval '1 minute' as minute_ends_at
from moment m`,
};
