import { newEvent } from '../support/engine-harness.ts';
import { startTestApp } from '../support/test-app.ts';
import { DATA, perSecond, REQUESTS, withEngine, type Rate } from './bench-engine.ts';
import { forkTypeScript, nextMessage } from './child-process.ts';
import type { HttpRun } from './http-publisher.ts';

const HTTP_PUBLISHER = new URL('./http-publisher.ts', import.meta.url);
const BATCH = 200;

/** Events a second that are published one by one by so many callers, to one webhook, without delivering them. */
export async function measurePublishSingle(url: string, callers: number): Promise<Rate> {
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
      await Promise.all(Array.from({ length: callers }, caller));
      return perSecond(REQUESTS / 4, startedAt);
    },
    1,
  );
}

/** Events a second in batches of 200, to one webhook, without delivering them. */
export async function measurePublishBatch(url: string): Promise<Rate> {
  return await withEngine(
    url,
    async (engine) => {
      const startedAt = performance.now();
      for (let count = 0; count < REQUESTS; count += BATCH) {
        await engine.publisher.publish(Array.from({ length: BATCH }, () => newEvent('bench', DATA)));
      }
      return perSecond(REQUESTS, startedAt);
    },
    1,
  );
}

/** Events a second over HTTP by 32 connections of another process, to one webhook, without delivering them. */
export async function measureHttpSingle(url: string): Promise<Rate> {
  return await publishOverHttp(url, { requests: REQUESTS / 4, connections: 32, batch: 1 });
}

/** The same in batches of 200, by four connections. */
export async function measureHttpBatch(url: string): Promise<Rate> {
  return await publishOverHttp(url, { requests: REQUESTS / BATCH, connections: 4, batch: BATCH });
}

async function publishOverHttp(
  url: string,
  shape: Pick<HttpRun, 'requests' | 'connections' | 'batch'>,
): Promise<Rate> {
  const app = await startTestApp({ POSTHORN_ROLE: 'api', POSTHORN_LOG_LEVEL: 'warn' });
  const client = forkTypeScript(HTTP_PUBLISHER);
  try {
    await app.post('/api/webhooks', { url }).expect(201);
    const run: HttpRun = { ...shape, origin: `http://127.0.0.1:${app.port}`, data: DATA };
    client.send({ ...run, requests: run.connections }); // to warm up
    await nextMessage(client);
    client.send(run);
    return (run.requests * run.batch) / (await nextMessage<number>(client));
  } finally {
    client.disconnect();
    await app.close();
  }
}
