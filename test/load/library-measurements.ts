import {
  WebhookClient,
  WebhookQueue,
  webhookRetryService,
  type WebhookClientConfig,
} from '../../packages/client/src/posthorn-client.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { perSecond } from './bench-engine.ts';
import { ask, forkTypeScript, letGo } from './child-process.ts';
import { inLanes } from './lanes.ts';
import type { LibraryStep } from './library-process.ts';
import { single, type Section } from './measurement.ts';
import { scaled } from './scale.ts';

const LIBRARY_PROCESS = new URL('./library-process.ts', import.meta.url);
const LANES = 32;
const DEQUEUE_LANES = 8;
const ENQUEUED = scaled(10_000, LANES);
const DEQUEUED = scaled(2_000, DEQUEUE_LANES);
const CALCULATIONS = scaled(1_000_000);
const OPERATIONS = scaled(10_000, LANES);
const CONCURRENT = 50;
const ANSWER_MS = 200;
const DATA = { model: 'claude-3-haiku', cost: 0.05, improvement: '60%' };

/** The speeds that the optimizer's document prints for its queue in memory; this one is in Postgres. */
export const LIBRARY: Section = {
  title: 'The client library',
  about: `\`posthorn-client\` in a process of its own. Enqueued and sent: one event a call, from ${LANES} callers, each call a commit. Dequeued: one
delivery a call, leased to the caller, from ${DEQUEUE_LANES} callers. At once: requests that a receiver which answers after ${ANSWER_MS} ms has open, at
\`maxConcurrentDeliveries: ${CONCURRENT}\`. Memory: how far the process grows above its size after a warm-up while ${OPERATIONS} events are sent and delivered.`,
  measurements: [
    {
      figures: [
        { id: 'client-enqueue', unit: 'operations/s', name: 'client library: enqueued' },
        { id: 'client-dequeue', unit: 'operations/s', name: 'client library: dequeued' },
      ],
      measure: async ({ receiverUrl }) => await measureQueue(receiverUrl),
    },
    single(
      { id: 'client-send', unit: 'operations/s', name: 'client library: sent' },
      async ({ receiverUrl }) => await measureSending(receiverUrl),
    ),
    single(
      { id: 'client-retry-delays', unit: 'operations/s', name: 'client library: retries calculated' },
      () => Promise.resolve(measureCalculations()),
    ),
    single(
      { id: 'client-concurrent', unit: 'requests', name: 'client library: at once' },
      async () => await measureConcurrency(),
    ),
    single(
      { id: 'client-memory', unit: 'MiB', name: 'client library: grown by' },
      async ({ receiverUrl }) => await measureMemory(receiverUrl),
    ),
  ],
};

async function withDatabase<T>(work: (config: WebhookClientConfig) => Promise<T>): Promise<T> {
  const database = await createTestDatabase();
  try {
    return await work({ connectionString: database.url, allowedNetworks: ['127.0.0.0/8'] });
  } finally {
    await database.drop();
  }
}

async function measureQueue(url: string): Promise<readonly number[]> {
  return await withDatabase(async (config) => {
    const queue = new WebhookQueue(config);
    const target = { id: 'bench', name: 'Bench', url, secret: 'secret' };
    const enqueue = async (): Promise<unknown> =>
      await queue.enqueue({ eventType: 'optimization.completed', data: DATA }, target, 10);
    await enqueue();
    let startedAt = performance.now();
    await inLanes(ENQUEUED, LANES, enqueue);
    const enqueued = perSecond(ENQUEUED, startedAt);
    startedAt = performance.now();
    await inLanes(DEQUEUED, DEQUEUE_LANES, async () => await queue.dequeue());
    const dequeued = perSecond(DEQUEUED, startedAt);
    await queue.close();
    return [enqueued, dequeued];
  });
}

async function measureSending(url: string): Promise<number> {
  return await withDatabase(async (config) => {
    const client = new WebhookClient(config);
    await client.registerTarget({ id: 'bench', name: 'Bench', url, secret: 'secret' });
    await client.start();
    const startedAt = performance.now();
    await inLanes(ENQUEUED, LANES, async () => await client.send('optimization.completed', DATA));
    const sent = perSecond(ENQUEUED, startedAt);
    await client.stop();
    return sent;
  });
}

function measureCalculations(): number {
  const startedAt = performance.now();
  for (let count = 0; count < CALCULATIONS; count += 1)
    webhookRetryService.calculateRetryDelay((count % 5) + 1);
  return perSecond(CALCULATIONS, startedAt);
}

async function measureConcurrency(): Promise<number> {
  let [open, most] = [0, 0];
  const receiver = await startReceiver(() => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
    }, ANSWER_MS);
    return { status: 204, delayMs: ANSWER_MS };
  });
  await withDatabase(async (config) => {
    const client = new WebhookClient({ ...config, maxConcurrentDeliveries: CONCURRENT });
    await client.registerTarget({ id: 'bench', name: 'Bench', url: receiver.url });
    await client.start();
    await inLanes(CONCURRENT * 10, CONCURRENT, async () => await client.send('optimization.completed', DATA));
    while (receiver.requests.length < CONCURRENT * 10) await new Promise(setImmediate);
    await client.stop();
  });
  await receiver.close();
  return most;
}

async function measureMemory(receiverUrl: string): Promise<number> {
  return await withDatabase(async ({ connectionString = '' }) => {
    const child = forkTypeScript(LIBRARY_PROCESS, {
      nodeOptions: ['--expose-gc', '--max-semi-space-size=16'],
    });
    const step: LibraryStep = { databaseUrl: connectionString, receiverUrl, operations: OPERATIONS };
    try {
      return await ask<number>(child, { ...step });
    } finally {
      await letGo(child);
    }
  });
}
