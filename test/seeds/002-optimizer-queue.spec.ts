import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as library from '../../packages/client/src/posthorn-client.ts';
import {
  DEFAULT_RATE_LIMIT_CONFIG,
  WebhookClient,
  WebhookErrorType,
  WebhookQueue,
  type WebhookTarget,
} from '../../packages/client/src/posthorn-client.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { example, runExample } from './optimizer-examples.ts';

const LOOPBACK = ['127.0.0.0/8'];
/** Nothing is sent here: whoever takes from the queue sends by itself. */
const TARGET: WebhookTarget = { id: 'queued', name: 'Queued', url: 'http://127.0.0.1:9/', secret: 'secret' };

let database: TestDatabase;
const open: { close(): Promise<void> }[] = [];
const environment = { ...process.env };

function createQueue(): WebhookQueue {
  const queue = new WebhookQueue();
  open.push(queue);
  return queue;
}

function createClient(): WebhookClient {
  const client = new WebhookClient();
  open.push({
    close: async () => {
      await client.stop();
    },
  });
  return client;
}

const enqueue = async (queue: WebhookQueue, n: number, priority = 0, target = TARGET): Promise<string> =>
  await queue.enqueue({ eventType: 'queue.checked', data: { n } }, target, priority);
const takeN = async (queue: WebhookQueue): Promise<unknown> =>
  ((await queue.dequeue())?.data as { n: number } | undefined)?.n ?? null;

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  process.env.POSTHORN_ALLOWED_NETWORKS = LOOPBACK.join(',');
});

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  await database.query('truncate live_deliveries, finished_deliveries, attempts');
});

afterAll(async () => {
  process.env = environment;
  await database.drop();
});

describe('Priority Queue', () => {
  it('runs as written', async () => {
    const deliveryId = WebhookQueue.createDeliveryId();
    const delivery = { id: deliveryId, eventType: 'queue.checked', data: { a: 1 } };
    const code = example('', 'const queue = new WebhookQueue();');
    const scope = { delivery, target: TARGET, deliveryId };
    const { queue, item } = await runExample(code, library, scope, ['queue', 'item']);
    open.push(queue as WebhookQueue);
    expect(item).toEqual({
      deliveryId,
      eventId: expect.stringMatching(/^evt_/) as unknown,
      eventType: 'queue.checked',
      data: { a: 1 },
      target: expect.objectContaining(TARGET) as unknown,
      attempt: 1,
    });
    expect(await createClient().getDelivery(deliveryId)).toMatchObject({
      status: 'delivered',
      priority: 10,
      attemptCount: 1,
      attempts: [{ number: 1, statusCode: 200, error: null }],
    });
  });

  it('gives out the highest priority first (higher = more important), and of those the oldest', async () => {
    const queue = createQueue();
    const other = { ...TARGET, id: 'queued-too' };
    for (const [n, priority, target] of [
      [1, 5],
      [2, 100, other],
      [3, 5],
      [4, 0, other],
      [5, 50],
    ] as const) {
      await enqueue(queue, n, priority, target);
    }
    const taken = [];
    for (let count = 0; count < 6; count += 1) taken.push(await takeN(queue));
    expect(taken).toEqual([2, 5, 1, 3, 4, null]);
  });

  it('gives a delivery to one of many at once', async () => {
    const queues = [createQueue(), createQueue(), createQueue()];
    const [first] = queues;
    for (let n = 0; n < 30; n += 1) await enqueue(first ?? createQueue(), n);
    const taken: unknown[] = [];
    await Promise.all(
      queues.map(async (queue) => {
        // Another may be quicker for a moment: what is empty is looked at again.
        while (taken.length < 30) {
          const n = await takeN(queue);
          if (n !== null) taken.push(n);
        }
      }),
    );
    expect(new Set(taken).size).toBe(30);
    expect(taken).toHaveLength(30);
  });

  it('keeps everything for the next process', async () => {
    const [before, after] = [createQueue(), createQueue()];
    await enqueue(before, 1);
    await enqueue(before, 2);
    expect(await takeN(before)).toBe(1);
    // It gives back what it has, as the end of its lease would.
    await before.close();
    expect([await takeN(after), await takeN(after), await takeN(after)]).toEqual([1, 2, null]);
  });

  it('holds to the rate limit of a target', async () => {
    const queue = createQueue();
    const rateLimitConfig = { ...DEFAULT_RATE_LIMIT_CONFIG, requestsPerSecond: 0.01, burstSize: 2 };
    const limited = { ...TARGET, id: 'limited', rateLimitConfig };
    for (let n = 0; n < 4; n += 1) await enqueue(queue, n, 10, limited);
    await enqueue(queue, 99, 0);
    const taken = [];
    for (let count = 0; count < 4; count += 1) taken.push(await takeN(queue));
    expect(taken).toEqual([0, 1, 99, null]);
  });

  it('gives out nothing of a target that the API has put into shadow mode', async () => {
    const queue = createQueue();
    await enqueue(queue, 1, 0, { ...TARGET, id: 'shadowed' });
    await database.query(`update webhooks set mode = 'shadow' where uid = 'shadowed'`);
    expect(await takeN(queue)).toBeNull();
    await database.query(`update webhooks set mode = 'live' where uid = 'shadowed'`);
    expect(await takeN(queue)).toBe(1);
  });

  it('is the queue that a client takes from', async () => {
    const [queue, client] = [createQueue(), createClient()];
    const id = await enqueue(queue, 1);
    await client.start();
    // Nobody listens there: its attempt fails.
    await eventually('the client has tried it', async () => {
      const { attempts } = await client.getDelivery(id);
      return attempts[0]?.error?.type === WebhookErrorType.NETWORK_ERROR;
    });
  });

  it('refuses what it cannot keep', async () => {
    const queue = createQueue();
    const delivery = { id: WebhookQueue.createDeliveryId(), eventType: 'queue.checked', data: {} };
    await queue.enqueue(delivery, TARGET);
    const refusals = [
      () => queue.enqueue(delivery, TARGET),
      () => queue.enqueue({ ...delivery, id: 'mine' }, TARGET),
      () => queue.enqueue({ eventType: 'no type', data: {} }, TARGET),
      () => queue.enqueue({ eventType: 'a', data: {} }, TARGET, 101),
      () => queue.enqueue({ eventType: 'a', data: {} }, { ...TARGET, url: 'ftp://127.0.0.1/' }),
      () => queue.purgeDeadLetter(-1),
    ];
    for (const refused of refusals)
      await expect(refused()).rejects.toMatchObject({ type: 'validation_error' });
    await expect(
      queue.enqueue({ eventType: 'a', data: {} }, { ...TARGET, enabled: false }),
    ).rejects.toMatchObject({
      type: 'target_disabled',
      retryable: false,
    });
  });
});

describe('Dead Letter Queue', () => {
  it('runs as written', async () => {
    const queue = createQueue();
    const deliveryId = await enqueue(queue, 1);
    const item = await queue.dequeue();
    const code = example('', 'queue.moveToDeadLetter(item);');
    await runExample(code, library, { queue, item, deliveryId, maxAgeMs: 60_000 }, []);
    // It was retried before the purge, which then found nothing.
    expect(await takeN(queue)).toBe(1);
  });

  it('holds what was given up until it is retried', async () => {
    const [queue, client] = [createQueue(), createClient()];
    const id = await enqueue(queue, 1);
    expect(await queue.retryDeadLetter(id)).toBe(false);
    const item = await queue.dequeue();
    expect(await queue.moveToDeadLetter(item ?? { deliveryId: '' })).toBe(true);
    expect(await client.getDelivery(id)).toMatchObject({ status: 'dead_letter', reason: 'exhausted' });
    expect((await client.getStatistics()).deadLetterDeliveries).toBe(1);
    expect(await takeN(queue)).toBeNull();
    expect(await queue.retryDeadLetter(id)).toBe(true);
    expect(await queue.retryDeadLetter(id)).toBe(false);
    expect(await client.getDelivery(id)).toMatchObject({ status: 'pending', reason: null });
    expect(await takeN(queue)).toBe(1);
    expect(await queue.complete(id, { statusCode: 204, responseTime: 12 })).toBe(true);
    const { attempts } = await client.getDelivery(id);
    expect(attempts).toMatchObject([{ number: 1, statusCode: 204, responseTime: 12 }]);
    const audited = await database.query(
      `select action from audit_log where action = 'delivery.retried' and object_id = (select id from finished_deliveries)`,
    );
    expect(audited).toHaveLength(1);
  });

  it('forgets what is old', async () => {
    const [queue, client] = [createQueue(), createClient()];
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push(await enqueue(queue, n));
    for (let n = 0; n < 2; n += 1) {
      const item = await queue.dequeue();
      await queue.moveToDeadLetter(item ?? { deliveryId: '' });
    }
    expect(await queue.purgeDeadLetter(60_000)).toBe(0);
    await database.query(`update finished_deliveries set completed_at = now() - interval '2 minutes'`);
    expect(await queue.purgeDeadLetter(60_000)).toBe(2);
    expect(await queue.purgeDeadLetter(0)).toBe(0);
    await expect(client.getDelivery(ids[0] ?? '')).rejects.toMatchObject({ type: 'validation_error' });
    expect(await takeN(queue)).toBe(2);
  });

  it('says when a delivery is not lent, or no longer', async () => {
    const queue = createQueue();
    const id = await enqueue(queue, 1);
    expect(await queue.complete(id)).toBe(false);
    await queue.dequeue();
    await expect(queue.complete(id, { statusCode: 500 })).rejects.toMatchObject({ type: 'validation_error' });
    // Its lease ran out, and somebody else took it.
    await database.query('update live_deliveries set lease_token = lease_token + 1');
    expect(await queue.complete(id)).toBe(false);
    expect(await queue.retryDeadLetter('not an id')).toBe(false);
  });
});
