import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  at.post('/api/tenants', body).set('Idempotency-Key', key);
const countTenants = async (name: string): Promise<number> =>
  (await app.database.query('select from tenants where name = $1', [name])).length;
const countKeys = async (key: string): Promise<number> =>
  (await app.database.query('select from idempotency_keys where key = $1', [key])).length;

describe('201: a key', () => {
  it('answers the same tenant again, with its headers, whichever tenant the request names', async () => {
    const first = await create('k1', { name: 'first', validation: 'warn' });
    const again = await create('k1', { validation: 'warn', name: 'first' }).set('Posthorn-Tenant', 'acme');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    for (const name of ['etag', 'location']) {
      expect(again.headers[name]).toBeDefined();
      expect(again.headers[name]).toBe(first.headers[name]);
    }
    expect(await countTenants('first')).toBe(1);
  });

  it('makes one tenant of fifty requests at once, to two processes', async () => {
    const apps = [app, other];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => create('fifty', { name: 'fifty' }, apps[n % 2])),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(49);
    expect(await countTenants('fifty')).toBe(1);
  });

  it('answers the tenant as it is by now', async () => {
    const { id } = (await create('k2', { uid: 'before' })).body as { id: string };
    const changed = await app.patch(`/api/tenants/${id}`, { uid: 'after' });
    const again = await create('k2', { uid: 'before' });
    expect(again.status).toBe(201);
    expect(again.body).toEqual(changed.body);
    expect(again.headers.etag).toBe(changed.headers.etag);
  });

  it('is none of the default tenant’s', async () => {
    await create('k3', {});
    const keys = await app.database.query(
      "select from idempotency_keys k join tenants t on t.id = k.tenant_id where key = 'k3'",
    );
    expect(keys).toEqual([]);
    expect(await countKeys('k3')).toBe(1);
  });

  it('may be used again after a request that failed', async () => {
    for (const [body, status] of [
      [{ uid: 'a b' }, 422],
      [{ uid: 'default' }, 409],
    ] as const) {
      expect((await create('k4', body)).status).toBe(status);
      expect(await countKeys('k4')).toBe(0);
    }
    const made = await create('k4', { uid: 'made' });
    expect(made.status).toBe(201);
    expect(made.headers).not.toHaveProperty('idempotent-replayed');
  });
});

describe('409', () => {
  it('when the tenant has been deleted since', async () => {
    await create('k5', { uid: 'deleted' });
    // No request deletes a tenant yet.
    await app.database.query(
      "delete from subscription_versions where tenant_id = (select id from tenants where uid = 'deleted')",
    );
    await app.database.query("delete from tenants where uid = 'deleted'");
    expect((await create('k5', { uid: 'deleted' })).body).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: expect.stringContaining('has been deleted since') as unknown,
    });
  });
});

describe('422', () => {
  it.each([[{}], [{ name: 'k6', validation: 'off' }], [{ name: 'other' }]])(
    'for a key that was used with another body: %j',
    async (body) => {
      await create('k6', { name: 'k6' });
      expect((await create('k6', body)).body).toMatchObject({
        status: 422,
        errors: [{ path: 'Idempotency-Key', message: 'was used before with another body' }],
      });
      expect(await countTenants('k6')).toBe(1);
      expect(await countTenants('other')).toBe(0);
    },
  );
});
