import { HELD_WEBHOOKS } from '../../engine/queue/sql/holds.ts';

/** What waits now; counts stop at 10,001 rows. The oldest due row is that of a webhook which nothing holds back. */
export const LIVE_STATISTICS = `
with sample as (select status from live_deliveries limit 10001)
select (select count(*) from sample where status = 'pending')::int as pending,
       (select count(*) from sample where status = 'in_progress')::int as in_progress,
       (select count(*) from sample where status = 'retrying')::int as retrying,
       (select count(*) from (select from outbox limit 10001) o)::int as outbox,
       (select (extract(epoch from now() - min(due.next_attempt_at)) * 1000)::float8
        from (select d.next_attempt_at from live_deliveries d join webhooks w on w.id = d.webhook_id
              where d.ready and w.paused_at is null and d.webhook_id not in ${HELD_WEBHOOKS}
              order by d.id limit 1) due) as oldest_due_ms`;
