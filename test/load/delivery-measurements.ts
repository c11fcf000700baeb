import { ask, forkTypeScript, letGo } from './child-process.ts';
import {
  awaitAttempts,
  awaitEmptyQueue,
  drain,
  EVENTS,
  handOff,
  perSecond,
  publishBatches,
  REQUESTS,
  WEBHOOKS,
  withEngine,
  withWorkers,
  type Rate,
} from './bench-engine.ts';
import type { CeilingRun } from './ceiling-process.ts';
import { inLanes } from './lanes.ts';
import { single, type Section } from './measurement.ts';
import { dispatch, openPool, signRequest } from './signed-request.ts';

const CONNECTIONS = 64;
/** Webhooks have few in flight until they have shown that they answer, and code that runs often is compiled meanwhile. */
const WARMING_EVENTS = 400;
const CEILING_PROCESS = new URL('./ceiling-process.ts', import.meta.url);

export const DELIVERIES: Section = {
  title: 'The ceiling',
  about: `${REQUESTS} requests a run, 50 webhooks subscribed, 20 events a statement, published in process. The bare loop
signs and sends the same request by undici alone and does nothing else.`,
  hasShares: true,
  measurements: [
    single(
      { id: 'bare', unit: 'requests/s', name: 'bare signed undici loop' },
      async ({ receiverUrl }) => await measureBareLoop(receiverUrl),
    ),
    single(
      { id: 'hand-off', unit: 'deliveries/s', name: 'handed off' },
      async ({ receiverUrl }) => await measureHandOff(receiverUrl),
    ),
    single(
      { id: 'drain', unit: 'deliveries/s', name: 'draining a full queue' },
      async ({ receiverUrl }) => await measureDrain(receiverUrl),
    ),
    single(
      { id: 'flood', unit: 'deliveries/s', name: 'published as fast as stored, while delivering' },
      async ({ receiverUrl }) => await measureFlood(receiverUrl),
    ),
  ],
};

export const PROCESSES: Section = {
  title: 'Processes',
  about: `The same, by processes of their own that share the machine. Handed off: each publishes its share and delivers it.
Draining: Posthorn as it is started, with the webhooks paused until all processes are up.`,
  hasShares: true,
  measurements: [1, 2].flatMap((count) => [
    single(
      { id: `hand-off-${count}`, unit: 'deliveries/s', name: `handed off, ${words(count)}` },
      async ({ receiverUrl }) => await measureHandOffBy(receiverUrl, count),
    ),
    single(
      { id: `drain-${count}`, unit: 'deliveries/s', name: `draining, ${words(count)}` },
      async ({ receiverUrl }) => await measureDrainBy(receiverUrl, count),
    ),
  ]),
};

function words(count: number): string {
  return count === 1 ? 'one process' : 'two processes';
}

/** The ceiling: a loop that signs and sends the same request and does nothing else. */
async function measureBareLoop(url: string): Promise<Rate> {
  const pool = openPool(url, CONNECTIONS);
  const startedAt = performance.now();
  await inLanes(REQUESTS, CONNECTIONS, async () => {
    await dispatch(pool, signRequest());
  });
  const rate = perSecond(REQUESTS, startedAt);
  await pool.close();
  return rate;
}

async function measureHandOff(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    engine.worker.start();
    await handOff(engine, WARMING_EVENTS, WARMING_EVENTS * WEBHOOKS);
    return await handOff(engine, EVENTS, REQUESTS);
  });
}

/** A queue that is full when the worker starts. */
async function measureDrain(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    await publishBatches(engine, EVENTS);
    return await drain(engine, REQUESTS);
  });
}

/** Some is handed off, most goes through the queue. */
async function measureFlood(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    engine.worker.start();
    const startedAt = performance.now();
    await publishBatches(engine, EVENTS);
    await awaitAttempts(engine, REQUESTS);
    return perSecond(REQUESTS, startedAt);
  });
}

/** Each process publishes as many events as one alone would. */
async function measureHandOffBy(url: string, count: number): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    const processes = Array.from({ length: count }, () => forkTypeScript(CEILING_PROCESS));
    const publish = async (events: number): Promise<void> => {
      const run: CeilingRun = { databaseUrl: engine.database.url, events };
      await Promise.all(processes.map(async (each) => await ask(each, run)));
      await awaitEmptyQueue(engine);
    };
    try {
      await publish(WARMING_EVENTS);
      const startedAt = performance.now();
      await publish(EVENTS);
      return perSecond(count * REQUESTS, startedAt);
    } finally {
      await Promise.all(processes.map(letGo));
    }
  });
}

async function measureDrainBy(url: string, processes: number): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    await publishBatches(engine, EVENTS);
    await engine.database.query('update webhooks set paused_at = now()');
    return await withWorkers(engine, processes, async () => {
      const startedAt = performance.now();
      await engine.database.query('update webhooks set paused_at = null');
      await awaitEmptyQueue(engine);
      return perSecond(REQUESTS, startedAt);
    });
  });
}
