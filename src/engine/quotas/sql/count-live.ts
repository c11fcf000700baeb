import type { Statement } from '../../statement.ts';

/**
 * Counts the live deliveries of some tenants, by live_deliveries_page (tenant_id, id desc). What was admitted is read in the
 * same snapshot, so the two fit, and nothing is locked but each row while it is written. An older count never
 * replaces a newer one. $1 tenant ids.
 */
export const COUNT_LIVE: Statement = {
  name: 'count_live',
  text: `
insert into tenant_usage as u (tenant_id, minute, counted_deliveries, admitted_deliveries, admitted_when_counted, counted_at)
select tenant_id, timestamptz 'epoch', count(delivery_id), coalesce(max(admitted), 0), coalesce(max(admitted), 0), statement_timestamp()
from (
  select g.tenant_id, null::uuid as delivery_id,
         (select p.admitted_deliveries from tenant_usage p where p.tenant_id = g.tenant_id) as admitted
  from unnest($1::uuid[]) as g(tenant_id)
  union all
  select tenant_id, id, null from live_deliveries where tenant_id = any ($1::uuid[])) as found
group by tenant_id
order by tenant_id
on conflict (tenant_id) do update
set counted_deliveries = excluded.counted_deliveries,
    admitted_when_counted = excluded.admitted_when_counted,
    counted_at = excluded.counted_at
where u.counted_at is null or u.counted_at < excluded.counted_at`,
};
