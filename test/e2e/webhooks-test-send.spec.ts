import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createWebhook, sendTest } from '../support/test-sends.ts';
import { RawReceiver, respond } from '../integration/transport/raw-receiver.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TEST_HEADERS = { 'X-Team': 'the blue one', get: ' spaces ', authorization: 'Bearer to-be-masked' };

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_TEST_SENDS_PER_MINUTE: '1000' });
  receiver = await startReceiver(() => ({ status: 200, body: 'seen', headers: { 'X-Seen': 'yes' } }));
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const requestAt = (path: string): ReceivedRequest => {
  const [request, ...others] = receiver.requests.filter((each) => each.path === path);
  if (request === undefined) throw new Error(`Nothing was received at ${path}.`);
  expect(others).toEqual([]);
  return request;
};
const verified = ({ body, headers }: ReceivedRequest, secret: string): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

interface StoredAttempt {
  readonly id: string;
  readonly delivery_id: string;
  readonly stale: boolean;
  readonly request_headers: object;
  readonly request_body: string | null;
  readonly request_body_bytes: number | null;
}
const attemptOf = async (deliveryId: string): Promise<StoredAttempt> => {
  const [attempt] = ((await app.get(`/api/deliveries/${deliveryId}`)).body as { attempts: StoredAttempt[] })
    .attempts;
  if (attempt === undefined) throw new Error('The delivery has no attempt.');
  return attempt;
};

/** How many rows each table holds. */
async function countRows(): Promise<Record<string, string>> {
  const rows = await app.database.query<{ name: string; count: string }>(
    `select c.relname as name,
            (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', c.relname), false, true, '')))[1]::text as count
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'posthorn' and c.relkind in ('r', 'p')`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

describe('200: a registered webhook', () => {
  it('is sent a sample that its secret verifies, and its answer is shown', async () => {
    const webhook = await createWebhook(app, { url: `${receiver.url}sample`, headers: TEST_HEADERS });
    const answer = await sendTest(app, `${webhook.id}/test`);
    const request = requestAt('/sample');
    expect(verified(request, webhook.secret)).toEqual({
      type: 'posthorn.test',
      timestamp: expect.any(String),
      data: { message: 'This is a test. Nothing has happened.' },
    });
    expect(request.headers).toMatchObject({ 'x-team': 'the blue one', get: 'spaces' });
    expect(answer).toMatchObject({
      event_id: request.headers['webhook-id'],
      event_type: 'posthorn.test',
      webhook_id: webhook.id,
      webhook_version: 1,
      number: 1,
      outcome: 'succeeded',
      response_status: 200,
      response_headers: { 'x-seen': 'yes' },
      response_body: 'seen',
      response_body_truncated: false,
      error_type: null,
      error_message: null,
    });
    expect(answer.request_headers).toMatchObject({
      'webhook-signature': request.headers['webhook-signature'],
      'x-team': '***',
      get: '***',
      authorization: '***',
    });
    expect(JSON.stringify(answer)).not.toMatch(/blue|masked|whsec/);
  });

  it('is sent what the caller says, word for word', async () => {
    const { id, secret } = await createWebhook(app, { url: `${receiver.url}verbatim` });
    const data = '{ "n": 1.0, "huge": 123456789012345678901234567890, "n": [ ], "s": "\\u0000\\ud800" }';
    const answer = await sendTest(app, `${id}/test`, `{"event_type":"order.paid","data":${data}}`);
    const request = requestAt('/verbatim');
    expect(request.body.toString()).toContain(`"data":${data}}`);
    expect(verified(request, secret)).toMatchObject({ type: 'order.paid' });
    expect(answer.event_type).toBe('order.paid');
  });

  it('takes its uid, and a reserved type, since nothing is published', async () => {
    await createWebhook(app, { url: `${receiver.url}uid`, uid: 'test', events: ['something.else'] });
    const answer = await sendTest(app, 'test/test', { event_type: 'posthorn.webhook.disabled' });
    expect(answer).toMatchObject({ outcome: 'succeeded', event_type: 'posthorn.webhook.disabled' });
    requestAt('/uid');
  });

  it('is tested while it is paused or disabled', async () => {
    const { id } = await createWebhook(app, { url: `${receiver.url}paused` });
    await app.post(`/api/webhooks/${id}/pause`);
    expect(await sendTest(app, `${id}/test`)).toMatchObject({ outcome: 'succeeded' });
    await app.patch(`/api/webhooks/${id}`, { active: false });
    expect(await sendTest(app, `${id}/test`)).toMatchObject({ outcome: 'succeeded', webhook_version: 2 });
  });

  it('is sent to as it stands now, though another process changed it', async () => {
    const { id } = await createWebhook(app, { url: `${receiver.url}before`, uid: 'moved' });
    await sendTest(app, `${id}/test`);
    await app.database.query(`update webhooks set url = $1, version = 2 where uid = 'moved'`, [
      `${receiver.url}after`,
    ]);
    await app.database.query('update subscription_versions set version = version + 1');
    expect(await sendTest(app, `${id}/test`)).toMatchObject({ webhook_version: 2 });
    requestAt('/after');
  });
});

describe('200: the request', () => {
  it('is a delivery’s, but for its ids, its time and so its signatures', async () => {
    const raw = await RawReceiver.start(respond(204));
    const { id } = await createWebhook(app, {
      url: raw.url('/p?q=%20'),
      events: ['raw.event'],
      headers: { ...TEST_HEADERS, common: 'a', _x: 'b', '1': 'c' },
    });
    await app.post(`/api/webhooks/${id}/secret/rotate`, {});
    await app.post(`/api/webhooks/${id}/secret/rotate`, { overlap_seconds: 60 });
    const event = { type: 'raw.event', data: { a: 1 } };
    const published = await app.post('/api/events', event).set('Prefer', 'wait=5');
    const tested = await sendTest(app, `${id}/test`, { event_type: event.type, data: event.data });
    const [real, test] = raw.requests.map(({ head }) =>
      head
        .replaceAll(/(evt|dlv)_\w{26}/g, '$1_…')
        .replaceAll(/(?<=^webhook-timestamp: )\d+/gm, '…')
        .replaceAll(/v1,[\w+/=]{44}/g, 'v1,…'),
    );
    expect(test).toBe(real);
    expect(test).toContain('webhook-signature: v1,… v1,… v1,…');
    expect(test).toContain('POST /p?q=%20 HTTP/1.1');
    const [realBody, testBody] = raw.requests.map(({ body }) => body.toString().replace(/\d{4}-[^"]+Z/, '…'));
    expect(testBody).toBe(realBody);

    const { deliveries } = published.body as { deliveries: { id: string }[] };
    const stored = await attemptOf(deliveries[0]?.id ?? '');
    const { id: _id, delivery_id: _delivery, stale: _stale, ...recorded } = stored;
    // A body is kept in shadow mode alone.
    const { request_body: _body, request_body_bytes: _bytes, ...kept } = recorded;
    const { event_id: _event, event_type: _type, webhook_id: _webhook, ...shown } = tested;
    expect(Object.keys(shown).sort()).toEqual(Object.keys(kept).sort());
    expect(Object.keys(tested.request_headers)).toEqual(Object.keys(stored.request_headers));
    await raw.close();
  });
});

describe('200: a URL that is not registered', () => {
  it('is sent what the caller says, signed with the secret', async () => {
    const answer = await sendTest(app, 'test', {
      url: `${receiver.url}unregistered`,
      event_type: 'order.paid',
      data: { order_id: 4711 },
      secret: SECRET,
      format: 'standard',
      headers: TEST_HEADERS,
    });
    const request = requestAt('/unregistered');
    expect(verified(request, SECRET)).toMatchObject({ type: 'order.paid', data: { order_id: 4711 } });
    expect(request.headers).toMatchObject({ 'x-team': 'the blue one' });
    expect(answer).toMatchObject({ webhook_id: null, webhook_version: null, outcome: 'succeeded' });
    expect(answer.event_id).toBe(request.headers['webhook-id']);
    expect(answer.request_headers).toMatchObject({ 'x-team': '***' });
    expect(JSON.stringify(answer)).not.toMatch(/blue|masked|whsec/);
  });

  it('is signed with a new secret where none is given', async () => {
    const url = `${receiver.url}unsigned`;
    await sendTest(app, 'test', { url, event_type: 'a', data: {}, format: null, headers: null });
    expect(requestAt('/unsigned').headers['webhook-signature']).toMatch(/^v1,/);
  });
});

describe('nothing is left of it', () => {
  it('in any table, and no webhook is the worse for what its receiver answered', async () => {
    const gone = await startReceiver(() => ({ status: 410 }));
    const { id } = await createWebhook(app, { url: gone.url });
    await eventually('deliveries of other tests are done', async () => {
      const live = await app.database.query('select from live_deliveries');
      return live.length === 0;
    });
    const before = await countRows();
    expect(Number(before.webhooks)).toBeGreaterThan(0);
    for (let count = 0; count < 3; count += 1) {
      expect(await sendTest(app, `${id}/test`)).toMatchObject({
        outcome: 'failed',
        response_status: 410,
        error_type: 'http_status',
      });
    }
    await sendTest(app, 'test', { url: gone.url, event_type: 'a', data: {} });
    expect(await countRows()).toEqual(before);
    expect((await app.get(`/api/webhooks/${id}`)).body).toMatchObject({ state: 'active' });
    expect(gone.requests).toHaveLength(4);
    await gone.close();
  });
});

describe('404', () => {
  it('for a webhook that is not there, not there any more, or another tenant’s', async () => {
    const { id: deleted } = await createWebhook(app, { url: receiver.url });
    await app.delete(`/api/webhooks/${deleted}`);
    await addTenant(app, 'other');
    const { id: foreign } = await createWebhook(app, { url: receiver.url, uid: 'theirs' }, 'other');
    for (const id of ['nobody', 'wh_x', '%00', deleted, foreign, 'theirs']) {
      const answer = await app.post(`/api/webhooks/${id}/test`, {});
      expect(answer.body).toMatchObject({ status: 404, detail: 'There is no such webhook.' });
    }
  });
});

describe('a process that serves the API alone', () => {
  it('sends tests, too', async () => {
    const apiOnly = await startTestApp({ POSTHORN_ROLE: 'api' });
    const { id } = await createWebhook(apiOnly, { url: `${receiver.url}api` });
    expect(await sendTest(apiOnly, `${id}/test`)).toMatchObject({ outcome: 'succeeded' });
    requestAt('/api');
    await apiOnly.close();
  });
});
