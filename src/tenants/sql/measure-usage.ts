import type { Statement } from '../../engine/statement.ts';

export interface UsageRow {
  readonly webhooks: number;
  readonly events: number;
  readonly live_deliveries: number;
}

/**
 * What a tenant has now of all that has a quota. Events of the present minute are those that were counted; where the tenant
 * had no quota of them in it, those that are stored since it began, by events_page (tenant_id, id desc). The queue has no
 * index by tenant and is read whole. $1 tenant id, $2 begin of the minute, $3 the lowest id of an event since then.
 */
export const MEASURE_USAGE: Statement = {
  name: 'measure_usage',
  text: `
select (select count(*) from webhooks where tenant_id = $1::uuid and deleted_at is null)::float8 as webhooks,
       coalesce(
         (select u.events from tenant_usage u
          where u.tenant_id = $1::uuid and u.minute = $2::timestamptz and u.events > 0),
         (select count(*) from events where tenant_id = $1::uuid and id >= $3::uuid))::float8 as events,
       (select count(*) from live_deliveries where tenant_id = $1::uuid)::float8 as live_deliveries`,
};
