import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { newEvent, type EngineHarness } from '../support/engine-harness.ts';
import { eventually } from '../support/eventually.ts';
import {
  DATA,
  EVENTS,
  handOff,
  PATIENCE_MS,
  REQUESTS,
  WEBHOOKS,
  withEngine,
  type Rate,
} from './bench-engine.ts';
import type { Arrivals, BenchSetup } from './bench-setup.ts';
import { addQueued, addWebhooks } from './bulk-rows.ts';
import { addLoneEvent, settle, startKeptEngine } from './kept-databases.ts';
import { single, type Section, type Value } from './measurement.ts';
import { openEngine } from './open-engine.ts';
import { median } from './percentiles.ts';
import { scaled } from './scale.ts';
import { timeStatements } from './statement-times.ts';

const WAITING = scaled(1_000_000);
const DEAD = scaled(100_000);
const HEALTHY = scaled(5_000, WEBHOOKS);
const POLLS = 3;

export const BACKLOG: Section = {
  title: 'Beside a long queue',
  about: `An idle poll is a claim and a promotion that find nothing, as the worker sees them. The dead endpoint refuses
connections; its deliveries are older than the healthy ones, which are of 50 webhooks. A pinned xmin is that of a
transaction which is open through two hand-offs of ${REQUESTS}, the second of which counts, beside two without it.`,
  measurements: [
    {
      figures: [
        { id: 'poll', unit: 'ms', name: `idle poll, ${WAITING.toLocaleString('en')} waiting for their time` },
        { id: 'poll-claim', unit: 'ms', name: 'of it the claim' },
      ],
      measure: async (setup) => await measureIdlePoll(await setup.keep(startWithWaiting)),
    },
    single(
      { id: 'dead', unit: 's', name: `${HEALTHY} healthy behind ${DEAD} due of a dead endpoint` },
      async ({ arrivals }) => await measureBehindDead(arrivals),
    ),
    {
      figures: [
        { id: 'xmin-free', unit: 'deliveries/s', name: 'handed off, no other transaction' },
        { id: 'xmin-pinned', unit: 'deliveries/s', name: 'handed off, xmin pinned' },
      ],
      measure: async ({ receiverUrl }) => [
        await withEngine(receiverUrl, handOffTwice),
        await withEngine(
          receiverUrl,
          async (engine) => await withPinnedXmin(engine, async () => await handOffTwice(engine)),
        ),
      ],
    },
  ],
};

async function startWithWaiting({ receiverUrl }: BenchSetup): Promise<EngineHarness> {
  return await startKeptEngine(async (engine) => {
    const eventId = await addLoneEvent(engine);
    const webhooks = Array.from({ length: WEBHOOKS }, () => ({ url: receiverUrl, events: ['bench'] }));
    const webhookIds = await addWebhooks(engine.database, webhooks);
    await addQueued(engine.database, { webhookIds, eventId, count: WAITING, isReady: false });
  });
}

/** Medians of what an idle worker runs for some seconds. */
async function measureIdlePoll({ database }: EngineHarness): Promise<readonly Value[]> {
  const engine = await openEngine(database.url);
  const times = timeStatements(engine.pool);
  const timesOf = (start: string): number[] =>
    [...times].filter(([name]) => name.startsWith(start)).flatMap(([, each]) => each);
  try {
    engine.worker.start();
    await eventually('it polls', () => timesOf('promote').length >= POLLS, PATIENCE_MS);
    const claim = median(timesOf('claim_due'));
    return [claim + median(timesOf('promote')), claim];
  } finally {
    await engine.close();
  }
}

/** Seconds from the start of the worker until the last healthy delivery has arrived. */
async function measureBehindDead(arrivals: Arrivals): Promise<Value> {
  return await withEngine(
    arrivals.url,
    async (engine) => {
      const eventId = await addLoneEvent(engine);
      const webhookIds = await addWebhooks(engine.database, [{ url: await refusedUrl(), events: ['dead'] }]);
      await addQueued(engine.database, { webhookIds, eventId, count: DEAD, isReady: true });
      const types = Array.from({ length: WEBHOOKS }, (_, webhook) => `healthy.${webhook}`);
      await addWebhooks(
        engine.database,
        types.map((type) => ({ url: arrivals.url, events: [type] })),
      );
      for (let count = 0; count < HEALTHY; count += WEBHOOKS) {
        await engine.publisher.publish(types.map((type) => newEvent(type, DATA)));
      }
      await settle(engine);
      await arrivals.collect(0, 0);
      const startedAt = performance.now();
      engine.worker.start();
      const arrived = await arrivals.collect(HEALTHY, PATIENCE_MS);
      if (arrived.length < HEALTHY) throw new Error(`only ${arrived.length} healthy ones arrived`);
      return (performance.now() - startedAt) / 1_000;
    },
    0,
  );
}

/** Where nothing listens. */
async function refusedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/`;
}

async function handOffTwice(engine: EngineHarness): Promise<Rate> {
  engine.worker.start();
  await handOff(engine, EVENTS, REQUESTS);
  return await handOff(engine, EVENTS, REQUESTS);
}

/** Beside a transaction that keeps every dead row from being removed. */
async function withPinnedXmin<T>({ database }: EngineHarness, work: () => Promise<T>): Promise<T> {
  const client = database.client();
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read; select pg_current_xact_id()');
    return await work();
  } finally {
    await client.end();
  }
}
