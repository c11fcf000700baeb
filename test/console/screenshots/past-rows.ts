import type { ErrorType } from '../../../src/domain/error-types.ts';
import { DEFAULT_TENANT } from '../../support/engine-harness.ts';
import type { TestDatabase } from '../../support/test-database.ts';

/** How a webhook has fared, for the pictures. */
export interface PastTraffic {
  readonly webhookId: string;
  readonly types: readonly string[];
  /** Of the window, spread over it. */
  readonly deliveries: number;
  /** 0 to 1: of them, those that were given up after three attempts. */
  readonly deadShare: number;
  /** 0 to 1: of the others, those that took a second attempt. */
  readonly retriedShare: number;
  /** What it fails with, which takes `tookMs`. */
  readonly failure: {
    readonly errorType: ErrorType;
    readonly status: number | null;
    readonly message: string;
    readonly tookMs: number;
  };
  /** Of an answer, mostly. */
  readonly usualMs: number;
}

export interface PastWindow {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

const DEAD_ATTEMPTS = 3;
const RETRY_MS = 20_000;
const WAVE_MS = 1_500_000;
const WAVES_MAX = 3;
const TABLES = ['events', 'finished_deliveries', 'attempts'] as const;

/** The same numbers each time, so that pictures differ by what was changed alone (mulberry32). */
export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let made = 0;

/** A UUIDv7 of the moment, unlike any other. */
function idAt(ms: number): string {
  made += 1;
  const time = Math.floor(ms).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

interface Rows {
  readonly events: object[];
  readonly deliveries: object[];
  readonly attempts: object[];
}

/** Finished deliveries of the past, with their events and attempts, before the process starts that counts them. */
export async function addPast(
  database: Pick<TestDatabase, 'query'>,
  traffic: readonly PastTraffic[],
  window: PastWindow,
): Promise<void> {
  const chance = createChance(window.toMs - window.fromMs);
  const rows: Rows = { events: [], deliveries: [], attempts: [] };
  for (const one of traffic) {
    for (let n = 0; n < one.deliveries; n += 1) {
      const atMs =
        window.fromMs + wavy((n + chance()) / one.deliveries, window) * (window.toMs - window.fromMs);
      addDelivery(rows, one, { n, atMs, endMs: window.toMs, chance });
    }
  }
  for (const table of TABLES) {
    for (const ms of [window.fromMs, window.toMs])
      await database.query('select ensure_partition($1, $2)', [
        table,
        new Date(ms).toISOString().slice(0, 10),
      ]);
  }
  await database.query(INSERT_EVENTS, [DEFAULT_TENANT, JSON.stringify(rows.events)]);
  await database.query(INSERT_DELIVERIES, [DEFAULT_TENANT, JSON.stringify(rows.deliveries)]);
  await database.query(INSERT_ATTEMPTS, [DEFAULT_TENANT, JSON.stringify(rows.attempts)]);
}

/**
 * Traffic comes and goes, every half an hour or so.
 * @param share 0 to 1, of the window; what is given for it only grows with it
 */
function wavy(share: number, { fromMs, toMs }: PastWindow): number {
  const turns = Math.min(Math.ceil((toMs - fromMs) / WAVE_MS), WAVES_MAX);
  return share + (0.6 * Math.sin(2 * Math.PI * turns * share)) / (2 * Math.PI * turns);
}

interface Moment {
  readonly n: number;
  readonly atMs: number;
  readonly endMs: number;
  readonly chance: () => number;
}

function addDelivery(rows: Rows, traffic: PastTraffic, moment: Moment): void {
  const { webhookId, types, deadShare, retriedShare, failure, usualMs } = traffic;
  const { n, atMs, endMs, chance } = moment;
  const type = types[n % types.length] ?? 'order.paid';
  const isDead = chance() < deadShare;
  const count = isDead ? DEAD_ATTEMPTS : chance() < retriedShare ? 2 : 1;
  const createdAt = timeText(atMs, endMs);
  const delivery = { id: idAt(atMs), event_id: idAt(atMs), event_type: type, webhook_id: webhookId };
  rows.events.push({ id: delivery.event_id, type, data: dataOf(type, n), at: createdAt });
  for (let number = 1; number <= count; number += 1) {
    const isGood = !isDead && number === count;
    rows.attempts.push(attemptOf(delivery.id, traffic, { ...moment, number, isGood }));
  }
  const completedAt = timeText(atMs + (count - 1) * RETRY_MS + usualMs, endMs);
  const ending = isDead
    ? {
        status: 'dead_letter',
        reason: 'exhausted',
        last_response_status: failure.status,
        last_error_type: failure.errorType,
      }
    : { status: 'delivered', reason: null, last_response_status: 200, last_error_type: null };
  rows.deliveries.push({
    ...{ ...delivery, ...ending, attempt_count: count },
    ...{ created_at: createdAt, completed_at: completedAt },
  });
}

interface AttemptMoment extends Moment {
  readonly number: number;
  readonly isGood: boolean;
}

function attemptOf(deliveryId: string, traffic: PastTraffic, moment: AttemptMoment): object {
  const { webhookId, failure, usualMs } = traffic;
  const { atMs, endMs, chance, number, isGood } = moment;
  const startedMs = Math.min(atMs + (number - 1) * RETRY_MS, endMs - 1_000);
  const goodMs = Math.round(usualMs * (0.6 + chance() + (chance() < 0.05 ? 6 * chance() : 0)));
  const tookMs = isGood ? goodMs : failure.tookMs;
  const outcome = isGood
    ? { outcome: 'succeeded', response_status: 200, error_type: null, error_message: null }
    : {
        outcome: 'failed',
        ...{ response_status: failure.status, error_type: failure.errorType, error_message: failure.message },
      };
  return {
    ...outcome,
    ...{ id: idAt(startedMs + tookMs), delivery_id: deliveryId, webhook_id: webhookId, number },
    ...{ started_at: timeText(startedMs, endMs), duration_ms: tookMs },
  };
}

function timeText(ms: number, endMs: number): string {
  return new Date(Math.min(ms, endMs)).toISOString();
}

export function dataOf(type: string, n: number): Record<string, unknown> {
  const customer = ['Ada Lovelace', 'Grace Hopper', 'Emmy Noether', 'Mary Somerville'][n % 4] ?? '';
  if (type.startsWith('order.'))
    return {
      order_id: `ord_${String(10_400 + n)}`,
      total: `${String(20 + ((n * 37) % 400))}.90`,
      currency: 'EUR',
      customer,
    };
  if (type.startsWith('invoice.'))
    return { invoice_id: `inv_${String(2_000 + n)}`, due_in_days: 14, amount: 120 + n };
  return { id: n, customer, source: 'web' };
}

const INSERT_EVENTS = `
insert into events (id, tenant_id, type, data, occurred_at, created_at)
select id, $1::uuid, type, data, at, at
from json_to_recordset($2::json) as r(id uuid, type text, data json, at timestamptz)`;

const INSERT_DELIVERIES = `
insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count, max_attempts,
                                 lease_token, created_at, completed_at, last_response_status, last_error_type)
select id, $1::uuid, webhook_id, event_id, event_type, status::delivery_status, reason, attempt_count, ${DEAD_ATTEMPTS}, attempt_count,
       created_at, completed_at, last_response_status, last_error_type
from json_to_recordset($2::json) as r(id uuid, webhook_id uuid, event_id uuid, event_type text, status text, reason text, attempt_count smallint,
                                      created_at timestamptz, completed_at timestamptz, last_response_status smallint, last_error_type text)`;

const INSERT_ATTEMPTS = `
insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome, response_status,
                      response_headers, response_body, response_body_text, request_headers, error_type, error_message, timings)
select id, $1::uuid, delivery_id, webhook_id, 1, number, started_at, duration_ms, outcome::attempt_outcome, response_status,
       case when response_status is not null then '[["content-type","text/plain"]]'::json end,
       case when response_status = 200 then 'ok'::bytea when response_status is not null then 'Service Unavailable'::bytea end,
       case when response_status = 200 then 'ok' when response_status is not null then 'Service Unavailable' end,
       '[["content-type","application/json"]]', error_type, error_message,
       json_build_object('dnsMs', 1, 'connectMs', 3, 'firstByteMs', greatest(duration_ms - 6, 1))
from json_to_recordset($2::json) as r(id uuid, delivery_id uuid, webhook_id uuid, number int, started_at timestamptz, duration_ms int,
                                      outcome text, response_status smallint, error_type text, error_message text)`;
