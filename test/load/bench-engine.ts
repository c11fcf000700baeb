import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { newEvent, startEngine, type EngineHarness } from '../support/engine-harness.ts';
import { eventually } from '../support/eventually.ts';
import { forkTypeScript } from './child-process.ts';

/** How much each measurement does: bounded in count, and by the time-outs of what it waits for. */
export const REQUESTS = 20_000;
export const WEBHOOKS = 50;
export const EVENTS_A_STATEMENT = 20;
export const DATA = JSON.stringify({ text: 'x'.repeat(480) });
const PATIENCE_MS = 120_000;
const PROGRAM = new URL('../../src/main.ts', import.meta.url);

/** Operations a second. */
export type Rate = number;

export function perSecond(count: number, startedAt: number): Rate {
  return (count / (performance.now() - startedAt)) * 1000;
}

export async function withEngine<T>(
  url: string,
  work: (engine: EngineHarness) => Promise<T>,
  webhooks = WEBHOOKS,
): Promise<T> {
  const engine = await startEngine({ slotsMax: 2_000 });
  try {
    for (let count = 0; count < webhooks; count += 1) await engine.addWebhook({ url });
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** Publishes `count` events, 20 a statement. */
export async function publishBatches({ publisher }: EngineHarness, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += EVENTS_A_STATEMENT) {
    const size = Math.min(EVENTS_A_STATEMENT, count - sent);
    await publisher.publish(Array.from({ length: size }, () => newEvent('bench', DATA)));
  }
}

export async function awaitAttempts({ worker }: EngineHarness, count: number): Promise<void> {
  await eventually('everything is delivered', () => worker.statistics().attempts >= count, PATIENCE_MS);
}

export async function awaitEmptyQueue({ database }: EngineHarness): Promise<void> {
  const isEmpty = async (): Promise<boolean> =>
    (await database.query('select from live_deliveries limit 1')).length === 0;
  await eventually('the queue is empty', isEmpty, PATIENCE_MS);
}

/** Posthorn itself, sending only, as a process of its own on the engine's database. */
export async function withWorkers<T>(
  { database }: EngineHarness,
  count: number,
  work: () => Promise<T>,
): Promise<T> {
  const listening = `select from pg_stat_activity
    where datname = current_database() and application_name = 'posthorn worker signals'`;
  const workers = Array.from({ length: count }, () => startWorker(database.url));
  try {
    const isUp = async (): Promise<boolean> => (await database.query(listening)).length === count;
    await eventually('the workers are up', isUp, PATIENCE_MS);
    return await work();
  } finally {
    await Promise.all(workers.map(stop));
  }
}

function startWorker(url: string): ChildProcess {
  return forkTypeScript(PROGRAM, {
    DATABASE_URL: url,
    POSTHORN_ROLE: 'worker',
    POSTHORN_LOG_LEVEL: 'error',
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
    PORT: '0',
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
