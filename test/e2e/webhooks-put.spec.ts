import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../src/domain/ids.ts';
import { addTenant } from '../support/second-tenant.ts';
import { findStoredHeaders } from '../support/stored-webhook.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface WebhookAnswer {
  readonly id: string;
  readonly uid: string | null;
  readonly secret: string;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const url = 'http://127.0.0.1:9/hook';
const secretOf = async (id: string): Promise<string> =>
  ((await app.get(`/api/webhooks/${id}/secret`)).body as { secret: string }).secret;

describe('201', () => {
  it('makes a webhook of a uid that none has, and shows its secret', async () => {
    const answer = await app.put('/api/webhooks/new-one', { url });
    expect(answer.status).toBe(201);
    const body = answer.body as WebhookAnswer;
    expect(body).toMatchObject({ uid: 'new-one', url, version: 1, name: '127.0.0.1:9' });
    expect(body.secret).toMatch(/^whsec_/);
    expect(answer.headers).toMatchObject({
      location: `/api/webhooks/${body.id}`,
      'cache-control': 'no-store',
    });
    const shown = await app.get('/api/webhooks/new-one');
    expect(shown.headers.etag).toBe(answer.headers.etag);
  });

  it('happens once, of twenty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.put('/api/webhooks/at-once', { url, uid: 'at-once' })),
    );
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([...Array<number>(19).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => (body as WebhookAnswer).id)).size).toBe(1);
    expect((await app.get('/api/webhooks/at-once')).body).toMatchObject({ version: 20 });
  });

  it('in its own tenant, where another has the uid', async () => {
    await addTenant(app, 'acme');
    await app.put('/api/webhooks/shared', { url });
    const answer = await app.put('/api/webhooks/shared', { url }).set('Posthorn-Tenant', 'acme');
    expect(answer.status).toBe(201);
  });

  it('if there is none yet', async () => {
    const make = () => app.put('/api/webhooks/only-new', { url }).set('If-None-Match', '*');
    expect([(await make()).status, (await make()).status]).toEqual([201, 412]);
  });
});

describe('200', () => {
  it('takes back what was shown, and keeps the values behind the masks', async () => {
    const made = await app.put('/api/webhooks/shown', {
      url,
      headers: { 'X-Key': 's3cret', 'X-Old': 'gone' },
    });
    expect(made.status).toBe(201);
    const body = { url, headers: { 'X-Key': '***', 'X-New': 'new' } };
    expect((await app.put('/api/webhooks/shown', body)).status).toBe(200);
    const id = fromPublicId('webhook', (made.body as { id: string }).id) ?? '';
    expect(await findStoredHeaders(app.database, id)).toEqual({ 'X-Key': 's3cret', 'X-New': 'new' });
    for (const uid of ['shown', 'nobody-yet']) {
      const refused = await app.put(`/api/webhooks/${uid}`, { url, headers: { 'X-Other': '***' } });
      expect(refused.body).toMatchObject({ status: 422, errors: [{ path: 'headers.X-Other' }] });
    }
  });

  it('replaces the whole webhook but for its uid and its secret', async () => {
    const made = await app.put('/api/webhooks/whole', {
      url,
      name: 'Name',
      events: ['a'],
      headers: { 'X-Key': 'v' },
      timeout_ms: 500,
      active: false,
    });
    const { id, secret } = made.body as WebhookAnswer;
    const answer = await app.put(`/api/webhooks/${id}`, { url: 'http://127.0.0.1:8/', description: 'd' });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('whsec_');
    expect(answer.body).toMatchObject({
      id,
      uid: 'whole',
      name: '127.0.0.1:8',
      description: 'd',
      events: [],
      headers: {},
      timeout_ms: 15_000,
      active: true,
      version: 2,
    });
    expect(await secretOf(id)).toBe(secret);
  });

  it('replaces the secret where one is sent', async () => {
    await app.put('/api/webhooks/secretive', { url });
    const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    await app.put('/api/webhooks/secretive', { url, secret });
    expect(await secretOf('secretive')).toBe(secret);
  });
});

describe('404', () => {
  it.each(['wh_01h455vb4pex5vsknk084sn02q', 'evt_01h455vb4pex5vsknk084sn02q', 'a%20b'])(
    'for %s, which is no uid',
    async (id) => {
      expect((await app.put(`/api/webhooks/${id}`, { url })).body).toMatchObject({ code: 'not_found' });
    },
  );
});

describe('412', () => {
  it('for another version, and for one of a webhook that is not there', async () => {
    const made = await app.put('/api/webhooks/versions', { url });
    const etag = made.headers.etag ?? '';
    const put = () => app.put('/api/webhooks/versions', { url }).set('If-Match', etag);
    expect([(await put()).status, (await put()).status]).toEqual([200, 412]);
    expect((await app.put('/api/webhooks/unmade', { url }).set('If-Match', '*')).status).toBe(412);
    expect((await app.get('/api/webhooks/unmade')).status).toBe(404);
  });
});

describe('422', () => {
  it.each([
    [{ url, uid: 'other' }, 'uid'],
    [{ url, uid: null }, 'uid'],
    [{}, 'url'],
    [{ url: 'http://10.0.0.1/' }, 'url'],
  ])('for %j', async (body, path) => {
    const answer = await app.put('/api/webhooks/strict', body);
    expect(answer.status).toBe(422);
    expect((answer.body as { errors: { path: string }[] }).errors[0]?.path).toBe(path);
    expect((await app.get('/api/webhooks/strict')).status).toBe(404);
  });
});
