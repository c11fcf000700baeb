import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';
import { createApiClient, publishMany } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { countByEvent } from '../support/ledger.ts';
import { startProgram } from '../support/posthorn-program.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const OTHERS = 100;
const LEASE_MS = 2_000;
const CLAIMS_MAX = 5;
const PATIENCE_MS = 60_000;

const isPoison = ({ body }: ReceivedRequest): boolean => body.includes('"type":"poison"');

describe('a delivery that kills its worker', () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let worker: PosthornProcess | null = null;
  let deaths = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    receiver = await startReceiver((request) => {
      if (!isPoison(request)) return { status: 204, delayMs: 20 };
      if (worker !== null) process.kill(worker.pid, 'SIGKILL');
      worker = null;
      deaths += 1;
      return { status: 500, delayMs: PATIENCE_MS };
    });
  });

  afterAll(async () => {
    await worker?.kill();
    await receiver.close();
    await database.drop();
  });

  async function start(role: string): Promise<PosthornProcess> {
    return await startProgram({
      DATABASE_URL: database.url,
      POSTHORN_ROLE: role,
      POSTHORN_LEASE_MS: String(LEASE_MS),
    });
  }

  async function countLive(): Promise<number> {
    const rows = await database.query<{ live: number }>('select count(*)::int as live from live_deliveries');
    return rows[0]?.live ?? -1;
  }

  it('is given up as crashed after five claims, and everything else is delivered', async () => {
    const api = await start('api');
    const client = createApiClient(api.baseUrl);
    await client.post('/api/webhooks', { url: receiver.url });
    const before = await publishMany(client, 'order.paid', OTHERS / 2);
    const [poison = ''] = await publishMany(client, 'poison', 1);
    const after = await publishMany(client, 'order.paid', OTHERS / 2);
    await eventually('all are fanned out', async () => (await countLive()) === OTHERS + 1);
    await api.kill();

    for (let death = 1; death <= CLAIMS_MAX; death += 1) {
      worker = await start('worker');
      await eventually(`death ${death}`, () => deaths === death, PATIENCE_MS);
    }
    worker = await start('worker');
    await eventually('nothing is left', async () => (await countLive()) === 0, PATIENCE_MS);

    expect(deaths).toBe(CLAIMS_MAX);
    const finished = await database.query(
      `select status, reason, attempt_count, count(*)::int as count
       from finished_deliveries group by 1, 2, 3 order by 4`,
    );
    expect(finished).toEqual([
      { status: 'dead_letter', reason: 'crashed', attempt_count: 0, count: 1 },
      { status: 'delivered', reason: null, attempt_count: 1, count: OTHERS },
    ]);
    const counts = countByEvent(receiver);
    expect([...counts.keys()].sort()).toEqual([...before, poison, ...after].sort());
  }, 300_000);
});
