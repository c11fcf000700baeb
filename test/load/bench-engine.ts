import type { ChildProcess } from 'node:child_process';
import { newEvent, startEngine, type EngineHarness } from '../support/engine-harness.ts';
import { eventually } from '../support/eventually.ts';
import { endProcess, forkTypeScript } from './child-process.ts';
import { scaled } from './scale.ts';

/** How much each measurement does: bounded in count, and by the time-outs of what it waits for. */
export const WEBHOOKS = 50;
export const EVENTS_A_STATEMENT = 20;
export const REQUESTS = scaled(20_000, WEBHOOKS * EVENTS_A_STATEMENT);
/** Events of `REQUESTS` deliveries. */
export const EVENTS = REQUESTS / WEBHOOKS;
export const SLOTS = 2_000;
export const DATA = JSON.stringify({ text: 'x'.repeat(480) });
export const PATIENCE_MS = 120_000;
/** The publisher of a hand-off waits while this much is in flight, so that there are slots for all that comes. */
const IN_FLIGHT_MAX = 1_000;
const PROGRAM = new URL('../../src/main.ts', import.meta.url);

/** Operations a second. */
export type Rate = number;

/** An engine that publishes and delivers, however it was started. */
export type BenchEngine = Pick<EngineHarness, 'publisher' | 'worker'>;

export function perSecond(count: number, startedAt: number): Rate {
  return (count / (performance.now() - startedAt)) * 1000;
}

export async function withEngine<T>(
  url: string,
  work: (engine: EngineHarness) => Promise<T>,
  webhooks = WEBHOOKS,
): Promise<T> {
  const engine = await startEngine({ slotsMax: SLOTS });
  try {
    for (let count = 0; count < webhooks; count += 1) await engine.addWebhook({ url });
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** Publishes `count` events, 20 a statement. */
export async function publishBatches({ publisher }: BenchEngine, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += EVENTS_A_STATEMENT) {
    const size = Math.min(EVENTS_A_STATEMENT, count - sent);
    await publisher.publish(Array.from({ length: size }, () => newEvent('bench', DATA)));
  }
}

/** Publishes 20 events a statement as fast as the engine's own worker delivers: nothing has to pass through the queue. */
export async function publishAtPace(
  engine: BenchEngine,
  events: number,
  inFlightMax = IN_FLIGHT_MAX,
): Promise<void> {
  for (let sent = 0; sent < events; sent += EVENTS_A_STATEMENT) {
    while (engine.worker.statistics().inFlight > inFlightMax) await new Promise(setImmediate);
    await publishBatches(engine, Math.min(EVENTS_A_STATEMENT, events - sent));
  }
}

/** @param deliveries that follow from the events, all of which are awaited */
export async function handOff(
  engine: BenchEngine,
  events: number,
  deliveries: number,
  inFlightMax = IN_FLIGHT_MAX,
): Promise<Rate> {
  const before = engine.worker.statistics().attempts;
  const startedAt = performance.now();
  await publishAtPace(engine, events, inFlightMax);
  await awaitAttempts(engine, before + deliveries);
  return perSecond(deliveries, startedAt);
}

/** Starts the worker, and waits for so many deliveries that wait in the queue. */
export async function drain(engine: BenchEngine, deliveries: number): Promise<Rate> {
  const startedAt = performance.now();
  engine.worker.start();
  await awaitAttempts(engine, deliveries);
  return perSecond(deliveries, startedAt);
}

/** @param count of the worker since it was made */
export async function awaitAttempts({ worker }: BenchEngine, count: number): Promise<void> {
  await eventually('everything is delivered', () => worker.statistics().attempts >= count, PATIENCE_MS);
}

export async function awaitEmptyQueue({ database }: Pick<EngineHarness, 'database'>): Promise<void> {
  const isEmpty = async (): Promise<boolean> =>
    (await database.query('select from live_deliveries limit 1')).length === 0;
  await eventually('the queue is empty', isEmpty, PATIENCE_MS);
}

/** Posthorn itself, sending only, as processes of their own on the engine's database. */
export async function withWorkers<T>(
  { database }: EngineHarness,
  count: number,
  work: (workers: readonly ChildProcess[]) => Promise<T>,
  environment: Readonly<Record<string, string>> = {},
): Promise<T> {
  const listening = `select from pg_stat_activity
    where datname = current_database() and application_name = 'posthorn worker signals'`;
  const workers = Array.from({ length: count }, () => startWorker(database.url, environment));
  try {
    const isUp = async (): Promise<boolean> => (await database.query(listening)).length === count;
    await eventually('the workers are up', isUp, PATIENCE_MS);
    return await work(workers);
  } finally {
    await Promise.all(workers.map(endProcess));
  }
}

function startWorker(url: string, environment: Readonly<Record<string, string>>): ChildProcess {
  return forkTypeScript(PROGRAM, {
    environment: {
      DATABASE_URL: url,
      POSTHORN_ROLE: 'worker',
      POSTHORN_LOG_LEVEL: 'error',
      POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
      POSTHORN_SHUTDOWN_GRACE_MS: '1000',
      PORT: '0',
      ...environment,
    },
    isQuiet: true,
  });
}
