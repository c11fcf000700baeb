import type { Statement } from '../../statement.ts';

/**
 * Counts what tenants have just stored, and tells how they stand with it; whoever asks undoes it with the transaction where
 * that is too much. The rows are locked in the order of their ids, so that two publishes never wait for each other, and
 * to the transaction's end, so that nobody counts beside: it stands last in it. By the primary key of tenant_usage.
 *
 * A statement that began in one minute and got the lock in the next counts in the next: no minute is gone back to.
 *
 * $1 tenant ids, each once, $2 events, $3 deliveries.
 */
export const ADMIT: Statement = {
  name: 'admit',
  text: `
insert into tenant_usage as u (tenant_id, minute, events, admitted_deliveries)
select g.tenant_id, date_trunc('minute', statement_timestamp(), 'UTC'), g.events, g.deliveries
from unnest($1::uuid[], $2::integer[], $3::integer[]) as g(tenant_id, events, deliveries)
order by g.tenant_id
on conflict (tenant_id) do update
set minute = greatest(u.minute, excluded.minute),
    events = excluded.events + case when u.minute < excluded.minute then 0 else u.events end,
    admitted_deliveries = u.admitted_deliveries + excluded.admitted_deliveries
returning u.tenant_id, u.events,
  (extract(epoch from u.minute + interval '1 minute' - clock_timestamp()) * 1000)::float8 as reset_ms,
  (u.counted_deliveries + u.admitted_deliveries - u.admitted_when_counted)::float8 as live_deliveries_max,
  (extract(epoch from clock_timestamp() - u.counted_at) * 1000)::float8 as count_age_ms`,
};
