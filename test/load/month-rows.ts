import type pg from 'pg';
import type { Uuid } from '../../src/domain/ids.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';

export const DAYS = 30;
const DAY_MS = 86_400_000;
const TABLES = ['events', 'finished_deliveries', 'attempts'] as const;
/** One in so many is a dead letter after six attempts, and one in 97 was cancelled before any. */
const DEAD_EVERY = 40;
const DEAD_ATTEMPTS = 6;
const CANCELLED_EVERY = 97;

export interface MonthPlan {
  readonly webhookIds: readonly Uuid[];
  readonly deliveries: number;
  /** Of all deliveries together, to a thousandth; at least 1.2 each, at most 2. */
  readonly attempts: number;
  /** Takes a line for each day. */
  readonly say: (line: string) => void;
}

/** A UUIDv7 of the moment `ms` (since 1970), unlike any other of the same `kind` with another `n` (below 2^48). */
const uuidSql = (kind: string, n: string, ms: string): string =>
  `(lpad(to_hex(${ms}), 12, '0') || '7000800${kind}' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/**
 * One day's deliveries, in a table of the session's own, from which events, history and attempts are made: two deliveries an event,
 * some webhooks with much more than others, three types each. What retries shows as a second attempt half a minute later.
 * $1 first number, $2 last, $3 where the day begins (ms), $4 how long it is (ms), $5 webhooks, $6 the share that has a second attempt.
 */
const MAKE_DAY = `
create temporary table day_rows as
select n, ms, w, n / 2 as event,
       case when n % ${CANCELLED_EVERY} = 11 then 'cancelled' when n % ${DEAD_EVERY} = 7 then 'dead_letter' else 'delivered' end as status,
       case when n % ${CANCELLED_EVERY} = 11 then 0 when n % ${DEAD_EVERY} = 7 then ${DEAD_ATTEMPTS}
            else 1 + (random() < $6::float8)::int end as attempt_count
from (select n, $3::bigint + ((n - $1::bigint) * $4::float8 / ($2::bigint - $1::bigint + 1))::bigint as ms,
             floor(power(random(), 2) * $5::int)::int as w
      from generate_series($1::bigint, $2::bigint) as n) made`;

const TYPE = `(array['order.paid','order.shipped','user.created','invoice.sent','stock.low','refund.made','cart.left','login.failed'])[1 + (w * 5 + n % 3) % 8]`;
const DELIVERY = uuidSql('2', 'n', 'ms');
const EVENT = uuidSql('3', 'event', 'ms');
/** When attempt `k` began: half a minute after the first, and ever later where it fails again and again; all before now ($2). */
const startedMs = (k: string): string => `least(
  ms + case attempt_count when ${DEAD_ATTEMPTS} then (${k} - 1) * (${k} - 1) * 120000 else (${k} - 1) * 30000 end,
  $2::bigint - ${DEAD_ATTEMPTS} + ${k})`;

const INSERT_EVENTS = `
insert into events (id, tenant_id, type, data, occurred_at, created_at)
select distinct on (event) ${uuidSql('3', 'event', 'ms')}, $1::uuid, ${TYPE},
       json_build_object('order_id', n, 'total', '99.90', 'currency', 'EUR'), to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0)
from day_rows order by event, n`;

const INSERT_DELIVERIES = `
insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count, max_attempts,
                                 lease_token, created_at, completed_at, last_response_status, last_error_type)
select ${DELIVERY}, $1::uuid, ($3::uuid[])[1 + w], first_value(${EVENT}) over (partition by event order by n), ${TYPE}, status::delivery_status,
       case status when 'dead_letter' then 'exhausted' when 'cancelled' then 'cancelled' end, attempt_count, ${DEAD_ATTEMPTS}, attempt_count,
       to_timestamp(ms / 1000.0), to_timestamp(${startedMs('greatest(attempt_count, 1)')} / 1000.0),
       case status when 'delivered' then 200 when 'dead_letter' then 503 end, case status when 'dead_letter' then 'http_status' end
from day_rows`;

const INSERT_ATTEMPTS = `
insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome, response_status,
                      response_headers, response_body, response_body_text, request_headers, error_type, error_message, timings)
select ${uuidSql('4', 'n * 8 + k', 'at_ms')}, $1::uuid, ${DELIVERY}, ($3::uuid[])[1 + w], 1, k, to_timestamp(at_ms / 1000.0), took,
       case when is_last then 'succeeded' else 'failed' end::attempt_outcome,
       case when is_last then 200 when is_timeout then null else 503 end, case when not is_timeout then '[["content-length","2"]]'::json end,
       case when not is_timeout then 'ok'::bytea end, case when not is_timeout then 'ok' end, '[["content-type","application/json"]]',
       case when is_last then null when is_timeout then 'timeout_error' else 'http_status' end,
       case when not is_last then 'It did not take it.' end,
       json_build_object('dnsMs', 1, 'connectMs', 4, 'firstByteMs', took)
from (select d.*, k, ${startedMs('k')} as at_ms, status = 'delivered' and k = attempt_count as is_last, random() < 0.2 and not (status = 'delivered' and k = attempt_count) as is_timeout,
             least(15000, 20 + exp(3.5 + 0.7 * sqrt(-2 * ln(1 - random())) * cos(6.283 * random())))::int as took
      from day_rows d, generate_series(1, attempt_count) as k) tried`;

/**
 * Finished deliveries of the last 30 days as they look when all goes as it should, with their events and attempts, by statements over sets: two to
 * three minutes for 2,000,000. The same numbers each time.
 * @param database one connection of the owner's
 */
export async function addMonth(database: Pick<pg.Client, 'query'>, plan: MonthPlan): Promise<void> {
  const { webhookIds, deliveries, say } = plan;
  const now = Date.now() - 1_000;
  const startedAt = performance.now();
  const first = now - DAYS * DAY_MS;
  for (let day = 0; day <= DAYS; day += 1) {
    for (const table of TABLES)
      await database.query('select ensure_partition($1, $2)', [table, toDay(first + day * DAY_MS)]);
  }
  for (let day = 0; day < DAYS; day += 1) {
    const from = Math.floor((deliveries * day) / DAYS);
    const last = Math.floor((deliveries * (day + 1)) / DAYS) - 1;
    if (last < from) continue;
    await addDay(database, plan, { from, last, startMs: first + day * DAY_MS, now });
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    say(
      `${last + 1} of ${deliveries} deliveries to ${webhookIds.length} webhooks, up to ${toDay(first + (day + 1) * DAY_MS)}: ${seconds} s`,
    );
  }
}

async function addDay(
  database: Pick<pg.Client, 'query'>,
  { webhookIds, deliveries, attempts }: MonthPlan,
  {
    from,
    last,
    startMs,
    now,
  }: { readonly from: number; readonly last: number; readonly startMs: number; readonly now: number },
): Promise<void> {
  // What cancelled ones and dead letters leave for the others: one each, and a second for some.
  const cancelled = deliveries / CANCELLED_EVERY;
  const dead = (deliveries - cancelled) / DEAD_EVERY;
  const delivered = deliveries - cancelled - dead;
  const secondShare = (attempts - dead * DEAD_ATTEMPTS - delivered) / delivered;
  await database.query('drop table if exists day_rows');
  await database.query('select setseed($1)', [(from % 1_000) / 1_000]);
  await database.query(MAKE_DAY, [from, last, startMs, DAY_MS, webhookIds.length, secondShare]);
  await database.query(INSERT_EVENTS, [DEFAULT_TENANT]);
  await database.query(INSERT_DELIVERIES, [DEFAULT_TENANT, now, webhookIds]);
  await database.query(INSERT_ATTEMPTS, [DEFAULT_TENANT, now, webhookIds]);
  await database.query('drop table day_rows');
}

function toDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
