import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxiosInstance } from 'axios';
import type { PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';
import { createApiClient, publishMany } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { countByEvent } from '../support/ledger.ts';
import { startProgram } from '../support/posthorn-program.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const DEAD_LETTERS = 240;
const RATE = 40;
const SLOTS = 20;
const RECOVERY_MS = 60_000;

interface ReplayAnswer {
  readonly id: string;
  readonly status: string;
  readonly total_count: number;
  readonly replayed_count: number;
}

let database: TestDatabase;
let receiver: Receiver;
let isFailing = true;
const processes: PosthornProcess[] = [];

async function start(): Promise<{ process: PosthornProcess; api: AxiosInstance }> {
  const settings = { DATABASE_URL: database.url, POSTHORN_SLOTS: String(SLOTS) };
  const process = await startProgram(settings);
  processes.push(process);
  return { process, api: createApiClient(process.baseUrl) };
}

async function makeDeadLetters(api: AxiosInstance): Promise<string[]> {
  const body = { url: receiver.url, retry: { max_attempts: 1 } };
  expect((await api.post('/api/webhooks', body)).status).toBe(201);
  const eventIds = await publishMany(api, 'order.paid', DEAD_LETTERS);
  await eventually(
    'all are given up',
    async () => {
      const rows = await database.query(`select from finished_deliveries where status = 'dead_letter'`);
      return rows.length === DEAD_LETTERS;
    },
    RECOVERY_MS,
  );
  return eventIds;
}

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver(() => (isFailing ? { status: 500 } : { status: 204, delayMs: 20 }));
});

afterAll(async () => {
  for (const process of processes) await process.kill();
  await receiver.close();
  await database.drop();
});

describe('a replay whose process is killed half-way', () => {
  it('sends each once more but for what was in flight, and never goes back', async () => {
    const first = await start();
    const eventIds = await makeDeadLetters(first.api);
    isFailing = false;

    // Whoever got no answer asks again, with the same key.
    const body = { filter: {}, mode: 'failed', rate_per_second: RATE };
    const headers = { 'Idempotency-Key': 'the replay of the night' };
    const starts = await Promise.all(
      [1, 2, 3].map(async () => await first.api.post<ReplayAnswer>('/api/replays', body, { headers })),
    );
    expect(starts.map(({ status }) => status)).toEqual([202, 202, 202]);
    const [id = '', ...others] = new Set(starts.map(({ data }) => data.id));
    expect(others).toEqual([]);
    expect(starts[0]?.data.total_count).toBe(DEAD_LETTERS);

    let seen = 0;
    const look = async (api: AxiosInstance): Promise<ReplayAnswer> => {
      const { data } = await api.get<ReplayAnswer>(`/api/replays/${id}`);
      expect(data.replayed_count).toBeGreaterThanOrEqual(seen);
      seen = data.replayed_count;
      return data;
    };
    await eventually(
      'a part is sent again',
      async () => (await look(first.api)).replayed_count >= 2 * RATE,
      RECOVERY_MS,
    );
    await first.process.kill();
    expect(seen).toBeLessThan(DEAD_LETTERS);

    const second = await start();
    await eventually(
      'the other process completes it',
      async () => (await look(second.api)).status === 'completed',
      RECOVERY_MS,
    );
    expect(seen).toBe(DEAD_LETTERS);
    await eventually(
      'everything is delivered',
      async () =>
        (await database.query(`select from finished_deliveries where status = 'delivered'`)).length ===
        DEAD_LETTERS,
      RECOVERY_MS,
    );

    const counts = countByEvent(receiver);
    expect([...counts.keys()].toSorted()).toEqual(eventIds.toSorted());
    expect(Math.min(...counts.values())).toBe(2);
    expect(receiver.requests.length - 2 * DEAD_LETTERS).toBeLessThanOrEqual(SLOTS);
    const known = await database.query('select from replay_deliveries');
    const made = await database.query('select from replays');
    expect([known.length, made.length]).toEqual([DEAD_LETTERS, 1]);
  }, 240_000);
});
