import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

interface WebhookAnswer {
  id: string;
  secret: string;
  name: string;
}

let app: TestApp;
/** Another process on the same database. */
let other: TestApp;
let holder: pg.Client | undefined;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  other = await startTestAppOn(app.database, { POSTHORN_ROLE: 'api' });
});
afterEach(async () => {
  await holder?.end();
  holder = undefined;
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const url = 'http://127.0.0.1:9/';
const create = (key: string, body: object = {}, at: Pick<TestApp, 'post'> = app) =>
  at.post('/api/webhooks', { url, ...body }).set('Idempotency-Key', key);
const countWebhooks = async (name: string): Promise<number> =>
  (await app.database.query('select from webhooks where name = $1', [name])).length;
const countKeys = async (key: string): Promise<number> =>
  (await app.database.query('select from idempotency_keys where key = $1', [key])).length;
const versionOf = async (): Promise<unknown> =>
  (await app.database.query('select sum(version) from subscription_versions'))[0];

/** A first request with the key, of another process, that goes on until the test lets it end. */
async function holdKey(key: string): Promise<pg.Client> {
  holder = app.database.client();
  await holder.connect();
  await holder.query('begin');
  await holder.query(
    `insert into posthorn.idempotency_keys (tenant_id, scope, key, fingerprint, resource_id)
     select id, 'webhook', $1, '', id from posthorn.tenants where uid = 'default'`,
    [key],
  );
  return holder;
}

describe('201: a key', () => {
  it('answers the same webhook again, with its secret and its headers', async () => {
    const first = await create('k1', { name: 'first', headers: { 'X-A': 'b' } });
    const version = await versionOf();
    const again = await create('k1', { headers: { 'X-A': 'b' }, name: 'first' });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    for (const name of ['etag', 'location', 'cache-control']) {
      expect(again.headers[name]).toBeDefined();
      expect(again.headers[name]).toBe(first.headers[name]);
    }
    expect(await countWebhooks('first')).toBe(1);
    expect(await versionOf()).toEqual(version);
  });

  it.each([
    ['one process', () => [app]],
    ['two processes', () => [app, other]],
  ])('makes one webhook of fifty requests at once, to %s', async (name, appsOf) => {
    const apps = appsOf();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => create(name, { name }, apps[n % apps.length])),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(49);
    expect(await countWebhooks(name)).toBe(1);
    expect((await create(name, { name: 'changed' }, other)).status).toBe(422);
  });

  it('answers the webhook as it is by now, with the secret that is current', async () => {
    const first = (await create('k2', { name: 'before' })).body as WebhookAnswer;
    await app.patch(`/api/webhooks/${first.id}`, { name: 'after' });
    const rotated = await app.post(`/api/webhooks/${first.id}/secret/rotate`);
    const again = await create('k2', { name: 'before' });
    expect(again.body).toMatchObject({
      id: first.id,
      name: 'after',
      secret: (rotated.body as WebhookAnswer).secret,
    });
    expect((again.body as WebhookAnswer).secret).not.toBe(first.secret);
  });

  it('belongs to its tenant and to its kind', async () => {
    await addTenant(app, 'acme');
    const own = (await create('k3')).body as WebhookAnswer;
    const theirs = await create('k3').set('Posthorn-Tenant', 'acme');
    expect(theirs.headers).not.toHaveProperty('idempotent-replayed');
    expect((theirs.body as WebhookAnswer).id).not.toBe(own.id);
    const event = await app.post('/api/events', { type: 'a', data: {} }).set('Idempotency-Key', 'k3');
    expect(event.status).toBe(202);
    expect(event.headers).not.toHaveProperty('idempotent-replayed');
  });

  it('may be used again after a request that failed', async () => {
    await create('taken', { uid: 'taken' });
    for (const [body, status] of [
      [{ url: 'http://10.0.0.1/' }, 422],
      [{ headers: { Host: 'x' } }, 422],
      [{ uid: 'taken' }, 409],
    ] as const) {
      expect((await create('k4', body)).status).toBe(status);
      expect(await countKeys('k4')).toBe(0);
    }
    const made = await create('k4', { name: 'made' });
    expect(made.status).toBe(201);
    expect(made.headers).not.toHaveProperty('idempotent-replayed');
  });
});

describe('409', () => {
  it('after two seconds, while the first request with the key is still running; then the key is free', async () => {
    const first = await holdKey('slow');
    const startedAt = performance.now();
    const answer = await create('slow', { name: 'slow' });
    expect(performance.now() - startedAt).toBeGreaterThan(1_900);
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: 'The first request with this idempotency key is still running.',
    });
    expect(await countWebhooks('slow')).toBe(0);
    await first.query('rollback');
    expect((await create('slow', { name: 'slow' })).status).toBe(201);
  });

  it('holds up nobody else meanwhile', async () => {
    await holdKey('held');
    const waiting = create('held').then(({ status }) => status);
    expect((await create('free', { name: 'free' })).status).toBe(201);
    expect((await app.post('/api/webhooks', { url })).status).toBe(201);
    expect(await waiting).toBe(409);
  });

  it('when the webhook has been deleted since', async () => {
    const { id } = (await create('k5')).body as WebhookAnswer;
    await app.delete(`/api/webhooks/${id}`);
    expect((await create('k5')).body).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: expect.stringContaining('has been deleted since') as unknown,
    });
  });
});

describe('422', () => {
  it.each([
    [{ name: 'b' }],
    [{ name: 'a', description: '' }],
    [{ name: 'a', active: true }],
    [{ name: 'a', url: 'http://127.0.0.1:9' }],
    [{ name: 'a', secret: `whsec_${Buffer.alloc(24).toString('base64')}` }],
  ])('for a key that was used with another body: %j', async (body) => {
    await create('k6', { name: 'a' });
    const answer = await create('k6', body);
    expect(answer.body).toMatchObject({
      status: 422,
      errors: [{ path: 'Idempotency-Key', message: 'was used before with another body' }],
    });
    expect(await countWebhooks('a')).toBe(1);
  });

  it.each(['', 'x'.repeat(257), 'a\tb'])('for the key %j, which none can be', async (key) => {
    const answer = await create(key);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'Idempotency-Key' }] });
  });
});
