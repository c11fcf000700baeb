import { afterEach, describe, expect, it } from '@jest/globals';
import type { PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';
import { createApiClient, publishMany } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { countByEvent } from '../support/ledger.ts';
import { startProgram } from '../support/posthorn-program.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const DELIVERIES = 2_000;
const SLOTS = 100;
const RECOVERY_MS = 60_000;

async function countLive(database: TestDatabase): Promise<number> {
  const rows = await database.query<{ live: number }>(
    'select ((select count(*) from live_deliveries) + (select count(*) from outbox))::int as live',
  );
  return rows[0]?.live ?? -1;
}

describe('several processes on one database', () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let processes: PosthornProcess[] = [];

  async function run(role: string): Promise<PosthornProcess> {
    const settings = { DATABASE_URL: database.url, POSTHORN_ROLE: role, POSTHORN_SLOTS: String(SLOTS) };
    const started = await startProgram(settings);
    processes.push(started);
    return started;
  }

  async function register(process: PosthornProcess): Promise<void> {
    const answer = await createApiClient(process.baseUrl).post('/api/webhooks', { url: receiver.url });
    expect(answer.status).toBe(201);
  }

  afterEach(async () => {
    await Promise.all(
      processes.map(async (process) => {
        await process.kill();
      }),
    );
    processes = [];
    await receiver.close();
    await database.drop();
  });

  it('one api and two workers deliver each of 2,000 events exactly once, and both workers take part', async () => {
    database = await createTestDatabase();
    receiver = await startReceiver(() => ({ status: 204, delayMs: 5 }));
    const [api, ...workers] = await Promise.all([run('api'), run('worker'), run('worker')]);
    await register(api);
    const ids = await publishMany(createApiClient(api.baseUrl), 'order.paid', DELIVERIES);
    await eventually('everything is recorded', async () => (await countLive(database)) === 0, RECOVERY_MS);

    const counts = countByEvent(receiver);
    expect([...counts.keys()].sort()).toEqual([...ids].sort());
    expect([...counts.values()].filter((count) => count !== 1)).toEqual([]);
    const attempts = await Promise.all(
      workers.map(async ({ baseUrl }) => {
        const health = await createApiClient(baseUrl).get<{ worker: { attempts: number } }>('/health');
        return health.data.worker.attempts;
      }),
    );
    expect(Math.min(...attempts)).toBeGreaterThan(0);
    expect(attempts.reduce((sum, count) => sum + count, 0)).toBe(DELIVERIES);
    expect(await Promise.all(processes.map(async (process) => await process.stop()))).toEqual([0, 0, 0]);
  }, 120_000);

  it('kill -9 of everything in the middle loses nothing and repeats no more than was in flight', async () => {
    database = await createTestDatabase();
    receiver = await startReceiver(() => ({ status: 204, delayMs: 20 }));
    const before = await Promise.all([run('all'), run('worker')]);
    await register(before[0]);
    const ids = await publishMany(createApiClient(before[0].baseUrl), 'order.paid', DELIVERIES);
    await eventually('a part has arrived', () => receiver.requests.length >= DELIVERIES / 4, RECOVERY_MS);
    await Promise.all(
      before.map(async (process) => {
        await process.kill();
      }),
    );
    const arrivedBefore = receiver.requests.length;
    expect(arrivedBefore).toBeLessThan(DELIVERIES);

    await run('all');
    await eventually('everything is recorded', async () => (await countLive(database)) === 0, RECOVERY_MS);
    const counts = countByEvent(receiver);
    expect([...counts.keys()].sort()).toEqual([...ids].sort());
    expect(receiver.requests.length - DELIVERIES).toBeLessThanOrEqual(SLOTS * before.length);
    const finished = await database.query<{ status: string; count: number }>(
      'select status, count(*)::int as count from finished_deliveries group by status',
    );
    expect(finished).toEqual([{ status: 'delivered', count: DELIVERIES }]);
  }, 120_000);
});
