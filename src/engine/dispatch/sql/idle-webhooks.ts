import type { Statement } from '../../statement.ts';

/**
 * The webhooks of a dialect that nothing has been sent to for $2 ms, nor have they been made or enabled since. What is known
 * of a limited webhook's attempts stands in its bucket, which every claim of it writes; the history is asked of the few that
 * are left, by finished_deliveries_webhook and, of the queue, by no index, which is why 500 are asked for together. A
 * webhook without a limit is left alone where the history does not reach back so far ($3): nothing is known of it.
 *
 * $1 dialect, $2 how long (ms), $3 whether the history reaches back, $4 the least id that a delivery tried since can have.
 */
function idleWebhooks(name: string, place: string): Statement {
  return {
    name,
    text: `
with moment as materialized (select now() - $2::float8 * interval '1 millisecond' as since)
select w.id
from moment, dialect_webhooks m
join webhooks w on w.id = m.webhook_id
left join webhook_states s on s.webhook_id = w.id
left join webhook_buckets b on b.webhook_id = w.id
where m.dialect = $1 and w.deleted_at is null and w.active and s.disabled_at is null
  and (w.rate_limit is not null or $3::boolean)
  and greatest(w.created_at, s.updated_at, b.refilled_at) < moment.since
  and not exists (
    select from finished_deliveries d
    where d.webhook_id = w.id and d.id >= $4::uuid and d.attempt_count > 0 and d.completed_at >= moment.since)
  and not exists (
    select from live_deliveries d
    where d.webhook_id = w.id and d.updated_at >= moment.since and (d.attempt_count > 0 or d.status = 'in_progress'))
  and ${place}`,
  };
}

/** In the order of their ids, 500 a call. $5 the id to go on behind. */
export const FIND_IDLE = idleWebhooks('find_idle', 'm.webhook_id > $5::uuid order by m.webhook_id limit 500');
export const FIND_IDLE_MAX = 500;

/** One row where the webhook $5 is idle. */
export const IS_IDLE = idleWebhooks('is_idle', 'm.webhook_id = $5::uuid');
