import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';
import { createApiClient, publishMany } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { countByEvent } from '../support/ledger.ts';
import { startProgram } from '../support/posthorn-program.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

const DELIVERIES = 2_000;
const SLOTS = 100;
const RECOVERY_MS = 60_000;

interface Health {
  readonly deliveries: { pending: number; in_progress: number; retrying: number; outbox: number };
}

/** The embedded server's own process id, as Postgres notes it in its folder. */
async function readServerPid(dataDir: string): Promise<number> {
  const record = JSON.parse(await readFile(path.join(dataDir, 'embedded-postgres.json'), 'utf8')) as {
    clusterDir: string;
  };
  const [pid] = (await readFile(path.resolve(dataDir, record.clusterDir, 'postmaster.pid'), 'utf8')).split(
    '\n',
  );
  return Number(pid);
}

describe('one process on its embedded database', () => {
  let folder: string;
  let receiver: Receiver;
  let running: PosthornProcess;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'posthorn-faults-'));
    receiver = await startReceiver(() => ({ status: 204, delayMs: 20 }));
    running = await start();
  }, 60_000);

  afterEach(async () => {
    expect(await running.stop()).toBe(0);
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<PosthornProcess> {
    return await startProgram({ POSTHORN_DATA_DIR: folder, POSTHORN_SLOTS: String(SLOTS) });
  }

  it('kill -9 of it and of its Postgres in the middle loses nothing that was answered', async () => {
    await createApiClient(running.baseUrl).post('/api/webhooks', { url: receiver.url });
    const ids = await publishMany(createApiClient(running.baseUrl), 'order.paid', DELIVERIES);
    await eventually('a part has arrived', () => receiver.requests.length >= DELIVERIES / 4, RECOVERY_MS);
    process.kill(await readServerPid(folder), 'SIGKILL');
    await running.kill();
    expect(receiver.requests.length).toBeLessThan(DELIVERIES);

    running = await start();
    const api = createApiClient(running.baseUrl);
    await eventually(
      'everything is recorded',
      async () => {
        const { data } = await api.get<Health>('/health');
        const { pending, in_progress: inProgress, retrying, outbox } = data.deliveries;
        return [pending, inProgress, retrying, outbox].every((count) => count === 0);
      },
      RECOVERY_MS,
    );
    expect([...countByEvent(receiver).keys()].sort()).toEqual([...ids].sort());
    expect(receiver.requests.length - DELIVERIES).toBeLessThanOrEqual(SLOTS);
  }, 120_000);
});
