import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readClientSettings } from '../../packages/client/src/client-settings.ts';
import { attemptErrorType, toWebhookError } from '../../packages/client/src/error-mapping.ts';
import {
  RETRYABLE_ERRORS,
  WebhookClient,
  WebhookErrorType,
  WebhookNetworkError,
  WebhookQueue,
} from '../../packages/client/src/posthorn-client.ts';
import { Duties } from '../../packages/client/src/store/duties.ts';
import { HeldDeliveries } from '../../packages/client/src/store/held-deliveries.ts';
import { openStore, type Store } from '../../packages/client/src/store/store.ts';
import { SealedTextError } from '../../src/domain/encryption/sealed-text.ts';
import { ERROR_TYPES } from '../../src/domain/error-types.ts';
import { limitedByWebhooks } from '../../src/engine/queue/claim-limits.ts';
import { DeliveryQueue } from '../../src/engine/queue/delivery-queue.ts';
import { OverloadError } from '../../src/engine/publish/coalescer.ts';
import { IdempotencyError } from '../../src/engine/publish/new-event.ts';
import { QuotaError } from '../../src/engine/quotas/quota-error.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let store: Store;
const complaints: string[] = [];
const complain = (_fields: object, message: string): void => void complaints.push(message);
const log = { debug: () => undefined, info: () => undefined, warn: complain, error: complain };

beforeAll(async () => {
  database = await createTestDatabase();
  const { store: settings } = readClientSettings({ connectionString: database.url, log }, {});
  store = await openStore(settings);
  // It has told that there is no key to seal with.
  complaints.length = 0;
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

const partitionCount = async (): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_inherits where inhparent = 'events'::regclass`,
  );
  return row?.count ?? 0;
};

describe('the duties of a client', () => {
  it('are done from time to time: days are made ahead, old ones dropped, and the clock is read', async () => {
    const intervalsMs = { partitions: 30, retention: 30, clock: 30 };
    const duties = new Duties(store, { retentionDays: 30, log, intervalsMs });
    duties.start();
    await eventually('a week is made', async () => (await partitionCount()) >= 8);
    await database.query(`create table events_p20200101 partition of events
      for values from ('016f5e66-e800-0000-0000-000000000000') to ('01746c1a-0000-0000-0000-000000000000')`);
    await eventually('the old day is gone', async () => {
      const [row] = await database.query<{ name: string | null }>(
        `select to_regclass('events_p20200101') as name`,
      );
      return row?.name === null;
    });
    await duties.stop();
    expect(complaints).toEqual([]);
  });

  it('are tried again where one fails, and say so', async () => {
    const { store: settings } = readClientSettings({ connectionString: database.url }, {});
    const lost = await openStore(settings);
    const duties = new Duties(lost, {
      retentionDays: 30,
      log,
      intervalsMs: { partitions: 60_000, retention: 60_000, clock: 20 },
    });
    await lost.close();
    duties.start();
    await eventually('it has failed twice', () => complaints.length >= 2);
    expect(complaints[0]).toBe('a duty failed and will be tried again');
    await duties.stop();
    complaints.length = 0;
  });
});

describe('what a queue has lent', () => {
  it('stays its own beyond the lease, for as long as it is there', async () => {
    const queue = new WebhookQueue({ connectionString: database.url, allowedNetworks: ['127.0.0.0/8'] });
    const target = { id: 'lent', name: 'Lent', url: 'http://127.0.0.1:9/' };
    await queue.enqueue({ eventType: 'lent.out', data: {} }, target);
    const short = new DeliveryQueue(store.enginePool, 400);
    const [delivery] = await short.claimDue(1, limitedByWebhooks(new Map()));
    if (delivery === undefined) throw new Error('Nothing was there to claim.');
    const held = new HeldDeliveries(short, 400, log);
    const endOf = async (): Promise<Date | undefined> => {
      const rows = await database.query<{ next_attempt_at: Date }>(
        'select next_attempt_at from live_deliveries',
      );
      return rows[0]?.next_attempt_at;
    };
    const first = await endOf();
    held.add({ delivery, webhookVersion: 1, takenAt: Date.now() });
    await eventually('its lease has been moved on', async () => Number(await endOf()) > Number(first));
    expect(held.clear()).toHaveLength(1);
    expect(held.clear()).toEqual([]);
    await queue.close();
  });
});

describe('embedded: true', () => {
  it('runs a PostgreSQL of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-client-'));
    const receiver = await startReceiver();
    const config = { embedded: true, dataDir: join(folder, 'data'), allowedNetworks: ['127.0.0.0/8'] };
    const client = new WebhookClient(config);
    await client.registerTarget({ id: 'embedded', name: 'Embedded', url: receiver.url, secret: 'secret' });
    await client.start();
    await client.send('embedded.checked', { a: 1 });
    await eventually('it arrives', () => receiver.requests.length === 1);
    await client.stop();
    await receiver.close();
    await rm(folder, { recursive: true });
  });
});

describe('errors', () => {
  it('say of each kind of failure what the document calls it', () => {
    const types = ERROR_TYPES.map((type) => [
      type,
      attemptErrorType(type, type === 'http_status' ? 500 : null),
    ]);
    expect(Object.fromEntries(types)).toEqual({
      network_error: 'network_error',
      dns_error: 'network_error',
      tls_error: 'network_error',
      interrupted: 'network_error',
      timeout_error: 'timeout_error',
      http_status: 'invalid_response',
      invalid_response: 'invalid_response',
      refused_address: 'validation_error',
      render_error: 'validation_error',
      unknown_error: 'unknown_error',
    });
    expect(attemptErrorType('http_status', 429)).toBe('rate_limit_exceeded');
    expect(attemptErrorType(null, 200)).toBeNull();
  });

  it.each<[unknown, WebhookErrorType]>([
    [new OverloadError('too much waits'), WebhookErrorType.RATE_LIMIT_EXCEEDED],
    [new QuotaError('events_per_minute', 1, 1, 0, 0), WebhookErrorType.RATE_LIMIT_EXCEEDED],
    [new IdempotencyError('still_running', 0), WebhookErrorType.TIMEOUT_ERROR],
    [new IdempotencyError('other_request', 0), WebhookErrorType.VALIDATION_ERROR],
    [new SealedTextError('unknown_key', 'k1'), WebhookErrorType.SIGNATURE_ERROR],
    [Object.assign(new Error('canceled'), { code: '57014' }), WebhookErrorType.TIMEOUT_ERROR],
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), WebhookErrorType.NETWORK_ERROR],
    [Object.assign(new Error('shut down'), { code: '57P01' }), WebhookErrorType.NETWORK_ERROR],
    [new Error('Connection terminated unexpectedly'), WebhookErrorType.NETWORK_ERROR],
    [Object.assign(new Error('bad'), { code: '22P02' }), WebhookErrorType.VALIDATION_ERROR],
    [new Error('wrapped', { cause: { originalCode: '23505' } }), WebhookErrorType.VALIDATION_ERROR],
    [new TypeError('a slip'), WebhookErrorType.UNKNOWN_ERROR],
    [Object.assign(new Error('no table'), { code: '42P01' }), WebhookErrorType.UNKNOWN_ERROR],
    ['a text', WebhookErrorType.UNKNOWN_ERROR],
  ])('come out with their type: %p', (cause, type) => {
    const error = toWebhookError(cause);
    expect(error).toMatchObject({ type, retryable: RETRYABLE_ERRORS[type], cause });
    expect(toWebhookError(error)).toBe(error);
  });

  it('have their own name', () => {
    expect(new WebhookNetworkError('x').name).toBe('WebhookNetworkError');
  });
});
