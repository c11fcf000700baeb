import { giveUpTaken } from '../../queue/sql/give-up-taken.ts';
import type { Statement } from '../../statement.ts';

/**
 * Gives up what waits for a webhook that has been disabled, whether it is due or not: 5,000 rows of the queue a call, along
 * the primary key, since what is not due has no index by webhook. What is in flight is left to its attempt. It spares the
 * claims their turns, which would end the same rows one window after another. $1 webhook id, $2 the id to go on behind.
 */
export const GIVE_UP_WAITING: Statement = {
  name: 'give_up_waiting',
  text: `
with walked as materialized (
  select id, webhook_id from live_deliveries where id > $2::uuid order by id limit 5000),
due as (
  select d.id, now() as moment from walked w join live_deliveries d on d.id = w.id
  where w.webhook_id = $1::uuid and d.status <> 'in_progress'
  for update of d skip locked),
taken as (delete from live_deliveries d using due where d.id = due.id returning d.*, due.moment),
finished as (${giveUpTaken('webhook_disabled')})
select (select count(*) from taken)::int as given_up, (select id from walked order by id desc limit 1) as last_id`,
};
