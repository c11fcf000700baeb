import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { parseExposition } from '../support/exposition.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

interface Shown {
  readonly id: string;
  readonly status: string;
}
const list = async (query: string): Promise<Shown[]> =>
  ((await app.get(`/api/deliveries?${query}`)).body as { data: Shown[] }).data;
const publish = async (number: number): Promise<void> => {
  expect((await app.post('/api/events', { type: 'order.paid', data: { number } })).status).toBe(202);
};
const ended = async (status: string, count: number): Promise<Shown[]> =>
  await eventually(`${String(count)} are ${status}`, async () => {
    const found = await list(`status=${status}`);
    return found.length === count && found;
  });

describe('a webhook in shadow mode', () => {
  it('gets nothing; its deliveries show what it would have got, secrets masked, and count as neither good nor bad', async () => {
    const created = await app.post('/api/webhooks', {
      uid: 'shadow',
      url: receiver.url,
      mode: 'shadow',
      headers: { 'X-Token': 's3cret' },
    });
    expect(created.body).toMatchObject({ mode: 'shadow', state: 'active' });
    await publish(1);
    await publish(2);
    const [newest] = await ended('shadowed', 2);
    const shown = (await app.get(`/api/deliveries/${newest?.id ?? ''}`)).body as {
      attempts: { request_body: string }[];
    };
    expect(shown).toMatchObject({
      status: 'shadowed',
      reason: 'shadow_mode',
      attempt_count: 1,
      last_response_status: null,
      last_error_type: null,
    });
    expect(shown.attempts).toEqual([
      expect.objectContaining({
        outcome: 'shadowed',
        response_status: null,
        error_type: null,
        request_body_bytes: Buffer.byteLength(shown.attempts[0]?.request_body ?? ''),
        request_headers: expect.objectContaining({
          'webhook-signature': expect.stringMatching(/^v1,/) as unknown,
          'x-token': '***',
        }) as unknown,
      }),
    ]);
    expect(JSON.parse(shown.attempts[0]?.request_body ?? '')).toMatchObject({
      type: 'order.paid',
      data: { number: 2 },
    });
    expect(JSON.stringify(shown)).not.toContain('s3cret');
    expect(receiver.requests).toEqual([]);
  });

  it('shows in the statistics as such, and in no other number', async () => {
    for (const path of ['/api/stats/summary', '/api/webhooks/shadow/stats']) {
      expect((await app.get(path)).body).toMatchObject({
        total: 2,
        by_status: { shadowed: 2, delivered: 0, dead_letter: 0, cancelled: 0 },
        success_rate: null,
        attempts: { count: 0, succeeded: 0, failed: 0 },
      });
    }
    const { values } = parseExposition((await app.get('/metrics')).text);
    expect(values.get('posthorn_deliveries_finished_total{reason="shadow_mode",status="shadowed"}')).toBe(2);
    expect(values.get('posthorn_attempts_total{error_type="none"}')).toBe(0);
  });

  it('is sent what comes once it is live, and what was shadowed where that is retried', async () => {
    expect((await app.patch('/api/webhooks/shadow', { mode: 'live' })).body).toMatchObject({ mode: 'live' });
    await publish(3);
    await ended('delivered', 1);
    const [older] = await ended('shadowed', 2);
    expect((await app.post(`/api/deliveries/${older?.id ?? ''}/retry`)).status).toBe(202);
    await ended('delivered', 2);
    const numbers = receiver.requests.map(
      ({ body }) => (JSON.parse(body.toString()) as { data: { number: number } }).data.number,
    );
    expect(numbers).toEqual([3, 2]);
    expect(receiver.requests[0]?.headers['x-token']).toBe('s3cret');
    expect(await list('status=shadowed')).toHaveLength(1);
    expect(await list('status=failed')).toEqual([]);
    const audit = (await app.get('/api/audit?action=webhook.updated')).body as { data: object[] };
    expect(audit.data[0]).toMatchObject({ changes: { mode: { before: 'shadow', after: 'live' } } });
  });

  it('is sent a test all the same: whoever asks for one wants to see the answer', async () => {
    expect((await app.patch('/api/webhooks/shadow', { mode: 'shadow' })).status).toBe(200);
    receiver.requests.length = 0;
    expect((await app.post('/api/webhooks/shadow/test', {})).body).toMatchObject({ outcome: 'succeeded' });
    expect(receiver.requests).toHaveLength(1);
  });
});
