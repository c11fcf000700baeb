/*
 * The parts of a claim that keep webhooks to their rate limits, and failing ones to a probe at a time. Only webhooks with
 * a limit or an open breaker come here: any other costs one probe of the breakers' key, which has entries of failing
 * webhooks alone.
 */

/** How long a probe keeps others from beginning, beyond its webhook's time-out, where its process dies. */
const PROBE_MARGIN_MS = 60_000;

/** Tokens in a bucket `b` at a moment, of a limit in `held`. */
function tokensAt(b: string, moment: string): string {
  return `least(held.burst, ${b}.tokens + held.rate * greatest(0, extract(epoch from ${moment} - ${b}.refilled_at)))`;
}

/** Whether the hour in a bucket `b` has passed, or has not begun. */
function isHourOver(b: string, moment: string): string {
  return `(${b}.hour_began_at is null or ${b}.hour_began_at <= ${moment} - interval '1 hour')`;
}

/**
 * Joins behind `turns`, `w` and `allowed`, which end in `gate`: how many rows the claim may take of the webhook, and how
 * many that were tried before where the hour takes nothing new.
 *
 * Buckets and breakers are locked in the order of the turns, which is that of their ids, and only where they let something
 * through; what another claim holds is passed over. The time is read once the lock is held: a claim that was slow to begin
 * would otherwise count tokens as taken earlier than they were. What waits for a deleted or inactive webhook is ended by
 * its claim, without a request, so nothing holds it back. One that the engine disabled has no breaker and no queue any more;
 * what comes after that gets its tokens back.
 */
export const CLAIM_GATE = `
  left join webhook_breakers k on k.webhook_id = turns.webhook_id and k.opened_at is not null
  left join lateral (
    select l.*, l.rate is not null or l.per_hour is not null as is_limited
    from (select w.id, (w.rate_limit ->> 'requests_per_second')::float8 as rate,
                 coalesce((w.rate_limit ->> 'burst')::float8,
                          greatest(1, ceil((w.rate_limit ->> 'requests_per_second')::float8))) as burst,
                 (w.rate_limit ->> 'per_hour')::int as per_hour
          where (w.rate_limit is not null or k.webhook_id is not null) and allowed.rows > 0
            and w.paused_at is null and w.active and w.deleted_at is null) l
    offset 0) held on true
  left join lateral (
    select b.webhook_id from webhook_breakers b
    where held.id is not null and b.webhook_id = k.webhook_id and b.opened_at is not null and b.next_probe_at <= now()
    for update skip locked) probe on true
  left join lateral (
    select b.* from webhook_buckets b
    where held.is_limited and (k.webhook_id is null or probe.webhook_id is not null) and b.webhook_id = held.id
      and (held.rate is null or ${tokensAt('b', 'now()')} >= 1)
      and (held.per_hour is null or b.hour_count < held.per_hour or ${isHourOver('b', 'now()')}
           or exists (select from live_deliveries q where q.ready and q.attempt_count > q.attempts_before and q.webhook_id = held.id))
    for update skip locked) bucket on true
  cross join lateral (
    select case when held.id is null then now() else greatest(clock_timestamp(), bucket.refilled_at) end as moment,
           held.is_limited and bucket.webhook_id is null
             and not exists (select from webhook_buckets b where b.webhook_id = held.id) as is_new
    offset 0) clock
  cross join lateral (
    select case when held.rate is not null then coalesce(${tokensAt('bucket', 'clock.moment')}, held.burst) end as tokens,
           ${isHourOver('bucket', 'clock.moment')} as is_hour_over,
           k.webhook_id is not null and probe.webhook_id is null
             or held.is_limited and bucket.webhook_id is null and not clock.is_new as is_shut
    offset 0) level
  cross join lateral (
    select case when held.id is null then allowed.rows when level.is_shut then 0
                else least(allowed.rows, floor(level.tokens)::int, case when probe.webhook_id is not null then 1 end)
           end as rows,
           held.per_hour - case when level.is_hour_over then 0 else bucket.hour_count end as hour_left
    offset 0) share
  cross join lateral (
    select greatest(0, least(share.rows, share.hour_left)) as rows,
           case when share.hour_left <= 0 then greatest(0, share.rows) else 0 end as tried_rows
    offset 0) gate`;

/** The rows that a gate lets through, by live_deliveries_ready, and by live_deliveries_tried. */
export const CLAIM_ROWS = `
  cross join lateral (
    select * from (
     select q.id, q.attempt_count = q.attempts_before and q.unrecorded_claims = 0 as is_first from live_deliveries q
     where q.ready and q.webhook_id = turns.webhook_id
     order by q.priority desc, q.id
     limit gate.rows
     for update skip locked) fresh
    union all
    select * from (
     select q.id, false from live_deliveries q
     where q.ready and q.attempt_count > q.attempts_before and q.webhook_id = turns.webhook_id
     order by q.priority desc, q.id
     limit gate.tried_rows
     for update skip locked) tried) due`;

/** Of each row that was found: whose gate it came through, and how that stands. */
export const CLAIM_GATE_COLUMNS = `clock.moment, held.id is not null as is_held, held.is_limited, clock.is_new, held.rate,
         level.tokens, probe.webhook_id is not null as is_probe, w.timeout_ms,
         case when not level.is_hour_over then bucket.hour_began_at end as hour_began_at,
         case when not level.is_hour_over then bucket.hour_count else 0 end as hour_count`;

/**
 * Takes the tokens of what is `chosen`. The first claim of a limited webhook makes its bucket: of two that do so at once
 * one finds the other's and takes nothing, so that its rows are not among the `candidates`.
 */
export const CLAIM_SPENDING = `
spending as (
  select webhook_id, bool_and(is_limited) as is_limited, bool_and(is_new) as is_new, bool_and(is_probe) as is_probe,
         min(moment) as moment, min(rate) as rate, coalesce(min(tokens) - count(*), 0) as tokens_left,
         coalesce(min(hour_began_at), min(moment) filter (where is_first)) as hour_began_at,
         min(hour_count) + count(*) filter (where is_first) as hour_count,
         min(moment) + (min(timeout_ms) + ${PROBE_MARGIN_MS}) * interval '1 millisecond' as probe_end
  from chosen where is_held group by webhook_id),
opened as (
  insert into webhook_buckets (webhook_id, tokens, refilled_at, hour_began_at, hour_count)
  select webhook_id, tokens_left, moment, hour_began_at, hour_count
  from spending where is_limited and is_new order by webhook_id
  on conflict (webhook_id) do nothing
  returning webhook_id),
spent as (
  update webhook_buckets b
  set tokens = s.tokens_left, refilled_at = s.moment, hour_began_at = s.hour_began_at, hour_count = s.hour_count
  from spending s where s.is_limited and not s.is_new and b.webhook_id = s.webhook_id),
probing as (
  update webhook_breakers b set probe_count = b.probe_count + 1, next_probe_at = s.probe_end
  from spending s where s.is_probe and b.webhook_id = s.webhook_id)`;

/** Milliseconds until the next token by webhook, as a JSON object, of those that this claim has left without one. */
export const CLAIM_TOKEN_WAITS = `
  (select json_object_agg(webhook_id, (1 - tokens_left) / rate * 1000)
   from spending where is_limited and rate is not null and tokens_left < 1)`;
