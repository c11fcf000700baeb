import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCollector, type Collector, type ReceivedSpan } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const TRACEPARENT = `00-${TRACE}-${SPAN}-01`;
const AT_ONCE = { schedule_ms: [10], jitter: 0, retry_on: 'any_failure' };
const CLIENT = 3;
const PRODUCER = 4;
const ERROR = 2;

interface Published {
  readonly id: string;
  readonly tenant_id: string;
  readonly trace_id: string | null;
}

/** What a start needs to send traces that tests can read, soon. */
const settingsFor = (url: string): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_BSP_SCHEDULE_DELAY: '20',
});

describe('spans', () => {
  let app: TestApp;
  let collector: Collector;
  let receiver: Receiver;
  let webhookId: string;
  const failures: number[] = [];

  beforeAll(async () => {
    collector = await startCollector();
    app = await startTestApp({
      ...settingsFor(collector.url),
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=of%20the%20collector',
      OTEL_SERVICE_NAME: 'shop webhooks',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,service.name=passed-over',
    });
    receiver = await startReceiver(() => ({ status: failures.shift() ?? 204 }));
    const url = `${receiver.url}secret-path?token=secret-query`;
    const { body } = (await app
      .post('/api/webhooks', { url, events: ['order.*'], retry: AT_ONCE })
      .expect(201)) as { body: unknown };
    webhookId = (body as { id: string }).id;
  });

  afterAll(async () => {
    await app.close();
    await collector.close();
    await receiver.close();
  });

  async function publish(headers: Record<string, string> = {}, type = 'order.paid'): Promise<Published> {
    const { body } = (await app
      .post('/api/events', { type, data: { secret: 'secret-data' } })
      .set(headers)
      .expect(202)) as { body: unknown };
    return body as Published;
  }

  /** Of an event, once there are as many. */
  async function spansOf({ id }: Published, count: number): Promise<ReceivedSpan[]> {
    return await eventually(`${count} spans of ${id}`, () => {
      const found = collector.spans().filter(({ attributes }) => attributes['messaging.message.id'] === id);
      return found.length >= count ? found : null;
    });
  }

  it('tell of the publish, below its producer', async () => {
    const event = await publish({ traceparent: TRACEPARENT, tracestate: 'rojo=1' });
    const [span] = (await spansOf(event, 2)).filter(({ name }) => name === 'publish');
    expect(span).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, kind: PRODUCER, statusCode: 0 });
    expect(span?.attributes).toEqual({
      'messaging.system': 'posthorn',
      'messaging.operation.name': 'publish',
      'messaging.operation.type': 'send',
      'messaging.destination.name': 'order.paid',
      'messaging.message.id': event.id,
      'posthorn.tenant.id': event.tenant_id,
    });
    expect(span?.resource).toMatchObject({
      'service.name': 'shop webhooks',
      'deployment.environment.name': 'test',
    });
    expect(collector.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/traces',
      headers: { 'x-key': 'of the collector', 'content-type': 'application/json' },
    });
  });

  it('tell of each attempt, below the publish, and its receiver goes on from it', async () => {
    failures.push(503);
    const event = await publish({ traceparent: TRACEPARENT, tracestate: 'rojo=1' });
    const spans = await spansOf(event, 3);
    const [publishing] = spans.filter(({ name }) => name === 'publish');
    const attempts = spans.filter(({ name }) => name === 'attempt');
    const requests = receiver.requests.filter(({ headers }) => headers['webhook-id'] === event.id);
    expect(attempts).toHaveLength(2);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({
        traceId: TRACE,
        parentSpanId: publishing?.spanId,
        kind: CLIENT,
        traceState: 'rojo=1',
      });
    }
    expect(requests.map(({ headers }) => headers.traceparent)).toEqual(
      attempts.map(({ spanId }) => `00-${TRACE}-${spanId}-01`),
    );
    expect(requests.map(({ headers }) => headers.tracestate)).toEqual(['rojo=1', 'rojo=1']);
  });

  it('tell how an attempt ended, and nothing of data, secrets or the path of a URL', async () => {
    failures.push(503);
    const event = await publish({}, 'order.refunded');
    const [failed, delivered] = (await spansOf(event, 3)).filter(({ name }) => name === 'attempt');
    const common = {
      'http.request.method': 'POST',
      'url.scheme': 'http',
      'server.address': '127.0.0.1',
      'server.port': receiver.port,
      'messaging.message.id': event.id,
      'posthorn.delivery.id': expect.stringMatching(/^dlv_/) as unknown,
      'posthorn.event.type': 'order.refunded',
      'posthorn.tenant.id': event.tenant_id,
      'posthorn.webhook.id': webhookId,
    };
    expect(failed).toMatchObject({ statusCode: ERROR });
    expect(failed?.attributes).toEqual({
      ...common,
      'posthorn.attempt.number': 1,
      'posthorn.outcome': 'retry',
      'http.response.status_code': 503,
      'error.type': '503',
    });
    expect(delivered).toMatchObject({ statusCode: 0 });
    expect(delivered?.attributes).toEqual({
      ...common,
      'posthorn.attempt.number': 2,
      'posthorn.outcome': 'delivered',
      'http.request.resend_count': 1,
      'http.response.status_code': 204,
    });
    const sent = collector.requests.map(({ body }) => body.toString('utf8')).join('\n');
    expect(sent).not.toMatch(/secret-(?:data|path|query)|whsec_/);
  });

  it('begin a trace where none came, which the event tells', async () => {
    const event = await publish();
    const spans = await spansOf(event, 2);
    const [publishing] = spans.filter(({ name }) => name === 'publish');
    expect(publishing?.parentSpanId).toBe('');
    expect(spans.map(({ traceId }) => traceId)).toEqual([event.trace_id, event.trace_id]);
  });

  it('follow a producer that is not sampled, whose trace goes on all the same', async () => {
    const event = await publish({ traceparent: `00-${TRACE}-${SPAN}-00` });
    const [request] = await eventually('the request', () => {
      const found = receiver.requests.filter(({ headers }) => headers['webhook-id'] === event.id);
      return found.length > 0 ? found : null;
    });
    expect(request?.headers.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    // What is recorded later has come: nothing of this one is on its way.
    await spansOf(await publish(), 2);
    expect(collector.spans().some(({ attributes }) => attributes['messaging.message.id'] === event.id)).toBe(
      false,
    );
  });

  it('of a batch are one for the events of each trace', async () => {
    const other = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const events = [{}, { traceparent: other }, {}].map((more) => ({
      type: 'batch.made',
      data: {},
      ...more,
    }));
    await app.post('/api/events/batch', { events }).set('traceparent', TRACEPARENT).expect(202);
    const spans = await eventually('two spans', () => {
      const found = collector
        .spans()
        .filter(({ attributes }) => attributes['messaging.destination.name'] === 'batch.made');
      return found.length === 2 ? found : null;
    });
    expect(spans.map(({ parentSpanId, attributes }) => [parentSpanId, attributes])).toEqual([
      [SPAN, expect.objectContaining({ 'messaging.batch.message_count': 2 })],
      [
        '00f067aa0ba902b7',
        expect.objectContaining({ 'messaging.message.id': expect.any(String) as unknown }),
      ],
    ]);
  });

  it('of a publish that is refused tell by which error, and no more', async () => {
    const key = { 'idempotency-key': 'traced twice' };
    await publish(key, 'refused.first');
    await app.post('/api/events', { type: 'refused.second', data: {} }).set(key).expect(422);
    const span = await eventually('the span', () =>
      collector
        .spans()
        .find(({ attributes }) => attributes['messaging.destination.name'] === 'refused.second'),
    );
    expect(span).toMatchObject({ statusCode: ERROR });
    expect(span.attributes).toHaveProperty(['error.type']);
  });

  it('are counted', async () => {
    const { text } = await app.get('/metrics').expect(200);
    expect(text).toMatch(/posthorn_trace_spans_total\{outcome="exported"\} [1-9]/);
    expect(text).toMatch(/posthorn_trace_spans_total\{outcome="failed"\} 0/);
  });
});

describe('the last spans of a process', () => {
  it('are sent before its end, as protobuf unless said', async () => {
    const collector = await startCollector(() => ({ status: 200 }));
    const { OTEL_EXPORTER_OTLP_ENDPOINT: url = '' } = settingsFor(collector.url);
    const app = await startTestApp({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_SCHEDULE_DELAY: '60000' });
    await app.post('/api/events', { type: 'a', data: {} }).set('traceparent', TRACEPARENT).expect(202);
    expect(collector.requests).toHaveLength(0);
    await app.close();
    const [request] = collector.requests;
    expect(request?.headers['content-type']).toBe('application/x-protobuf');
    expect(request?.body.includes(Buffer.from(TRACE, 'hex'))).toBe(true);
    await collector.close();
  });
});
