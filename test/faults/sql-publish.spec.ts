import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';
import { createApiClient } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { countByEvent } from '../support/ledger.ts';
import { startProgram } from '../support/posthorn-program.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createSqlLogin, type SqlLogin } from '../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const TRANSACTIONS = 200;
const EVENTS_EACH = 3;
const SLOTS = 50;
const RECOVERY_MS = 60_000;

let database: TestDatabase;
let receiver: Receiver;
let producer: SqlLogin;
const processes: PosthornProcess[] = [];

async function run(role: string): Promise<PosthornProcess> {
  const settings = { DATABASE_URL: database.url, POSTHORN_ROLE: role, POSTHORN_SLOTS: String(SLOTS) };
  const started = await startProgram(settings);
  processes.push(started);
  return started;
}

/** One transaction of the producer's own work and three events. @returns their ids, once it has ended */
async function transact(number: number, end: 'commit' | 'rollback'): Promise<string[]> {
  const client = await producer.pool.connect();
  try {
    await client.query('begin');
    await client.query('insert into shop.orders values ($1)', [number]);
    const { rows } = await client.query<{ id: string }>(
      `select posthorn.publish('order.paid', json_build_object('number', $1::int, 'part', part)) as id
       from generate_series(1, $2::int) as part`,
      [number, EVENTS_EACH],
    );
    await client.query(end);
    return rows.map(({ id }) => id);
  } finally {
    client.release();
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver(() => ({ status: 204, delayMs: 20 }));
  producer = await createSqlLogin(database, 'posthorn_publisher');
  await database.query(`create schema shop`);
  await database.query(`create table shop.orders (number integer primary key)`);
  await database.query(`grant usage on schema shop to ${producer.name}`);
  await database.query(`grant insert on shop.orders to ${producer.name}`);
});

afterAll(async () => {
  for (const process of processes) await process.kill();
  await producer.drop();
  await receiver.close();
  await database.drop();
});

describe('publishing from SQL while a worker is killed', () => {
  it('delivers what was committed, all of it, and nothing of what was rolled back', async () => {
    const [api, worker] = await Promise.all([run('api'), run('worker')]);
    const registered = await createApiClient(api.baseUrl).post('/api/webhooks', { url: receiver.url });
    expect(registered.status).toBe(201);

    const publishing = Promise.all(
      Array.from({ length: TRANSACTIONS }, async (_, number) => {
        const end = number % 2 === 0 ? 'commit' : 'rollback';
        return { end, ids: await transact(number, end) };
      }),
    );
    await eventually('a part has arrived', () => receiver.requests.length >= TRANSACTIONS / 4, RECOVERY_MS);
    await worker.kill();
    const arrivedBefore = receiver.requests.length;
    const transactions = await publishing;
    const committed = transactions.filter(({ end }) => end === 'commit').flatMap(({ ids }) => ids);
    expect(committed).toHaveLength((TRANSACTIONS / 2) * EVENTS_EACH);
    expect(arrivedBefore).toBeLessThan(committed.length);

    await run('worker');
    await eventually(
      'everything is recorded',
      async () => {
        const rows = await database.query<{ isLive: boolean }>(
          'select exists (select from live_deliveries) or exists (select from outbox) as "isLive"',
        );
        return rows[0]?.isLive === false;
      },
      RECOVERY_MS,
    );
    const counts = countByEvent(receiver);
    expect([...counts.keys()].toSorted()).toEqual(committed.toSorted());
    expect(receiver.requests.length - committed.length).toBeLessThanOrEqual(SLOTS);
    const orders = await database.query('select count(*)::int as n from shop.orders');
    expect(orders).toEqual([{ n: TRANSACTIONS / 2 }]);
  }, 180_000);
});
