import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

let app: TestApp;
/** Another process on the same database. */
let other: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  other = await startTestAppOn(app.database, { POSTHORN_ROLE: 'api' });
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const create = (key: string, body: object, at: Pick<TestApp, 'post'> = app) =>
  at.post('/api/event-types', body).set('Idempotency-Key', key);
const countTypes = async (name: string): Promise<number> =>
  (await app.database.query('select from event_types where name = $1', [name])).length;
const countKeys = async (key: string): Promise<number> =>
  (await app.database.query('select from idempotency_keys where key = $1', [key])).length;
const versionOf = async (): Promise<unknown> =>
  (await app.database.query('select sum(event_types_version) from tenants'))[0];

describe('201: a key', () => {
  it('answers the same type again, with its headers, and changes nothing', async () => {
    const first = await create('k1', { name: 'a/b', schema: { type: 'object' } });
    const version = await versionOf();
    const again = await create('k1', { schema: { type: 'object' }, name: 'a/b' });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(again.headers.location).toBe('/api/event-types/a%2Fb');
    expect(again.headers.etag).toBeDefined();
    expect(again.headers.etag).toBe(first.headers.etag);
    expect(await countTypes('a/b')).toBe(1);
    expect(await versionOf()).toEqual(version);
  });

  it.each([
    ['one process', () => [app]],
    ['two processes', () => [app, other]],
  ])('makes one type of fifty requests at once, to %s', async (key, appsOf) => {
    const apps = appsOf();
    const name = key.replace(' ', '-');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => create(key, { name }, apps[n % apps.length])),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(49);
    expect(await countTypes(name)).toBe(1);
  });

  it('answers the type as it is by now', async () => {
    await create('k2', { name: 'changing' });
    const changed = await app.patch('/api/event-types/changing', { description: 'after' });
    const again = await create('k2', { name: 'changing' });
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ description: 'after', version: 2 });
    expect(again.headers.etag).toBe(changed.headers.etag);
  });

  it('belongs to its tenant and to its kind', async () => {
    await addTenant(app, 'acme');
    await create('k3', { name: 'mine' });
    const theirs = await create('k3', { name: 'theirs' }).set('Posthorn-Tenant', 'acme');
    const webhook = await app
      .post('/api/webhooks', { url: 'http://127.0.0.1:9/' })
      .set('Idempotency-Key', 'k3');
    const tenant = await app.post('/api/tenants', {}).set('Idempotency-Key', 'k3');
    for (const { status, headers } of [theirs, webhook, tenant]) {
      expect(status).toBe(201);
      expect(headers).not.toHaveProperty('idempotent-replayed');
    }
  });

  it('may be used again after a request that failed', async () => {
    await app.post('/api/event-types', { name: 'taken' });
    for (const [body, status] of [
      [{ name: 'k4', schema: { type: 'strng' } }, 422],
      [{ name: 'taken' }, 409],
    ] as const) {
      expect((await create('k4', body)).status).toBe(status);
      expect(await countKeys('k4')).toBe(0);
    }
    const made = await create('k4', { name: 'k4' });
    expect(made.status).toBe(201);
    expect(made.headers).not.toHaveProperty('idempotent-replayed');
  });
});

describe('409', () => {
  it('when the type has been deleted since, though another has its name by now', async () => {
    await create('k5', { name: 'deleted' });
    const detail = expect.stringContaining('has been deleted since') as unknown;
    await app.delete('/api/event-types/deleted');
    expect((await create('k5', { name: 'deleted' })).body).toMatchObject({ status: 409, detail });
    await app.put('/api/event-types/deleted', {});
    expect((await create('k5', { name: 'deleted' })).body).toMatchObject({ status: 409, detail });
  });

  it('for a name in use, of fifty requests at once without a key, to two processes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        (n % 2 === 0 ? app : other).post('/api/event-types', { name: 'once' }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(49);
  });
});

describe('422', () => {
  it.each([[{ name: 'other' }], [{ name: 'k6', description: '' }], [{ name: 'k6', schema: {} }]])(
    'for a key that was used with another body: %j',
    async (body) => {
      await create('k6', { name: 'k6' });
      expect((await create('k6', body)).body).toMatchObject({
        status: 422,
        errors: [{ path: 'Idempotency-Key', message: 'was used before with another body' }],
      });
      expect(await countTypes('k6')).toBe(1);
      expect(await countTypes('other')).toBe(0);
    },
  );
});
