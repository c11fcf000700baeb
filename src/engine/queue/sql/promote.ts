import type { Statement } from '../../statement.ts';
import { giveUpTaken } from './give-up-taken.ts';

/** Claims without a recorded attempt after which a delivery is given up: its payload may be what kills its workers. */
export const UNRECORDED_CLAIMS_MAX = 5;

/** Deliveries lost three times that are tried again in the same second; of those lost four times one. */
const SUSPECTS_TOGETHER = 16;

/**
 * Makes due rows claimable: retries whose time has come, and deliveries whose lease has run out because their process
 * died. A row that was claimed five times without a record is given up instead (guarantee 9).
 *
 * What has been lost three or four times is let go a few a second, and in the end alone: whatever kills its workers kills
 * what they have in flight besides, and would take the same neighbours along each time until all are given up.
 * Served by live_deliveries_scheduled (next_attempt_at) where not ready; 1,000 rows a call bound its locks.
 */
export const PROMOTE: Statement = {
  name: 'promote',
  text: `
with due as (
  select id, now() as moment, case status when 'in_progress' then unrecorded_claims else 0 end as losses
  from live_deliveries
  where not ready and next_attempt_at <= now()
  order by next_attempt_at
  limit 1000
  for update skip locked),
judged as (
  select id, moment, losses >= ${UNRECORDED_CLAIMS_MAX} as is_crashed, wait_s = 0 as is_let_go,
         moment + wait_s * interval '1 second' as let_go_at
  from (select *, case losses when ${UNRECORDED_CLAIMS_MAX - 2} then place / ${SUSPECTS_TOGETHER}
                              when ${UNRECORDED_CLAIMS_MAX - 1} then place else 0 end as wait_s
        from (select *, row_number() over (partition by losses) - 1 as place from due) as placed) as waiting),
taken as (
  delete from live_deliveries d using judged j where j.is_crashed and d.id = j.id returning d.*, j.moment),
finished as (${giveUpTaken('crashed')}),
promoted as (
  update live_deliveries d
  set ready = true, updated_at = j.moment,
      status = case when d.attempt_count > d.attempts_before and d.status = 'in_progress' then 'retrying'
                    when d.status = 'in_progress' then 'pending' else d.status end
  from judged j where not j.is_crashed and j.is_let_go and d.id = j.id
  returning d.id),
held_back as (
  update live_deliveries d set next_attempt_at = j.let_go_at
  from judged j where not j.is_crashed and not j.is_let_go and d.id = j.id)
select (select count(*) from promoted)::int as promoted, (select count(*) from taken)::int as crashed`,
};

/** How long until the next row that is not ready falls due, in ms: negative when it is late, no row when none waits. */
export const NEXT_DUE: Statement = {
  name: 'next_due',
  text: `
select (extract(epoch from next_attempt_at - now()) * 1000)::float8 as wait_ms
from live_deliveries where not ready order by next_attempt_at limit 1`,
};
