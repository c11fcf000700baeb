import { fastify } from 'fastify';
import { newEvent } from '../support/engine-harness.ts';
import { startTestApp } from '../support/test-app.ts';
import { DATA, perSecond, withEngine, type Rate } from './bench-engine.ts';
import { ask, forkTypeScript, letGo } from './child-process.ts';
import type { HttpRun } from './http-publisher.ts';
import { inLanes } from './lanes.ts';
import { single, type Section } from './measurement.ts';
import { scaled } from './scale.ts';

const HTTP_PUBLISHER = new URL('./http-publisher.ts', import.meta.url);
const SINGLE_EVENTS = scaled(5_000);
/** A process compiles what runs often for its first ten thousand requests or so: what is timed comes after them. */
const HTTP_REQUESTS = scaled(20_000);
const BATCH = 200;
/** The share of a run's requests that are made, besides, before it is timed. */
const WARMING_SHARE = 0.5;
const BATCHED_EVENTS = scaled(40_000, BATCH);

export const PUBLISHING: Section = {
  title: 'Publishing',
  about: `To one webhook, without delivering. Calls that wait at the same moment share a statement (coalesced). Over HTTP the
client is a process of its own on the same cores, and half as many requests again come before those that are timed.`,
  measurements: [
    ...[1, 4, 32].map((callers) =>
      single(
        { id: `publish-${callers}`, unit: 'events/s', name: `singly in process, ${callers} at a time` },
        async ({ receiverUrl }) => await measureSingle(receiverUrl, callers),
      ),
    ),
    single(
      { id: 'publish-batch', unit: 'events/s', name: 'in process in batches of 200' },
      async ({ receiverUrl }) => await measureBatch(receiverUrl),
    ),
    single(
      { id: 'http-single', unit: 'events/s', name: 'singly over HTTP, 32 connections' },
      async ({ receiverUrl }) =>
        await publishOverHttp(receiverUrl, { requests: HTTP_REQUESTS, connections: 32, batch: 1 }),
    ),
    single(
      {
        id: 'framework',
        unit: 'requests/s',
        name: 'the same requests to Fastify alone, which stores nothing',
      },
      async () => await measureFramework(),
    ),
    single(
      { id: 'http-batch', unit: 'events/s', name: 'over HTTP in batches of 200, 4 connections' },
      async ({ receiverUrl }) =>
        await publishOverHttp(receiverUrl, {
          requests: BATCHED_EVENTS / BATCH,
          connections: 4,
          batch: BATCH,
        }),
    ),
  ],
};

async function measureSingle(url: string, callers: number): Promise<Rate> {
  return await withEngine(
    url,
    async ({ publisher }) => {
      const startedAt = performance.now();
      await inLanes(SINGLE_EVENTS, callers, async () => await publisher.publish([newEvent('bench', DATA)]));
      return perSecond(SINGLE_EVENTS, startedAt);
    },
    1,
  );
}

async function measureBatch(url: string): Promise<Rate> {
  return await withEngine(
    url,
    async ({ publisher }) => {
      const startedAt = performance.now();
      for (let count = 0; count < BATCHED_EVENTS; count += BATCH) {
        await publisher.publish(Array.from({ length: BATCH }, () => newEvent('bench', DATA)));
      }
      return perSecond(BATCHED_EVENTS, startedAt);
    },
    1,
  );
}

async function publishOverHttp(
  url: string,
  shape: Pick<HttpRun, 'requests' | 'connections' | 'batch'>,
): Promise<Rate> {
  const app = await startTestApp({ POSTHORN_ROLE: 'api', POSTHORN_LOG_LEVEL: 'warn' });
  try {
    await app.post('/api/webhooks', { url }).expect(201);
    return await publishTo({ ...shape, origin: app.url, data: DATA });
  } finally {
    await app.close();
  }
}

/** What the web framework itself takes: it reads the same requests and stores nothing. */
async function measureFramework(): Promise<Rate> {
  const framework = fastify();
  framework.post('/api/events', (_request, reply) => {
    reply.code(202).send({ id: 'none' });
  });
  try {
    const origin = await framework.listen({ port: 0, host: '127.0.0.1' });
    return await publishTo({ requests: HTTP_REQUESTS, connections: 32, batch: 1, origin, data: DATA });
  } finally {
    await framework.close();
  }
}

async function publishTo(run: HttpRun): Promise<Rate> {
  const client = forkTypeScript(HTTP_PUBLISHER);
  try {
    await ask(client, { ...run, requests: Math.ceil(run.requests * WARMING_SHARE) });
    return (run.requests * run.batch) / (await ask<number>(client, { ...run }));
  } finally {
    await letGo(client);
  }
}
