import { createHmac, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { newEvent, startEngine, type EngineHarness } from '../support/engine-harness.ts';
import { eventually } from '../support/eventually.ts';
import { startTestApp } from '../support/test-app.ts';
import { firstMessage, forkTypeScript } from './child-process.ts';
import type { HttpRun } from './http-publisher.ts';

/** How much each measurement does: bounded in count, and by the time-outs of what it waits for. */
export const REQUESTS = 20_000;
const PATIENCE_MS = 120_000;
const CONNECTIONS = 64;
const DATA = JSON.stringify({ text: 'x'.repeat(480) });
const WEBHOOKS = 50;
const HTTP_PUBLISHER = new URL('./http-publisher.ts', import.meta.url);

/** Operations a second. */
type Rate = number;

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

/** A queue that is full when the worker starts, 50 webhooks. */
export async function measureDrain(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    await publishBatches(engine, REQUESTS / WEBHOOKS);
    const startedAt = performance.now();
    engine.worker.start();
    await awaitAttempts(engine, REQUESTS);
    return perSecond(REQUESTS, startedAt);
  });
}

/** Published in process, 20 events a statement, while the worker delivers. */
export async function measureEndToEnd(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    engine.worker.start();
    const startedAt = performance.now();
    await publishBatches(engine, REQUESTS / WEBHOOKS);
    await awaitAttempts(engine, REQUESTS);
    return perSecond(REQUESTS, startedAt);
  });
}

/** The same, by a publisher that waits while half of the slots are taken: nothing passes through the queue. */
export async function measureHandOff(url: string): Promise<Rate> {
  return await withEngine(url, async (engine) => {
    engine.worker.start();
    const startedAt = performance.now();
    for (let sent = 0; sent < REQUESTS / WEBHOOKS; sent += 20) {
      while (engine.worker.statistics().inFlight > 1_000) await new Promise(setImmediate);
      await publishBatches(engine, 20);
    }
    await awaitAttempts(engine, REQUESTS);
    return perSecond(REQUESTS, startedAt);
  });
}

/** Events a second that are published one by one by 32 callers, to one webhook, without delivering them. */
export async function measurePublishSingle(url: string): Promise<Rate> {
  return await withEngine(
    url,
    async (engine) => {
      let left = REQUESTS / 4;
      const startedAt = performance.now();
      const caller = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          await engine.publisher.publish([newEvent('bench', DATA)]);
        }
      };
      await Promise.all(Array.from({ length: 32 }, caller));
      return perSecond(REQUESTS / 4, startedAt);
    },
    1,
  );
}

/** Events a second over HTTP by 32 connections of another process, to one webhook, without delivering them. */
export async function measurePublishHttp(url: string): Promise<Rate> {
  return await publishOverHttp(url, { requests: REQUESTS / 4, connections: 32, batch: 1 });
}

/** The same in batches of 200, by two connections. */
export async function measurePublishHttpBatch(url: string): Promise<Rate> {
  return await publishOverHttp(url, { requests: REQUESTS / 200, connections: 2, batch: 200 });
}

async function publishOverHttp(
  url: string,
  run: Pick<HttpRun, 'requests' | 'connections' | 'batch'>,
): Promise<Rate> {
  const app = await startTestApp({ POSTHORN_ROLE: 'api', POSTHORN_LOG_LEVEL: 'warn' });
  const client = forkTypeScript(HTTP_PUBLISHER);
  try {
    await app.post('/api/webhooks', { url }).expect(201);
    const origin = `http://127.0.0.1:${app.port}`;
    client.send({ ...run, requests: run.connections, origin, data: DATA } satisfies HttpRun); // to warm up
    await firstMessage(client);
    client.send({ ...run, origin, data: DATA } satisfies HttpRun);
    return (run.requests * run.batch) / (await firstMessage(client));
  } finally {
    client.disconnect();
    await app.close();
  }
}

/** Events a second in batches of 200, to one webhook, without delivering them. */
export async function measurePublishBatch(url: string): Promise<Rate> {
  return await withEngine(
    url,
    async (engine) => {
      const startedAt = performance.now();
      for (let count = 0; count < REQUESTS; count += 200) {
        await engine.publisher.publish(Array.from({ length: 200 }, () => newEvent('bench', DATA)));
      }
      return perSecond(REQUESTS, startedAt);
    },
    1,
  );
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

async function withEngine(
  url: string,
  work: (engine: EngineHarness) => Promise<Rate>,
  webhooks = WEBHOOKS,
): Promise<Rate> {
  const engine = await startEngine({ slotsMax: 2_000 });
  try {
    for (let count = 0; count < webhooks; count += 1) await engine.addWebhook({ url });
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function publishBatches(engine: EngineHarness, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 20) {
    await engine.publisher.publish(
      Array.from({ length: Math.min(20, count - sent) }, () => newEvent('bench', DATA)),
    );
  }
}

async function awaitAttempts(engine: EngineHarness, count: number): Promise<void> {
  await eventually(
    'everything is delivered',
    () => engine.worker.statistics().attempts >= count,
    PATIENCE_MS,
  );
}

function perSecond(count: number, startedAt: number): Rate {
  return (count / (performance.now() - startedAt)) * 1000;
}
