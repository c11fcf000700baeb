import { afterEach, describe, expect, it } from '@jest/globals';
import type { PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';
import { createApiClient } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { startProgram } from '../support/posthorn-program.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { addEntries, findBacklog } from '../support/redis-entries.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const STREAM = 'jobs';
const ENTRIES = 10_000;
const KILLS = 5;
const PATIENCE_MS = 180_000;

describe('events from Redis', () => {
  let redis: RedisServer;
  let database: TestDatabase;
  let receiver: Receiver;
  let processes: PosthornProcess[] = [];

  async function begin(): Promise<void> {
    redis = await startRedis();
    database = await createTestDatabase();
    receiver = await startReceiver();
  }

  async function run(settings: Readonly<Record<string, string>>): Promise<PosthornProcess> {
    const base = { DATABASE_URL: database.url, REDIS_URL: redis.url, REDIS_CLAIM_AFTER_MS: '1000' };
    const started = await startProgram({ ...base, ...settings });
    processes.push(started);
    return started;
  }

  async function register({ baseUrl }: PosthornProcess): Promise<void> {
    const answer = await createApiClient(baseUrl).post('/api/webhooks', { url: receiver.url });
    expect(answer.status).toBe(201);
  }

  /** How often the event of each number arrived. */
  function countByNumber(): Map<number, number> {
    const counts = new Map<number, number>();
    for (const { body } of receiver.requests) {
      const { data } = JSON.parse(body.toString()) as { data: { number: number } };
      counts.set(data.number, (counts.get(data.number) ?? 0) + 1);
    }
    return counts;
  }

  /** Entries that are not acknowledged. */
  async function backlog(): Promise<number> {
    const found = await findBacklog(redis.client, STREAM);
    return found === null ? Infinity : found.pending + found.lag;
  }

  async function countEvents(): Promise<number> {
    const rows = await database.query<{ count: number }>('select count(*)::int as count from events');
    return rows[0]?.count ?? -1;
  }

  afterEach(async () => {
    await Promise.all(
      processes.map(async (process) => {
        await process.kill();
      }),
    );
    processes = [];
    await receiver.close();
    await redis.close();
    await database.drop();
  });

  it('kill -9 of the consumer, five times within 10,000 entries: each is published once, and each delivered', async () => {
    await begin();
    let consumer = await run({ REDIS_STREAM: STREAM });
    await register(consumer);
    const part = ENTRIES / KILLS;
    let interrupted = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await addEntries(redis.client, STREAM, 'job.completed', { from: kill * part, count: part });
      await eventually('it is at them', async () => (await backlog()) < part, PATIENCE_MS);
      await consumer.kill();
      if ((await backlog()) > 0) interrupted += 1;
      consumer = await run({ REDIS_STREAM: STREAM });
    }
    // One that has been quicker than the kill shows nothing.
    expect(interrupted).toBeGreaterThanOrEqual(KILLS - 2);
    await eventually('each has arrived', () => countByNumber().size === ENTRIES, PATIENCE_MS);
    await eventually('each is acknowledged', async () => (await backlog()) === 0);
    expect(await countEvents()).toBe(ENTRIES);
    expect(await database.query('select * from ingest_errors')).toEqual([]);
    expect(await consumer.stop()).toBe(0);
  }, 400_000);

  it('a restart of Redis: what was added before, and what comes after, arrives; the process does not end', async () => {
    await begin();
    const consumer = await run({ REDIS_STREAM: STREAM, REDIS_CHANNELS: 'jobs:*' });
    await register(consumer);
    await addEntries(redis.client, STREAM, 'job.completed', { from: 0, count: 100 });
    await eventually('they have arrived', () => countByNumber().size === 100);
    await redis.kill();
    const health = createApiClient(consumer.baseUrl);
    await eventually('it has noticed', async () => {
      const { status, data } = await health.get<{ redis: { stream: { connected: boolean } } }>('/health');
      expect(status).toBe(200);
      return !data.redis.stream.connected;
    });
    await redis.start();
    await eventually('Redis is back', async () => (await redis.client.ping().catch(() => null)) === 'PONG');
    await addEntries(redis.client, STREAM, 'job.completed', { from: 100, count: 100 });
    await eventually('the others have arrived', () => countByNumber().size === 200);
    await eventually('it is subscribed again', async () => {
      return (await redis.client.publish('jobs:1', '{"type":"job.completed","data":{"number":1000}}')) === 1;
    });
    await eventually('the message has arrived', () => countByNumber().has(1_000));
    expect(await countEvents()).toBe(201);
    expect(await consumer.stop()).toBe(0);
  }, 120_000);

  it('two processes subscribed to channels: each message is published once, and by the other once one is killed', async () => {
    await begin();
    const channels = { REDIS_CHANNELS: 'jobs:*,*:events' };
    const [first, second] = await Promise.all([run(channels), run(channels)]);
    await register(first);
    const isSubscribed = async ({ baseUrl }: PosthornProcess): Promise<boolean> => {
      const answer = await createApiClient(baseUrl).get<{ redis: { channels: { subscribed: boolean } } }>(
        '/health',
      );
      return answer.data.redis.channels.subscribed;
    };
    const subscribers = async (): Promise<PosthornProcess[]> => {
      const states = await Promise.all([first, second].map(isSubscribed));
      return [first, second].filter((_process, index) => states[index]);
    };
    const send = async (from: number, count: number): Promise<void> => {
      for (let number = from; number < from + count; number += 1) {
        // By both patterns at once.
        const text = JSON.stringify({ type: 'job.progress', data: { number } });
        expect(await redis.client.publish('jobs:events', text)).toBe(2);
      }
    };
    const subscribed = async (): Promise<boolean> => Number(await redis.client.pubsub('NUMPAT')) === 2;
    await eventually('one is subscribed', subscribed);
    const [holder, ...others] = await subscribers();
    expect(others).toEqual([]);
    await send(0, 500);
    await eventually('they have arrived', () => countByNumber().size === 500);

    await holder?.kill();
    await eventually('the first is gone', async () => {
      const list = String(await redis.client.client('LIST'));
      return list.split('posthorn channels').length <= 2;
    });
    const heir = holder === first ? second : first;
    await eventually(
      'the other has taken over',
      async () => (await isSubscribed(heir)) && (await subscribed()),
    );
    await send(500, 500);
    await eventually('the others have arrived', () => countByNumber().size === 1_000);
    expect(await countEvents()).toBe(1_000);
    expect(await heir.stop()).toBe(0);
    expect(await countEvents()).toBe(1_000);
  }, 120_000);
});
