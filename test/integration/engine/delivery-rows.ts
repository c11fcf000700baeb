import { IdGenerator, type Uuid } from '../../../src/domain/ids.ts';
import type { Outcome } from '../../../src/domain/outcomes.ts';
import type { RetryPolicy } from '../../../src/domain/retry-policy.ts';
import type { ClaimedDelivery } from '../../../src/engine/queue/claimed-delivery.ts';
import type { AttemptRecord, Completion } from '../../../src/engine/queue/completion.ts';
import { DEFAULT_TENANT, newEvent, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';

export const DAY_MS = 86_400_000;

/** A port of loopback that nobody listens on: for webhooks that are never sent to. */
export const NOWHERE = 'http://127.0.0.1:9/';

export interface DeliveryState {
  readonly id: Uuid;
  readonly status: string;
  readonly reason: string | null;
  readonly attempt_count: number;
  readonly lease_token: string;
  /** Null for a finished delivery. */
  readonly ready: boolean | null;
}

const STATES = `
  select id, event_id, webhook_id, status, null as reason, attempt_count, lease_token, ready from live_deliveries
  union all
  select id, event_id, webhook_id, status, reason, attempt_count, lease_token, null from finished_deliveries`;

/** Deliveries by what they belong to, wherever they stand. */
export async function findDeliveries(
  { database }: EngineHarness,
  by: 'id' | 'event_id' | 'webhook_id',
  id: Uuid,
): Promise<DeliveryState[]> {
  return await database.query<DeliveryState>(
    `select id, status, reason, attempt_count, lease_token, ready from (${STATES}) d where ${by} = $1 order by id`,
    [id],
  );
}

export async function findDelivery(engine: EngineHarness, id: Uuid): Promise<DeliveryState> {
  const [delivery, ...others] = await findDeliveries(engine, 'id', id);
  if (delivery === undefined || others.length > 0) throw new Error(`${id} stands in ${others.length} places`);
  return delivery;
}

/** Waits until every delivery of a webhook is finished, and answers them. */
export async function finishedOf(
  engine: EngineHarness,
  webhookId: Uuid,
  count: number,
  timeoutMs?: number,
): Promise<DeliveryState[]> {
  const areFinished = async (): Promise<DeliveryState[] | false> => {
    const found = await findDeliveries(engine, 'webhook_id', webhookId);
    return found.length === count && found.every(({ ready }) => ready === null) && found;
  };
  return await eventually(`${count} deliveries are finished`, areFinished, timeoutMs);
}

/** Inserts due deliveries of one new event without the publisher: as many as are asked for, all of one webhook. */
export async function insertDeliveries(
  engine: EngineHarness,
  webhookId: Uuid,
  count: number,
  ageMs = 0,
  tenantId: Uuid = DEFAULT_TENANT,
): Promise<Uuid[]> {
  const ids = new IdGenerator(() => engine.clock.now() - ageMs);
  const deliveryIds = Array.from({ length: count }, () => ids.next());
  const eventId = engine.ids.next();
  const event = newEvent('inserted', '{"inserted":true}');
  await engine.database.query(
    'insert into events (id, tenant_id, type, data, occurred_at) values ($1, $2, $3, $4, now())',
    [eventId, tenantId, event.type, event.data],
  );
  await engine.database.query(
    `insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at,
                                  max_attempts)
     select id, $2, $3, $4, $5, 'pending', true, now(), 10 from unnest($1::uuid[]) as id`,
    [deliveryIds, tenantId, webhookId, eventId, event.type],
  );
  return deliveryIds;
}

export function attemptRecord(engine: EngineHarness, more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: engine.ids.next(),
    webhookVersion: 1,
    number: 1,
    startedAt: engine.clock.now(),
    durationMs: 1,
    responseStatus: 200,
    responseHeaders: [],
    responseBody: null,
    responseBodyText: null,
    isResponseBodyTruncated: false,
    requestHeaders: [],
    errorType: null,
    errorMessage: null,
    timings: {},
    ...more,
  };
}

export const FAILED = { responseStatus: 500, errorType: 'http_status', errorMessage: 'no' } as const;

const SHADOWED = {
  responseStatus: null,
  responseHeaders: null,
  shadow: { kept: Buffer.from('{}'), bytes: 2 },
};

function answerOf({ kind }: Outcome): Partial<AttemptRecord> {
  if (kind === 'shadowed') return SHADOWED;
  return kind === 'delivered' ? {} : FAILED;
}

/** An outcome with the attempt that fits it. */
export function completionOf(
  engine: EngineHarness,
  delivery: ClaimedDelivery,
  outcome: Outcome,
  more: Partial<AttemptRecord> = {},
): Completion {
  const answer = answerOf(outcome);
  const attempt = attemptRecord(engine, { number: delivery.attemptCount + 1, ...answer, ...more });
  return { delivery, outcome, attemptsMax: null, attempt };
}

export function quickRetry(maxAttempts: number, delayMs = 50): RetryPolicy {
  return {
    max_attempts: maxAttempts,
    initial_delay_ms: delayMs,
    backoff_multiplier: 1,
    max_delay_ms: 60_000,
    jitter: 0,
    retry_on: 'any_failure',
  };
}
