import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../src/domain/ids.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { findStoredHeaders } from '../support/stored-webhook.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface WebhookAnswer {
  readonly id: string;
  readonly secret: string;
  readonly version: number;
  readonly updated_at: string;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const url = 'http://127.0.0.1:9/hook';
const created = async (body: object = {}): Promise<WebhookAnswer> =>
  (await app.post('/api/webhooks', { url, ...body })).body as WebhookAnswer;
const subscriptionVersion = async (): Promise<number> => {
  const rows = await app.database.query<{ version: string }>('select version from subscription_versions');
  return Number(rows[0]?.version);
};

const storedHeaders = async (id: string): Promise<unknown> =>
  await findStoredHeaders(app.database, fromPublicId('webhook', id) ?? '');

const EVERY_FIELD = {
  uid: 'a.b',
  name: 'Orders',
  description: 'Two\nlines',
  metadata: { team: 'a' },
  events: ['order.*'],
  headers: { 'X-Key': 's3cret' },
  format: 'standard',
  retry: { schedule_ms: [1, 2], jitter: 0, retry_on: 'transient' },
  timeout_ms: 100,
  max_in_flight: 1,
  mode: 'shadow',
  active: false,
};

describe('200', () => {
  it('changes what is sent, leaves the rest, and counts one version', async () => {
    const before = await created({ metadata: { team: 'a' }, timeout_ms: 500 });
    const subscriptions = await subscriptionVersion();
    const answer = await app.patch(`/api/webhooks/${before.id}`, { name: 'New', events: ['a', 'a'] });
    expect(answer.status).toBe(200);
    const { secret: _secret, ...shown } = before;
    const body = answer.body as WebhookAnswer;
    expect(body).toEqual({
      ...shown,
      name: 'New',
      events: ['a'],
      version: 2,
      updated_at: expect.any(String) as unknown,
    });
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(Date.parse(before.updated_at));
    expect(await subscriptionVersion()).toBe(subscriptions + 1);
    expect((await app.get(`/api/webhooks/${before.id}`)).body).toEqual(body);
  });

  it('keeps the value of a header that is sent back as it is shown', async () => {
    const { id } = await created({ headers: { 'X-Key': 's3cret', 'X-Old': 'gone' } });
    const changed = await app.patch(`/api/webhooks/${id}`, { headers: { 'x-key': '***', 'X-New': 'new' } });
    expect(changed.body).toMatchObject({ headers: { 'x-key': '***', 'X-New': '***' } });
    expect(await storedHeaders(id)).toEqual({ 'x-key': 's3cret', 'X-New': 'new' });
  });

  it('takes every field, and null as its default', async () => {
    const { id } = await created();
    const changed = await app.patch(`/api/webhooks/${id}`, { url: 'https://EXAMPLE.com/x', ...EVERY_FIELD });
    expect(changed.body).toMatchObject({
      ...EVERY_FIELD,
      url: 'https://example.com/x',
      headers: { 'X-Key': '***' },
      state: 'disabled',
    });
    const nulls = Object.fromEntries(Object.keys(EVERY_FIELD).map((field) => [field, null]));
    const reset = await app.patch(`/api/webhooks/${id}`, nulls);
    expect(reset.status).toBe(200);
    expect(reset.body).toMatchObject({
      uid: null,
      name: 'example.com',
      description: '',
      metadata: {},
      url: 'https://example.com/x',
      events: [],
      headers: {},
      format: 'standard',
      retry: DEFAULT_RETRY_POLICY,
      timeout_ms: 15_000,
      max_in_flight: 64,
      mode: 'live',
      active: true,
      state: 'active',
      version: 3,
    });
  });

  it('makes no version of nothing', async () => {
    const { id } = await created();
    const answer = await app.patch(`/api/webhooks/${id}`, {});
    expect(answer.body).toMatchObject({ version: 1 });
  });

  it('replaces the secret at once, and does not show it', async () => {
    const { id } = await created();
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const answer = await app.patch(`/api/webhooks/${id}`, { secret });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('secret');
    expect((await app.get(`/api/webhooks/${id}/secret`)).body).toEqual({
      secret,
      public_key: null,
      previous: [],
    });
  });

  it('sends nothing to the URL of before, once a tick has passed since the answer', async () => {
    const before = await startReceiver(() => ({ status: 204, delayMs: 5 }));
    const after = await startReceiver();
    const { id } = await created({ url: before.url, events: ['moved'], max_in_flight: 4 });
    const events = Array.from({ length: 300 }, (_, number) => ({ type: 'moved', data: { number } }));
    await app.post('/api/events/batch', { events });
    await eventually('requests arrive', () => before.requests.length > 10);
    await app.patch(`/api/webhooks/${id}`, { url: after.url });
    const answeredAt = performance.now();
    await eventually(
      'the rest arrives elsewhere',
      () => before.requests.length + after.requests.length >= 300,
      45_000,
    );
    const late = before.requests.filter(({ at }) => at > answeredAt + 100);
    expect({ late, hasMoved: after.requests.length > 0 }).toEqual({ late: [], hasMoved: true });
    await before.close();
    await after.close();
  }, 60_000);
});

describe('304', () => {
  it('for the version that the client has, until it changes', async () => {
    const { id } = await created();
    const first = await app.get(`/api/webhooks/${id}`);
    const etag = first.headers.etag ?? '';
    expect(etag).toMatch(/^"/);
    const same = await app.get(`/api/webhooks/${id}`).set('If-None-Match', etag);
    expect([same.status, same.text]).toEqual([304, '']);
    await app.patch(`/api/webhooks/${id}`, { name: 'Other' });
    const other = await app.get(`/api/webhooks/${id}`).set('If-None-Match', etag);
    expect(other.status).toBe(200);
    expect(other.headers.etag).not.toBe(etag);
  });
});

describe('404', () => {
  it.each(['wh_01h455vb4pex5vsknk084sn02q', 'nobody', 'a%20b'])('for the unknown id %s', async (id) => {
    const answer = await app.patch(`/api/webhooks/${id}`, { name: 'x' });
    expect(answer.body).toMatchObject({ status: 404, detail: 'There is no such webhook.' });
  });
});

describe('409', () => {
  it('for the uid of another', async () => {
    await created({ uid: 'taken' });
    const { id } = await created();
    const answer = await app.patch(`/api/webhooks/${id}`, { uid: 'taken' });
    expect(answer.body).toMatchObject({ status: 409, detail: 'Another webhook has this uid.' });
  });
});

describe('412', () => {
  it('for all but one of twenty changes of the same version', async () => {
    const { id } = await created();
    const etag = (await app.get(`/api/webhooks/${id}`)).headers.etag ?? '';
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        app.patch(`/api/webhooks/${id}`, { name: `n${n}` }).set('If-Match', etag),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array<number>(19).fill(412)]);
    const refused = answers.find(({ status }) => status === 412);
    expect(refused?.body).toMatchObject({ code: 'precondition_failed' });
    const winner = answers.find(({ status }) => status === 200);
    expect((await app.get(`/api/webhooks/${id}`)).body).toEqual(winner?.body);
    expect(winner?.body).toMatchObject({ version: 2 });
  });

  it('for a deletion of another version, which then does not happen', async () => {
    const { id } = await created();
    const stale = (await app.get(`/api/webhooks/${id}`)).headers.etag ?? '';
    const fresh = (await app.patch(`/api/webhooks/${id}`, { name: 'x' })).headers.etag ?? '';
    expect((await app.delete(`/api/webhooks/${id}`).set('If-Match', stale)).status).toBe(412);
    expect((await app.delete(`/api/webhooks/${id}`).set('If-Match', fresh)).status).toBe(204);
  });

  it('once its deliveries have disabled it', async () => {
    const { id } = await created({ uid: 'gone' });
    const etag = (await app.get(`/api/webhooks/${id}`)).headers.etag ?? '';
    await app.database.query(
      `update webhook_states set disabled_at = now(), disabled_reason = 'gone'
       where webhook_id = (select id from webhooks where uid = 'gone')`,
    );
    const answer = await app.patch(`/api/webhooks/${id}`, { name: 'x' }).set('If-Match', etag);
    expect(answer.status).toBe(412);
  });
});

describe('422', () => {
  it.each([
    [{ url: null }, 'url'],
    [{ url: 'ftp://a' }, 'url'],
    [{ url: 'http://10.0.0.1/' }, 'url'],
    [{ secret: null }, 'secret'],
    [{ timeout_ms: 99 }, 'timeout_ms'],
    [{ state: 'active' }, 'state'],
    [{ headers: { 'Content-Length': '0' } }, 'headers.Content-Length'],
    [{ headers: { 'X-Unknown': '***' } }, 'headers.X-Unknown'],
  ])('for %j', async (body, path) => {
    const { id } = await created();
    const answer = await app.patch(`/api/webhooks/${id}`, body);
    expect(answer.status).toBe(422);
    const { errors } = answer.body as { errors: { path: string }[] };
    expect(new Set(errors.map((error) => error.path))).toEqual(new Set([path]));
    expect((await app.get(`/api/webhooks/${id}`)).body).toMatchObject({ version: 1 });
  });
});
