import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebhookClient } from '../../packages/client/src/posthorn-client.ts';
import { forkTypeScript } from '../load/child-process.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const PROGRAM = new URL('client-process.ts', import.meta.url);
const KILLS = 3;
const SENT_EACH = 60;
/** A lease, the second that a promotion may take, and a busy machine. */
const RECOVERY_MS = 45_000;

let database: TestDatabase;
let receiver: Receiver;

beforeAll(async () => {
  database = await createTestDatabase();
  // Slow enough that there is always something in flight.
  receiver = await startReceiver(() => ({ status: 204, delayMs: 50 }));
});

afterAll(async () => {
  await receiver.close();
  await database.drop();
});

/** Lets a program send, and kills it in the middle. @returns the ids of the deliveries that it was told of */
async function sendUntilKilled(): Promise<string[]> {
  const environment = {
    DATABASE_URL: database.url,
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
    TARGET_URL: receiver.url,
  };
  const child = forkTypeScript(PROGRAM, { environment });
  const sent: string[] = [];
  child.on('message', (ids: string[]) => {
    sent.push(...ids);
    if (sent.length >= SENT_EACH) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return sent;
}

describe('a program that is killed', () => {
  it('loses nothing: the next one delivers what was sent, and what was in flight', async () => {
    const sent: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) sent.push(...(await sendUntilKilled()));
    expect(sent.length).toBeGreaterThanOrEqual(KILLS * SENT_EACH);
    const [waiting] = await database.query<{ count: number }>(
      'select count(*)::int as count from live_deliveries',
    );
    expect(waiting?.count).toBeGreaterThan(0);

    const client = new WebhookClient({ connectionString: database.url, allowedNetworks: ['127.0.0.0/8'] });
    await client.start();
    await eventually(
      'all is delivered',
      async () => (await database.query('select from live_deliveries limit 1')).length === 0,
      RECOVERY_MS,
    );
    const rows = await database.query<{ status: string; count: number }>(
      'select status::text, count(*)::int as count from finished_deliveries group by status',
    );
    const [events] = await database.query<{ count: number }>('select count(*)::int as count from events');
    expect(rows).toEqual([{ status: 'delivered', count: events?.count }]);
    const arrived = new Set(
      receiver.requests.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id),
    );
    expect(arrived.size).toBe(events?.count);
    for (const id of sent) expect((await client.getDelivery(id)).status).toBe('delivered');
    await client.stop();
  });
});
