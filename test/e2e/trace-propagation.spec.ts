import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const TRACEPARENT = `00-${TRACE}-${SPAN}-01`;
const OTHER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
const AT_ONCE = { schedule_ms: [10], jitter: 0, retry_on: 'any_failure' };

interface Published {
  readonly id: string;
  readonly trace_id: string | null;
}

/** Without an exporter: a participant that records nothing hands the trace on. */
describe('the trace of an event', () => {
  let app: TestApp;
  let receiver: Receiver;
  /** Statuses that are still to be answered, before 204. */
  const failures: number[] = [];

  beforeAll(async () => {
    app = await startTestApp();
    receiver = await startReceiver(() => ({ status: failures.shift() ?? 204 }));
    await app.post('/api/webhooks', { url: receiver.url, events: ['order.*'], retry: AT_ONCE }).expect(201);
  });

  afterAll(async () => {
    await app.close();
    await receiver.close();
  });

  async function requestsOf({ id }: Published, count = 1): Promise<ReceivedRequest[]> {
    return await eventually(`${count} requests of ${id}`, () => {
      const found = receiver.requests.filter(({ headers }) => headers['webhook-id'] === id);
      return found.length >= count ? found : null;
    });
  }

  async function publish(headers: Record<string, string>, more: object = {}): Promise<Published> {
    const { body } = (await app
      .post('/api/events', { type: 'order.paid', data: {}, ...more })
      .set(headers)
      .expect(202)) as { body: unknown };
    return body as Published;
  }

  describe('that came with its request', () => {
    it('goes on in every attempt as it came', async () => {
      failures.push(503);
      const event = await publish({ traceparent: TRACEPARENT, tracestate: 'rojo=1, congo=t6' });
      expect(event.trace_id).toBe(TRACE);
      const requests = await requestsOf(event, 2);
      expect(requests.map(({ headers }) => headers.traceparent)).toEqual([TRACEPARENT, TRACEPARENT]);
      for (const { headers } of requests) expect(headers.tracestate).toBe('rojo=1,congo=t6');
      expect((await app.get(`/api/events/${event.id}`).expect(200)).body).toMatchObject({ trace_id: TRACE });
    });

    it('goes on when it is sent again, and is told of each attempt', async () => {
      const event = await publish({ traceparent: TRACEPARENT });
      await requestsOf(event);
      const delivery = await eventually('the delivery', async () => {
        const { body } = (await app.get(`/api/events/${event.id}/deliveries`)) as { body: unknown };
        const [found] = (body as { data: { id: string; status: string }[] }).data;
        return found?.status === 'delivered' ? found : null;
      });
      await app.post(`/api/deliveries/${delivery.id}/retry`).expect(202);
      const [, second] = await requestsOf(event, 2);
      expect(second?.headers.traceparent).toBe(TRACEPARENT);
      const { body } = (await app.get(`/api/deliveries/${delivery.id}`).expect(200)) as { body: unknown };
      const [attempt] = (body as { attempts: { request_headers: [string, string][] | object }[] }).attempts;
      expect(JSON.stringify(attempt?.request_headers)).toContain(TRACEPARENT);
    });

    it.each([
      ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'no version'],
      ['00-00000000000000000000000000000000-b7ad6b7169203331-01', 'no trace'],
      [`${TRACEPARENT}-more`, 'too long'],
      ['a trace', 'nonsense'],
    ])('is passed over where it is malformed: %s (%s)', async (traceparent) => {
      const event = await publish({ traceparent, tracestate: 'rojo=1' });
      expect(event.trace_id).toBeNull();
      const [request] = await requestsOf(event);
      expect(request?.headers).not.toHaveProperty('traceparent');
      expect(request?.headers).not.toHaveProperty('tracestate');
    });

    it('is no part of what a repetition is known by', async () => {
      const key = { 'idempotency-key': 'traced once' };
      const first = await publish({ ...key, traceparent: TRACEPARENT });
      expect(await publish({ ...key, traceparent: OTHER })).toEqual(first);
      expect(await publish(key)).toEqual(first);
    });
  });

  it('is none where none came', async () => {
    const event = await publish({});
    expect(event.trace_id).toBeNull();
    const [request] = await requestsOf(event);
    expect(request?.headers).not.toHaveProperty('traceparent');
  });

  describe('of a batch', () => {
    it('is that of the request, but for events with one of their own that is well-formed', async () => {
      const events = [{}, { traceparent: OTHER, tracestate: 'own=1' }, { traceparent: 'nonsense' }];
      const { body } = (await app
        .post('/api/events/batch', {
          events: events.map((event) => ({ type: 'order.paid', data: {}, ...event })),
        })
        .set({ traceparent: TRACEPARENT, tracestate: 'rojo=1' })
        .expect(202)) as { body: unknown };
      const published = (body as { data: Published[] }).data;
      const other = OTHER.split('-')[1];
      expect(published.map(({ trace_id: id }) => id)).toEqual([TRACE, other, TRACE]);
      const sent = await Promise.all(published.map(async (event) => (await requestsOf(event))[0]?.headers));
      expect(sent.map((headers) => headers?.tracestate)).toEqual(['rojo=1', 'own=1', 'rojo=1']);
      expect(sent.map((headers) => String(headers?.traceparent).split('-')[3])).toEqual(['01', '00', '01']);
    });
  });

  it('is taken of a CloudEvent by its extension', async () => {
    const { body } = (await app
      .post('/api/events')
      .type('application/cloudevents+json')
      .send(
        JSON.stringify({
          specversion: '1.0',
          type: 'order.paid',
          source: '/shop',
          id: '1',
          data: {},
          traceparent: OTHER,
        }),
      )
      .expect(202)) as { body: unknown };
    expect((body as Published).trace_id).toBe(OTHER.split('-')[1]);
  });

  it('stays out of a request whose webhook sets the header itself', async () => {
    const own = await startReceiver();
    await app
      .post('/api/webhooks', { url: own.url, events: ['own.*'], headers: { Traceparent: 'of-our-own' } })
      .expect(201);
    await publish({ traceparent: TRACEPARENT, tracestate: 'rojo=1' }, { type: 'own.header' });
    const [request] = await eventually('the request', () => (own.requests.length > 0 ? own.requests : null));
    expect(request?.headers.traceparent).toBe('of-our-own');
    expect(request?.headers).not.toHaveProperty('tracestate');
    await own.close();
  });
});
