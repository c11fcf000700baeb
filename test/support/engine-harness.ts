import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import type { IdGenerator, Uuid } from '../../src/domain/ids.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from '../../src/domain/retry-policy.ts';
import { createWebhookSecret } from '../../src/domain/webhook-secrets.ts';
import type { DatabaseClock } from '../../src/engine/database-clock.ts';
import type { EngineLog } from '../../src/engine/engine-log.ts';
import { SubscriptionCache } from '../../src/engine/fan-out/subscription-cache.ts';
import type { NewEvent } from '../../src/engine/publish/new-event.ts';
import type { Publisher } from '../../src/engine/publish/publisher.ts';
import { createTransport } from '../../src/engine/transport/undici-transport.ts';
import { Worker, type WorkerParts } from '../../src/engine/worker.ts';
import { assembleEngine, NO_KEYS } from './assemble-engine.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export const DEFAULT_TENANT: Uuid = '01980000-0000-7000-8000-000000000001';

/** The engine alone, without Nest: on a database of its own, sending to loopback. */
export interface EngineHarness {
  readonly database: TestDatabase;
  readonly pool: pg.Pool;
  readonly ids: IdGenerator;
  readonly clock: DatabaseClock;
  readonly subscriptions: SubscriptionCache;
  readonly publisher: Publisher;
  readonly worker: Worker;
  /** What was logged as a warning or an error. */
  readonly complaints: string[];
  readonly log: EngineLog;
  /** A worker as another process would run it: own pool, own memory. Not started; stopped when the harness closes. */
  createWorker(options?: WorkerOptions): Worker;
  addWebhook(webhook: TestWebhook): Promise<{ id: Uuid; secret: string }>;
  close(): Promise<void>;
}

export interface TestWebhook {
  readonly url: string;
  readonly events?: readonly string[];
  readonly retry?: RetryPolicy;
  readonly maxInFlight?: number;
  readonly timeoutMs?: number;
  readonly rateLimit?: RateLimit;
  readonly mode?: 'live' | 'shadow';
}

export interface RateLimit {
  readonly requests_per_second?: number;
  readonly burst?: number;
  readonly per_hour?: number;
}

export type WorkerOptions = Partial<Pick<WorkerParts, 'slotsMax' | 'leaseMs' | 'observer' | 'breakerRules'>>;

export async function startEngine(options: WorkerOptions = {}): Promise<EngineHarness> {
  const database = await createTestDatabase();
  const pool = createEnginePool(database.url);
  const complaints: string[] = [];
  const log = collectingLog(complaints);
  const transport = createTransport({ allowedNetworks: ['127.0.0.0/8'] });
  const sending = { transport, log, slotsMax: 500, leaseMs: 10_000 };
  const { clock, ids, subscriptions, publisher, worker } = await assembleEngine(pool, {
    ...sending,
    ...options,
  });
  const shared = { ...sending, ids, clock, random: Math.random };
  const processes: EngineProcess[] = [{ worker, pool }];
  return {
    database,
    pool,
    ids,
    clock,
    subscriptions,
    publisher,
    worker,
    complaints,
    log,
    createWorker: (otherOptions) => {
      const other = createProcess(database, { ...shared, ...otherOptions });
      processes.push(other);
      return other.worker;
    },
    addWebhook: async (webhook) => await addWebhook(database, ids.next(), ids.next(), webhook),
    close: async () => {
      for (const each of processes) await each.worker.stop(1_000);
      await transport.close();
      for (const each of processes) await each.pool.end();
      await database.drop();
    },
  };
}

interface EngineProcess {
  readonly worker: Worker;
  readonly pool: pg.Pool;
}

function createProcess(
  database: TestDatabase,
  parts: Omit<WorkerParts, 'pool' | 'subscriptions'>,
): EngineProcess {
  const pool = createEnginePool(database.url);
  return {
    pool,
    worker: new Worker({ ...parts, pool, subscriptions: new SubscriptionCache(pool, NO_KEYS) }),
  };
}

export function createEnginePool(url: string): pg.Pool {
  return createPool(
    url,
    {
      schema: 'posthorn',
      role: 'app',
      applicationName: 'posthorn test',
      connectionsMax: 8,
      statementTimeoutMs: 10_000,
      lockTimeoutMs: 2_000,
      isPlannerPinned: true,
      isOfEveryTenant: true,
    },
    () => undefined,
  );
}

export function newEvent(type: string, data: string, more: Partial<NewEvent> = {}): NewEvent {
  return {
    tenantId: DEFAULT_TENANT,
    type,
    data,
    occurredAt: 1_795_000_000_123,
    priority: 0,
    tags: [],
    deliverAt: null,
    expiresAt: null,
    idempotency: null,
    trace: null,
    ...more,
  };
}

/** A webhook as the management tables hold it, with the version bumped as every change does. */
async function addWebhook(
  database: TestDatabase,
  id: Uuid,
  secretId: Uuid,
  webhook: TestWebhook,
): Promise<{ id: Uuid; secret: string }> {
  const secret = createWebhookSecret(randomBytes);
  await database.query(
    `insert into webhooks (id, tenant_id, name, url, events, retry, max_in_flight, timeout_ms,
                           rate_limit, mode)
     values ($1, $2, 'test', $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      DEFAULT_TENANT,
      webhook.url,
      webhook.events ?? [],
      JSON.stringify(webhook.retry ?? DEFAULT_RETRY_POLICY),
      webhook.maxInFlight ?? 64,
      webhook.timeoutMs ?? 15_000,
      webhook.rateLimit === undefined ? null : JSON.stringify(webhook.rateLimit),
      webhook.mode ?? 'live',
    ],
  );
  await database.query('insert into webhook_secrets (id, webhook_id, secret) values ($1, $2, $3)', [
    secretId,
    id,
    secret,
  ]);
  await database.query('update subscription_versions set version = version + 1 where tenant_id = $1', [
    DEFAULT_TENANT,
  ]);
  return { id, secret };
}

function collectingLog(complaints: string[]): EngineLog {
  const complain = (fields: object, message: string): void => {
    const error = 'err' in fields ? String(fields.err) : '';
    complaints.push(`${message} ${error}`);
  };
  return { debug: () => undefined, info: () => undefined, warn: complain, error: complain };
}
