import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface DeliveryAnswer {
  id: string;
  event_id: string;
  status: string;
  attempts: { number: number; started_at: string; duration_ms: number }[];
}

let app: TestApp;
let receiver: Receiver;
let delivery: DeliveryAnswer;
let webhookId: string;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver((_, index) =>
    index < 2
      ? { status: 500, headers: { 'X-Trace': 'a', 'X-Long': 'b' }, body: 'no\0t today' }
      : { status: 200, body: 'thanks' },
  );
  const webhook = await app.post('/api/webhooks', {
    url: receiver.url,
    headers: { 'X-Token': 's3cret' },
    retry: { schedule_ms: [50, 150], jitter: 0 },
  });
  webhookId = (webhook.body as { id: string }).id;
  const event = { type: 'order.paid', data: { id: 1 }, tags: ['red', 'blue'] };
  const published = await app.post('/api/events', event).set('Prefer', 'wait=10');
  const [first] = (published.body as { deliveries: DeliveryAnswer[] }).deliveries;
  delivery = await eventually('the delivery is delivered', async () => {
    const answer = await app.get(`/api/deliveries/${first?.id ?? ''}`);
    const body = answer.body as DeliveryAnswer;
    return body.status === 'delivered' && body;
  });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

describe('200', () => {
  it('shows the delivery', () => {
    expect(delivery).toMatchObject({
      event_type: 'order.paid',
      webhook_id: webhookId,
      status: 'delivered',
      reason: null,
      attempt_count: 3,
      max_attempts: 3,
      next_retry_at: null,
      last_response_status: 200,
      last_error_type: null,
      tags: ['red', 'blue'],
      completed_at: expect.stringMatching(/Z$/) as unknown,
    });
  });

  it('shows its attempts in their order', () => {
    const [first, second, third] = delivery.attempts;
    expect(delivery.attempts.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(first).toEqual({
      id: expect.stringMatching(/^att_/) as unknown,
      delivery_id: delivery.id,
      number: 1,
      started_at: expect.stringMatching(/Z$/) as unknown,
      duration_ms: expect.any(Number) as unknown,
      outcome: 'failed',
      response_status: 500,
      response_headers: expect.objectContaining({ 'x-trace': 'a', 'x-long': 'b' }) as unknown,
      response_body: 'not today',
      response_body_truncated: false,
      request_body: null, // kept in shadow mode alone
      request_body_bytes: null,
      request_headers: expect.objectContaining({
        'webhook-id': delivery.event_id,
        'posthorn-attempt': '1',
        'x-token': '***',
      }) as unknown,
      error_type: 'http_status',
      error_message: 'The receiver answered 500.',
      advice: expect.stringMatching(/^The receiver failed: /) as unknown,
      timings: {
        dns_ms: null,
        connect_ms: expect.any(Number) as unknown,
        tls_ms: null,
        first_byte_ms: expect.any(Number) as unknown,
        total_ms: expect.any(Number) as unknown,
      },
      webhook_version: 1,
      stale: false,
    });
    expect(third).toMatchObject({
      outcome: 'succeeded',
      response_status: 200,
      error_type: null,
      advice: null,
    });
    const startOf = (attempt: { started_at: string } | undefined) => Date.parse(attempt?.started_at ?? '');
    // At least its delay after the one before, give or take how far the database's clock is known.
    expect(startOf(second) - startOf(first)).toBeGreaterThan(50 - 10);
    expect(startOf(third) - startOf(second)).toBeGreaterThan(150 - 10);
  });

  it('is the same at /deliveries, without any secret', async () => {
    const answer = await app.get(`/deliveries/${delivery.id}`);
    expect(answer.body).toEqual(delivery);
    expect(answer.text).not.toContain('s3cret');
    expect(answer.text).not.toContain('whsec_');
  });
});

describe('304', () => {
  it('for the entity tag that was answered, until the delivery changes', async () => {
    for (const path of ['/api/deliveries', '/deliveries']) {
      const answer = await app.get(`${path}/${delivery.id}`);
      const tag = String(answer.headers.etag);
      expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
      const again = await app.get(`${path}/${delivery.id}`).set('If-None-Match', `"other", ${tag}`);
      expect({ status: again.status, text: again.text, tag: again.headers.etag }).toEqual({
        status: 304,
        text: '',
        tag,
      });
    }
    const before = String((await app.get(`/api/deliveries/${delivery.id}`)).headers.etag);
    await app.post(`/api/deliveries/${delivery.id}/retry`);
    const changed = await app.get(`/api/deliveries/${delivery.id}`).set('If-None-Match', before);
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(before);
  });
});

describe('404', () => {
  it.each(['dlv_01h455vb4pex5vsknk084sn02q', 'evt_01h455vb4pex5vsknk084sn02q', 'nonsense', 'dlv_', 'a%00'])(
    'for the unknown id %s',
    async (id) => {
      for (const path of ['/api/deliveries', '/deliveries']) {
        const answer = await app.get(`${path}/${id}`);
        expect(answer.body).toMatchObject({ status: 404, detail: 'There is no such delivery.' });
      }
    },
  );

  it('for another tenant’s delivery', async () => {
    await addTenant(app, 'acme');
    const answer = await app.get(`/api/deliveries/${delivery.id}`).set('Posthorn-Tenant', 'acme');
    expect(answer.status).toBe(404);
  });
});
