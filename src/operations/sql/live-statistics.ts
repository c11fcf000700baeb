import { HELD_WEBHOOKS } from '../../engine/queue/sql/holds.ts';
import type { Statement } from '../../engine/statement.ts';

/**
 * What waits now; counts stop at 10,001 rows. Events whose time has not come yet are told apart from those that the relay
 * has put off, which are none the less to be fanned out.
 *
 * The oldest due delivery is looked for among the next one of each webhook, as a claim hops along live_deliveries_ready: by
 * the ids it would be behind all that waits for a retry or for a paused webhook (a million rows). What waits behind more
 * urgent deliveries of its own webhook is not seen so. What a limit or a breaker
 * holds back is not late.
 */
export const LIVE_STATISTICS: Statement = {
  name: 'live_statistics',
  text: `
with recursive turns as (
  (select webhook_id from live_deliveries where ready order by webhook_id limit 1)
  union all
  select (select q.webhook_id from live_deliveries q
          where q.ready and q.webhook_id > turns.webhook_id order by q.webhook_id limit 1)
  from turns where turns.webhook_id is not null),
sample as (select status from live_deliveries limit 10001),
later as (select failure_count from outbox where next_attempt_at > now() order by next_attempt_at limit 10001)
select (select count(*) from sample where status = 'pending')::int as pending,
       (select count(*) from sample where status = 'in_progress')::int as in_progress,
       (select count(*) from sample where status = 'retrying')::int as retrying,
       least(10001, (select count(*) from later where failure_count > 0)
                      + (select count(*) from (select from outbox where next_attempt_at <= now() limit 10001) o))::int as outbox,
       (select count(*) from later where failure_count = 0)::int as scheduled,
       (select (extract(epoch from now() - next_attempt_at) * 1000)::float8
        from outbox where next_attempt_at <= now() order by next_attempt_at limit 1) as oldest_outbox_ms,
       (select (extract(epoch from now() - min(due.next_attempt_at)) * 1000)::float8
        from turns join webhooks w on w.id = turns.webhook_id and w.paused_at is null
              and w.id not in ${HELD_WEBHOOKS}
        cross join lateral (select q.next_attempt_at from live_deliveries q
                            where q.ready and q.webhook_id = turns.webhook_id
                            order by q.priority desc, q.id limit 1) due) as oldest_due_ms`,
};
