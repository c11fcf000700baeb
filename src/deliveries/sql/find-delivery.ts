import type { Statement } from '../../engine/statement.ts';
import { SHOWN_OF_TABLE } from './shown-columns.ts';

const { live_deliveries: live, finished_deliveries: finished } = SHOWN_OF_TABLE;

/** One delivery of a tenant, wherever its row stands, by the primary keys. $1 tenant id, $2 id. */
export const FIND_DELIVERY: Statement = {
  name: 'find_delivery',
  text: `
select ${live.columns} from live_deliveries d ${live.join} where d.id = $2::uuid and d.tenant_id = $1::uuid
union all
select ${finished.columns} from finished_deliveries d where d.id = $2::uuid and d.tenant_id = $1::uuid`,
};
