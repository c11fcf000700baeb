import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const EVENTS = 200;
const WAITING_MAX = 50;

const publishMany = async (app: TestApp): Promise<void> => {
  const events = Array.from({ length: EVENTS }, () => ({ type: 'order.paid', data: {} }));
  await app.post('/api/events/batch', { events }).expect(202);
};

async function countsOf(app: TestApp): Promise<Record<'exported' | 'failed' | 'dropped', number>> {
  const { text } = await app.get('/metrics').expect(200);
  const read = (outcome: string): number =>
    Number(new RegExp(`posthorn_trace_spans_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1]);
  return { exported: read('exported'), failed: read('failed'), dropped: read('dropped') };
}

describe('a collector that is away', () => {
  it('delays no delivery, takes no memory beyond a bound, is logged once, and taken up again', async () => {
    let isAway = true;
    const collector = await startCollector(() => ({ status: isAway ? 400 : 200, body: '{}' }));
    const receiver = await startReceiver();
    const app = await startTestApp({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}own/path`,
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '20',
      OTEL_BSP_MAX_QUEUE_SIZE: String(WAITING_MAX),
      POSTHORN_LOG_LEVEL: 'info',
    });
    const linesWith = (message: string): string[] => app.complaints.filter((line) => line.includes(message));
    await app.post('/api/webhooks', { url: receiver.url, events: ['order.*'] }).expect(201);

    for (let round = 1; round <= 3; round += 1) {
      await publishMany(app);
      await eventually('all deliveries', () => receiver.requests.length === round * EVENTS);
      await eventually('spans that failed', async () => (await countsOf(app)).failed > 0);
    }
    // Each event has an attempt's span, and a request a span; none of them is lost in silence.
    const total = 3 * (EVENTS + 1);
    const counts = await eventually('the end of every span', async () => {
      const found = await countsOf(app);
      return found.failed + found.dropped === total ? found : null;
    });
    expect(counts.exported).toBe(0);
    expect(collector.requests[0]?.path).toBe('/own/path');
    for (const { body } of collector.requests) {
      expect(body.toString('utf8').split('"spanId"').length - 1).toBeLessThanOrEqual(WAITING_MAX);
    }
    expect(linesWith('traces cannot be sent')).toHaveLength(1);

    isAway = false;
    await app.post('/api/events', { type: 'order.paid', data: {} }).expect(202);
    await eventually('spans that are sent', async () => (await countsOf(app)).exported > 0);
    expect(linesWith('traces are sent again')).toHaveLength(1);
    expect(linesWith('traces cannot be sent')).toHaveLength(1);
    await app.close();
    await collector.close();
    await receiver.close();
  });

  it('does not hold up the end of the process', async () => {
    const waiting: ServerResponse[] = [];
    const hanging = createServer((_request, response) => waiting.push(response)).listen(0, '127.0.0.1');
    await new Promise((resolve) => hanging.once('listening', resolve));
    const app = await startTestApp({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_TIMEOUT: '60000',
    });
    await app.post('/api/events', { type: 'order.paid', data: {} }).expect(202);
    await app.close();
    // It has been asked, and has not answered yet.
    expect(waiting).toHaveLength(1);
    waiting[0]?.writeHead(400).end();
    hanging.closeIdleConnections();
    await new Promise((resolve) => hanging.close(resolve));
  });
});

describe('without a collector', () => {
  it.each([
    ['none is set', {}],
    ['the exporter is none', { OTEL_TRACES_EXPORTER: 'none' }],
    ['all of it is disabled', { OTEL_SDK_DISABLED: 'true' }],
  ])('nothing is recorded: %s', async (_case, environment) => {
    const collector = await startCollector();
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    const isSet = Object.keys(environment).length > 0;
    const app = await startTestApp(isSet ? { ...endpoint, ...environment } : {});
    const { body } = (await app.post('/api/events', { type: 'order.paid', data: {} }).expect(202)) as {
      body: unknown;
    };
    expect(body).toMatchObject({ trace_id: null });
    expect((await app.get('/metrics').expect(200)).text).not.toContain('posthorn_trace_spans_total');
    await app.close();
    expect(collector.requests).toEqual([]);
    await collector.close();
  });
});
