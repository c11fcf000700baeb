import type { Statement } from '../../statement.ts';
import {
  CLAIM_GATE,
  CLAIM_GATE_COLUMNS,
  CLAIM_ROWS,
  CLAIM_SPENDING,
  CLAIM_TOKEN_WAITS,
} from './claim-gates.ts';

/** Sizes of a claim. A literal LIMIT each: with a parameter the generic plan reads the whole backlog (222 ms, not 2.5). */
export const CLAIM_SIZES = [200, 50, 10, 1] as const;
export type ClaimSize = (typeof CLAIM_SIZES)[number];

/**
 * Leases due deliveries, in turns between webhooks: a loose index scan hops from webhook to webhook behind a moving
 * cursor and takes at most each one's free slots, so that a backlog of one never stands before another's rows
 * (5k healthy rows behind 100k of a dead endpoint: 0.6 s; with one global order 0 of 5k after 15 s).
 * Served by live_deliveries_ready (webhook_id, priority desc, id) where ready. SKIP LOCKED keeps claimers apart.
 *
 * A webhook or tenant without room is passed over: nothing of its backlog is read. What webhooks of one tenant, or slow
 * ones, would take together beyond their room is left where it is; the answer tells that more was found than taken.
 *
 * Limits come as JSON objects, which are searched by halves (500 webhooks waiting, 1,000 in flight: as two arrays 52 ms).
 * $1 cursor: a webhook id, $2 in flight here by webhook, $3 lease (ms), $4 windows by webhook (one or none: doubtful),
 * $5 window of other webhooks, $6 room of all doubtful ones, $7 rooms by tenant, $8 room of other tenants.
 * Answers without payloads: one that cannot be read must not keep the others from their turn.
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
found as materialized (
  select due.id, due.is_first, turns.webhook_id, w.tenant_id, w.max_in_flight, v.version, allowed.is_doubtful,
         allowed.tenant_room, ${CLAIM_GATE_COLUMNS}
  from turns left join webhooks w on w.id = turns.webhook_id
  left join subscription_versions v on v.tenant_id = w.tenant_id
  cross join lateral (
    select coalesce(w.max_in_flight, 1) as slots, ($4::jsonb ->> turns.webhook_id::text)::int as win,
           coalesce(($2::jsonb ->> turns.webhook_id::text)::int, 0) as held,
           coalesce(($7::jsonb ->> w.tenant_id::text)::int, $8::int) as room offset 0) has
  cross join lateral (
    select coalesce(has.win, 1) = 1 as is_doubtful, has.room as tenant_room,
           least(least(coalesce(has.win, $5::int), has.slots) - has.held, has.room,
                 case when coalesce(has.win, 1) = 1 then $6::int end) as rows offset 0) allowed${CLAIM_GATE}${CLAIM_ROWS}
  where turns.webhook_id is not null and w.paused_at is null
  limit ${size}),
placed as (
  select *, row_number() over (partition by tenant_id) as tenant_place,
         count(*) filter (where is_doubtful) over (rows unbounded preceding) as doubtful_place
  from found),
chosen as (
  select * from placed where tenant_place <= tenant_room and (not is_doubtful or doubtful_place <= $6::int)),${CLAIM_SPENDING},
candidates as (
  select id, max_in_flight, version, is_held, is_limited, is_first, is_probe, moment,
         moment + $3::int * interval '1 millisecond' as lease_end
  from chosen where is_new is not true or coalesce(webhook_id in (select webhook_id from opened), false)),
claimed as (
  update live_deliveries d
  set status = 'in_progress', ready = false, next_attempt_at = c.lease_end, lease_token = d.lease_token + 1,
      unrecorded_claims = d.unrecorded_claims + 1, updated_at = c.moment
  from candidates c where d.id = c.id
  returning d.id, d.tenant_id, d.webhook_id, d.event_id, d.attempt_count, d.attempts_before, d.lease_token,
            (extract(epoch from d.expires_at) * 1000)::float8 as expires_ms, c.version as subscription_version,
            coalesce(c.max_in_flight, 1) as max_in_flight, c.is_limited, c.is_first, c.is_probe,
            case when c.is_held then (extract(epoch from c.moment) * 1000)::float8 end as passed_ms)
select *, ${CLAIM_TOKEN_WAITS} as token_waits,
       (select count(*) from found)::int as found,
       (select webhook_id from found order by webhook_id desc limit 1) as last_webhook_id
from claimed`,
  };
}

export const CLAIM_DUE = {
  1: claimDue(1),
  10: claimDue(10),
  50: claimDue(50),
  200: claimDue(200),
} satisfies Record<ClaimSize, Statement>;
