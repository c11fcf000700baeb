import type { CancelReason } from '../../../domain/outcomes.ts';
import type { Statement } from '../../statement.ts';
import { cancelTaken } from './give-up-taken.ts';

/** Deliveries that one call cancels at most: it bounds its locks. */
export const CANCEL_BATCH = 1_000;

/**
 * Takes an event out of the outbox, so that it is never fanned out, and marks it. The relay that is just at it goes first:
 * the DELETE waits for its row and then finds none, and the deliveries that it made are there for the next statement.
 * By the primary keys. $1 tenant id, $2 event id. Answers a row where there was something to take.
 */
export const CANCEL_FAN_OUT: Statement = {
  name: 'cancel_fan_out',
  text: `
with taken as (
  delete from outbox o where o.event_id = $2::uuid and o.tenant_id = $1::uuid returning o.event_id),
marked as (
  update events e set cancelled_at = m.moment from (select now() as moment) m
  where e.id = $2::uuid and e.tenant_id = $1::uuid and exists (select from taken))
select event_id from taken`,
};

/**
 * Ends the deliveries of an event that wait for an attempt, as `cancel` does some by name. In the order of their ids, so
 * that two of these never wait for each other. Served by live_deliveries_event_id. $1 tenant id, $2 event id.
 */
const cancelWaiting = (name: string, reason: CancelReason): Statement => ({
  name,
  text: `
with waiting as (
  select id, now() as moment from live_deliveries
  where event_id = $2::uuid and tenant_id = $1::uuid and status <> 'in_progress'
  order by id limit ${CANCEL_BATCH}
  for update),
taken as (delete from live_deliveries d using waiting w where d.id = w.id returning d.*, w.moment)${cancelTaken(reason)}
returning id`,
});
export const CANCEL_WAITING = cancelWaiting('cancel_waiting', 'cancelled_by_request');
export const CANCEL_ERASED = cancelWaiting('cancel_erased', 'event_erased');

/** Deliveries of an event that are still being attempted. $1 tenant id, $2 event id. */
export const COUNT_IN_PROGRESS: Statement = {
  name: 'count_in_progress_of_event',
  text: `
select count(*)::int as deliveries from live_deliveries
where event_id = $2::uuid and tenant_id = $1::uuid and status = 'in_progress'`,
};

/** $1 tenant id, $2 event id. Answers when it was cancelled first. */
export const MARK_CANCELLED: Statement = {
  name: 'mark_event_cancelled',
  text: `
update events e set cancelled_at = coalesce(e.cancelled_at, m.moment) from (select now() as moment) m
where e.id = $2::uuid and e.tenant_id = $1::uuid
returning e.cancelled_at`,
};
