import type { Statement } from '../../statement.ts';
import { giveUpTaken } from './give-up-taken.ts';

/** Claims without a recorded attempt after which a delivery is given up: its payload may be what kills its workers. */
export const UNRECORDED_CLAIMS_MAX = 5;

/**
 * Makes due rows claimable: retries whose time has come, and deliveries whose lease has run out because their process
 * died. A row that was claimed five times without a record is given up instead (guarantee 9).
 * Served by live_deliveries_scheduled (next_attempt_at) where not ready; 1,000 rows a call bound its locks.
 */
export const PROMOTE: Statement = {
  name: 'promote',
  text: `
with due as (
  select id, now() as moment, status = 'in_progress' and unrecorded_claims >= ${UNRECORDED_CLAIMS_MAX} as is_crashed
  from live_deliveries
  where not ready and next_attempt_at <= now()
  order by next_attempt_at
  limit 1000
  for update skip locked),
taken as (
  delete from live_deliveries d using due where due.is_crashed and d.id = due.id returning d.*, due.moment),
finished as (${giveUpTaken('crashed')}),
promoted as (
  update live_deliveries d
  set ready = true, updated_at = due.moment,
      status = case when d.attempt_count > d.attempts_before and d.status = 'in_progress' then 'retrying'
                    when d.status = 'in_progress' then 'pending' else d.status end
  from due where not due.is_crashed and d.id = due.id
  returning d.id)
select (select count(*) from promoted)::int as promoted, (select count(*) from taken)::int as crashed`,
};

/** How long until the next row that is not ready falls due, in ms: negative when it is late, no row when none waits. */
export const NEXT_DUE: Statement = {
  name: 'next_due',
  text: `
select (extract(epoch from next_attempt_at - now()) * 1000)::float8 as wait_ms
from live_deliveries where not ready order by next_attempt_at limit 1`,
};
