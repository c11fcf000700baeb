import type { Statement } from '../../statement.ts';

/** Sizes of a claim. A literal LIMIT each: with a parameter the generic plan reads the whole backlog (222 ms, not 2.5). */
export const CLAIM_SIZES = [200, 50, 10, 1] as const;
export type ClaimSize = (typeof CLAIM_SIZES)[number];

/**
 * Leases due deliveries, in turns between webhooks: a loose index scan hops from webhook to webhook behind a moving
 * cursor and takes at most each one's free slots, so that a backlog of one never stands before another's rows
 * (5k healthy rows behind 100k of a dead endpoint: 0.6 s; with one global order 0 of 5k after 15 s).
 * Served by live_deliveries_ready (webhook_id, priority desc, id) where ready. SKIP LOCKED keeps claimers apart.
 *
 * $1 cursor: a webhook id, $2 how many deliveries of each webhook are in flight here, as a JSON object, which is searched
 * by halves (500 webhooks waiting, 1,000 in flight: as two arrays 52 ms), $3 lease (ms).
 * The payload comes along as text, exactly as it was published.
 */
function claimDue(size: ClaimSize): Statement {
  return {
    name: `claim_due_${size}`,
    text: `
with recursive turns as (
  (select webhook_id from live_deliveries where ready and webhook_id > $1 order by webhook_id limit 1)
  union all
  select (select q.webhook_id from live_deliveries q
          where q.ready and q.webhook_id > turns.webhook_id order by q.webhook_id limit 1)
  from turns where turns.webhook_id is not null),
candidates as (
  select due.id, now() as moment, now() + $3::int * interval '1 millisecond' as lease_end, w.max_in_flight
  from turns
  left join webhooks w on w.id = turns.webhook_id
  cross join lateral (
    select q.id from live_deliveries q
    where q.ready and q.webhook_id = turns.webhook_id
    order by q.priority desc, q.id
    limit greatest(0, coalesce(w.max_in_flight, 1) - coalesce(($2::jsonb ->> turns.webhook_id::text)::int, 0))
    for update skip locked) due
  where turns.webhook_id is not null and w.paused_at is null
  limit ${size}),
claimed as (
  update live_deliveries d
  set status = 'in_progress', ready = false, next_attempt_at = c.lease_end, lease_token = d.lease_token + 1,
      unrecorded_claims = d.unrecorded_claims + 1, updated_at = c.moment
  from candidates c where d.id = c.id
  returning d.*, d.expires_at <= c.moment as is_expired, c.max_in_flight)
select c.id, c.tenant_id, c.webhook_id, c.event_id, c.attempt_count, c.attempts_before, c.lease_token,
       coalesce(c.is_expired, false) as is_expired, v.version as subscription_version,
       e.type as event_type, e.data::text as event_data, (extract(epoch from e.occurred_at) * 1000)::float8 as occurred_ms,
       coalesce(c.max_in_flight, 1) as max_in_flight
from claimed c
left join events e on e.id = c.event_id
left join subscription_versions v on v.tenant_id = c.tenant_id`,
  };
}

export const CLAIM_DUE = {
  1: claimDue(1),
  10: claimDue(10),
  50: claimDue(50),
  200: claimDue(200),
} satisfies Record<ClaimSize, Statement>;
