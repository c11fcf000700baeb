import type { Statement } from '../../engine/statement.ts';
import type { Uuid } from '../../domain/ids.ts';

export interface LastErrorRow {
  readonly delivery_id: Uuid;
  readonly error_message: string | null;
}

/**
 * What the last attempt of each delivery failed with, by attempts_delivery in the partitions that can hold one: an attempt's
 * id is made after its delivery's. $1 tenant id, $2 delivery ids, $3 the least id that an attempt of theirs can have.
 */
export const LAST_ERRORS: Statement = {
  name: 'last_errors',
  text: `
select distinct on (a.delivery_id) a.delivery_id, a.error_message
from attempts a
where a.delivery_id = any ($2::uuid[]) and a.tenant_id = $1::uuid and a.id >= $3::uuid and not a.stale
order by a.delivery_id, a.number desc`,
};
