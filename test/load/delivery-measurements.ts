import { createHmac, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import type { EngineHarness } from '../support/engine-harness.ts';
import { countStatements } from '../support/statement-counter.ts';
import {
  awaitAttempts,
  awaitEmptyQueue,
  DATA,
  EVENTS_A_STATEMENT,
  perSecond,
  publishBatches,
  REQUESTS,
  WEBHOOKS,
  withEngine,
  withWorkers,
  type Rate,
} from './bench-engine.ts';

const CONNECTIONS = 64;
const EVENTS = REQUESTS / WEBHOOKS;
/** The publisher of a hand-off waits while this much is in flight, so that there are slots for all that comes. */
const IN_FLIGHT_MAX = 500;
/** What a publish runs; everything else is the dispatch side's. */
const PUBLISHING = ['publish_events', 'load_webhooks'];

/** The ceiling: a loop that signs and sends the same request and does nothing else. */
export async function measureBareLoop(url: string): Promise<Rate> {
  const pool = new Pool(new URL(url).origin, { connections: CONNECTIONS, pipelining: 1 });
  const key = randomBytes(32);
  let left = REQUESTS;
  const startedAt = performance.now();
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const body = Buffer.from(`{"type":"bench","timestamp":"2026-01-01T00:00:00.000Z","data":${DATA}}`);
      const signature = createHmac('sha256', key)
        .update(`evt_${left}.1795000000.`)
        .update(body)
        .digest('base64');
      await send(pool, body, signature);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  const rate = perSecond(REQUESTS, startedAt);
  await pool.close();
  return rate;
}

/** Published in process, 20 events a statement, as fast as the worker of the process delivers: nothing passes through the queue. */
export async function measureHandOff(url: string): Promise<Rate> {
  return await withEngine(url, handOff);
}

/** A queue that is full when the worker starts. */
export async function measureDrain(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    await publishBatches(engine, EVENTS);
    return await drain(engine);
  });
}

/** Published as fast as the database takes it, while the worker delivers: some handed off, most through the queue. */
export async function measureFlood(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    engine.worker.start();
    const startedAt = performance.now();
    await publishBatches(engine, EVENTS);
    await awaitAttempts(engine, REQUESTS);
    return perSecond(REQUESTS, startedAt);
  });
}

/** A full queue, drained by one Posthorn process or several. The webhooks are paused until all of them are up. */
export async function measureProcesses(url: string, processes: number): Promise<Rate> {
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

/** SQL statements of the dispatch side for each 100 deliveries, handed off and drained. */
export async function measureStatements(url: string): Promise<[handedOff: number, drained: number]> {
  const count = async (run: (engine: EngineHarness) => Promise<Rate>, isFull: boolean): Promise<number> =>
    await withEngine(url, async (engine) => {
      if (isFull) await publishBatches(engine, EVENTS);
      const { counts } = countStatements(engine.pool);
      await run(engine);
      const own = [...counts].filter(([name]) => !PUBLISHING.includes(name));
      return own.reduce((sum, [, each]) => sum + each, 0) / (REQUESTS / 100);
    });
  return [await count(handOff, false), await count(drain, true)];
}

async function handOff(engine: EngineHarness): Promise<Rate> {
  engine.worker.start();
  const startedAt = performance.now();
  for (let sent = 0; sent < EVENTS; sent += EVENTS_A_STATEMENT) {
    while (engine.worker.statistics().inFlight > IN_FLIGHT_MAX) await new Promise(setImmediate);
    await publishBatches(engine, EVENTS_A_STATEMENT);
  }
  await awaitAttempts(engine, REQUESTS);
  return perSecond(REQUESTS, startedAt);
}

async function drain(engine: EngineHarness): Promise<Rate> {
  const startedAt = performance.now();
  engine.worker.start();
  await awaitAttempts(engine, REQUESTS);
  return perSecond(REQUESTS, startedAt);
}

async function send(pool: Pool, body: Buffer, signature: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'webhook-signature': `v1,${signature}` };
  await new Promise<void>((resolve, reject) => {
    pool.dispatch(
      { method: 'POST', path: '/', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData: () => undefined,
        onResponseEnd: () => {
          resolve();
        },
        onResponseError: (_controller, error) => {
          reject(error);
        },
      },
    );
  });
}
