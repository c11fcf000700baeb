import type { Statement } from '../../engine/statement.ts';

/**
 * The oldest of what a tenant has: along events_page and finished_deliveries_page, from where its data was last taken. $1 tenant id.
 */
export const OLDEST_OF_TENANT: Statement = {
  name: 'find_oldest_of_tenant',
  text: `
select t.event_data_days, t.attempt_data_days, t.history_days,
       (select id from events e where e.tenant_id = t.id order by e.id limit 1) as event_id,
       (select id from events e
        where e.tenant_id = t.id and e.data is not null
          and e.id >= coalesce((select mark from retention_marks m where m.tenant_id = t.id and m.kind = 'event_data'),
                               '00000000-0000-0000-0000-000000000000')
        order by e.id limit 1) as event_data_id,
       (select id from finished_deliveries f where f.tenant_id = t.id order by f.id limit 1) as delivery_id,
       (select mark from retention_marks m where m.tenant_id = t.id and m.kind = 'attempt_data') as attempt_data_mark
from tenants t where t.id = $1`,
};
