import type { Statement } from '../../statement.ts';

/**
 * Records a batch of any outcomes: finished rows move to history, the others are rescheduled, and each request becomes
 * an attempt. Everything is fenced by (id, lease token): a result of an older lease is kept as a stale attempt and
 * changes nothing. Nested loops on the primary key; 13-20 µs a row in batches of 200, 390 µs one at a time.
 *
 * It may be run again where its answer was lost on the way: a token is good for one record, since rescheduling moves it
 * on, and an attempt that stands is left as it is.
 *
 * Due times are computed over the inputs and then assigned: a STABLE function beside a column in SET is refused by a
 * distributed Postgres.
 *
 * $1 ids, $2 tokens, $3 outcomes, $4 delays (ms), $5 reasons, $6 max attempts, $7 tenant ids, $8 webhook ids,
 * $9 attempt ids (null: no request was made), $10 webhook versions, $11 numbers, $12 started at (ms), $13 durations (ms),
 * $14 response statuses, $15 response headers, $16 bodies, $17 body texts, $18 truncated, $19 request headers,
 * $20 error types, $21 error messages, $22 timings, and of what was shadowed the bodies ($23) and their sizes ($24), both
 * shorter than the others where the last ones were not. Answers the leases that still stood.
 */
export const COMPLETE: Statement = {
  name: 'complete',
  text: `
with given as materialized (
  select g.*, now() as moment, now() + g.delay_ms * interval '1 millisecond' as due,
         case when g.attempt_id is not null and g.outcome <> 'released' then 1 else 0 end as counted
  from unnest($1::uuid[], $2::bigint[], $3::text[], $4::int[], $5::text[], $6::smallint[], $7::uuid[], $8::uuid[],
              $9::uuid[], $10::int[], $11::int[], $12::float8[], $13::int[], $14::smallint[], $15::text[], $16::bytea[],
              $17::text[], $18::bool[], $19::text[], $20::text[], $21::text[], $22::text[],
              $23::bytea[], $24::int[])
    as g(id, lease_token, outcome, delay_ms, reason, max_attempts, tenant_id, webhook_id, attempt_id, webhook_version,
         number, started_ms, duration_ms, response_status, response_headers, response_body, response_body_text,
         response_body_truncated, request_headers, error_type, error_message, timings,
         request_body, request_body_bytes)),
taken as (
  delete from live_deliveries d using given g
  where g.outcome in ('delivered', 'dead_letter', 'cancelled', 'shadowed') and d.id = g.id and d.lease_token = g.lease_token
  returning d.*, g.outcome, g.reason, g.counted, g.max_attempts as attempts_max, g.response_status, g.error_type, g.moment),
finished as (
  insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, priority, attempt_count,
                                   attempts_before, max_attempts, lease_token, last_response_status, last_error_type,
                                   tags, expires_at, created_at, completed_at)
  select id, tenant_id, webhook_id, event_id, event_type, outcome::delivery_status, reason, priority,
         attempt_count + counted, attempts_before, coalesce(attempts_max, max_attempts), lease_token,
         case counted when 1 then response_status else last_response_status end,
         case counted when 1 then error_type else last_error_type end,
         tags, expires_at, created_at, moment
  from taken),
rescheduled as (
  update live_deliveries d
  set status = case when d.attempt_count + g.counted > d.attempts_before then 'retrying' else 'pending' end::delivery_status,
      ready = g.outcome = 'released', next_attempt_at = g.due, attempt_count = d.attempt_count + g.counted,
      max_attempts = coalesce(g.max_attempts, d.max_attempts), lease_token = d.lease_token + 1, unrecorded_claims = 0,
      last_response_status = case g.counted when 1 then g.response_status else d.last_response_status end,
      last_error_type = case g.counted when 1 then g.error_type else d.last_error_type end, updated_at = g.moment
  from given g
  where g.outcome in ('retry', 'released') and d.id = g.id and d.lease_token = g.lease_token
  returning d.id, g.lease_token),
held as (select id, lease_token from taken union all select id, lease_token from rescheduled),
recorded as (
  insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome,
                        response_status, response_headers, response_body, response_body_text, response_body_truncated,
                        request_headers, error_type, error_message, timings, request_body, request_body_bytes, stale)
  select attempt_id, tenant_id, id, webhook_id, webhook_version, number, to_timestamp(started_ms / 1000), duration_ms,
         case when outcome = 'shadowed' then 'shadowed' when error_type is null then 'succeeded' else 'failed' end::attempt_outcome, response_status,
         response_headers::json, response_body, response_body_text, response_body_truncated, request_headers::json,
         error_type, error_message, timings::json, request_body, request_body_bytes,
         not coalesce((id, lease_token) in (select id, lease_token from held), false)
  from given where attempt_id is not null
  on conflict do nothing)
select id, lease_token from held`,
};
