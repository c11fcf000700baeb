import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ADMIN_KEY,
  callerWith,
  GUARDED,
  type CallAnswer,
  type Caller,
  type MadeKey,
} from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

let app: TestApp;
/** Another process on the same database. */
let other: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp(GUARDED);
  other = await startTestAppOn(app.database, GUARDED);
  admin = callerWith(app, ADMIN_KEY);
  await addTenant(app, 'acme');
});
afterAll(async () => {
  await other.close();
  await app.close();
});

interface Answer extends Omit<MadeKey, 'key'> {
  readonly key: string | null;
}

const create = async (
  idempotencyKey: string,
  name: string,
  caller = admin,
  tenant = 'default',
): Promise<CallAnswer<Answer>> =>
  await caller<Answer>('POST', '/api/keys', {
    body: { name, scopes: ['read'] },
    headers: { 'Idempotency-Key': idempotencyKey, 'Posthorn-Tenant': tenant },
  });
const countKeys = async (name: string): Promise<number> =>
  (await app.database.query('select from api_keys where name = $1', [name])).length;

describe('201: a key', () => {
  it('answers the same key again, but not what its holder sends: that is not stored', async () => {
    const first = await create('k1', 'first');
    const again = await create('k1', 'first');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(first.body.key).toMatch(/^ph_/);
    expect(again.body).toEqual({ ...first.body, key: null });
    for (const name of ['etag', 'location', 'cache-control'])
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(await countKeys('first')).toBe(1);
  });

  it('makes one key of fifty requests at once, to two processes, and shows it to one of them', async () => {
    const callers = [admin, callerWith(other, ADMIN_KEY)];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => create('fifty', 'fifty', callers[n % 2])),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.key !== null)).toHaveLength(1);
    expect(await countKeys('fifty')).toBe(1);
  });

  it('answers a key that has expired meanwhile, and not that its end lies in the past', async () => {
    const body = { name: 'short', scopes: ['read'], expires_at: new Date(Date.now() + 1_500).toISOString() };
    const headers = { 'Idempotency-Key': 'k5' };
    const first = await admin<Answer>('POST', '/api/keys', { body, headers });
    await eventually('the key has expired', async () => {
      const { status } = await callerWith(app, first.body.key)('GET', '/api/webhooks');
      return status === 401;
    });
    const again = await admin('POST', '/api/keys', { body, headers });
    expect([again.status, again.body.id, again.body.key]).toEqual([201, first.body.id, null]);
    expect((await admin('POST', '/api/keys', { body })).status).toBe(422);
  });

  it('is each tenant’s own', async () => {
    const [one, two] = [await create('k2', 'ours'), await create('k2', 'ours', admin, 'acme')];
    expect(two.headers.get('idempotent-replayed')).toBeNull();
    expect(one.body.tenant_id).not.toBe(two.body.tenant_id);
  });
});

describe('409', () => {
  it('when the key has been revoked since', async () => {
    const { body } = await create('k3', 'revoked');
    await admin('DELETE', `/api/keys/${body.id}`);
    expect((await create('k3', 'revoked')).body).toMatchObject({ status: 409, code: 'conflict' });
  });
});

describe('422', () => {
  it('for a key that was used with another body', async () => {
    await create('k4', 'k4');
    expect((await create('k4', 'other')).body).toMatchObject({
      status: 422,
      errors: [{ path: 'Idempotency-Key', message: 'was used before with another body' }],
    });
    expect(await countKeys('other')).toBe(0);
  });
});
