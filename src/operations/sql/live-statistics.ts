import { HELD_WEBHOOKS } from '../../engine/queue/sql/holds.ts';

/**
 * What waits now; counts stop at 10,001 rows. The oldest due row of each kind comes from its own index. Events whose time
 * has not come yet are told apart from those that the relay has put off, which are none the less to be fanned out. What a limit or a
 * breaker holds back is not late.
 */
export const LIVE_STATISTICS = `
with sample as (select status from live_deliveries limit 10001),
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
        from (select d.next_attempt_at from live_deliveries d join webhooks w on w.id = d.webhook_id
              where d.ready and w.paused_at is null and d.webhook_id not in ${HELD_WEBHOOKS}
              order by d.id limit 1) due) as oldest_due_ms`;
