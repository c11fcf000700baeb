import type { Statement } from '../../statement.ts';
import { cancelTaken } from './give-up-taken.ts';

/**
 * Ends deliveries by hand that wait for an attempt. What is in flight is left to its attempt, which may still succeed: a
 * claim that comes first makes the DELETE wait for its row, look again and pass it over. The late result of a lost lease
 * finds no row any more and is kept as a stale attempt. By the primary key. $1 tenant id, $2 delivery ids.
 */
export const CANCEL: Statement = {
  name: 'cancel',
  text: `
with taken as (
  delete from live_deliveries d using (select now() as moment) m
  where d.tenant_id = $1 and d.id = any ($2::uuid[]) and d.status <> 'in_progress'
  returning d.*, m.moment)${cancelTaken('cancelled_by_request')}
returning id`,
};
