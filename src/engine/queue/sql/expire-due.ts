import type { Statement } from '../../statement.ts';
import { giveUpTaken } from './give-up-taken.ts';

/** Deliveries that one call gives up at most: it bounds its locks. */
export const EXPIRE_BATCH = 1_000;

/**
 * Gives up deliveries whose own time to live is over, whatever they wait for: a retry, a turn, a webhook that is paused.
 * What is in flight was sent in time and is left to its attempt; where that fails, the next call finds it.
 * Served by live_deliveries_expiry (expires_at) where expires_at is not null.
 */
export const EXPIRE_DUE: Statement = {
  name: 'expire_due',
  text: `
with due as (
  select id, now() as moment from live_deliveries
  where expires_at <= now() and status <> 'in_progress'
  order by expires_at limit ${EXPIRE_BATCH}
  for update skip locked),
taken as (delete from live_deliveries d using due where d.id = due.id returning d.*, due.moment)${giveUpTaken('expired')}
returning id`,
};
