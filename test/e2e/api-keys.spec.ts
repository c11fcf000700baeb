import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES } from '../../src/domain/scopes.ts';
import { ADMIN_KEY, callerWith, GUARDED, makeKey, type Caller, type MadeKey } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface ListedKeys {
  readonly data: readonly { readonly id: string }[];
  readonly total?: number;
}

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp(GUARDED);
  admin = callerWith(app, ADMIN_KEY);
  await addTenant(app, 'acme');
});
afterAll(() => app.close());

const as = (key: string): Caller => callerWith(app, key);
const statusOf = async (key: string, path = '/api/webhooks'): Promise<number> =>
  (await as(key)('GET', path)).status;
const idsSeenBy = async (caller: Caller, tenant?: string): Promise<string[]> => {
  const headers = tenant === undefined ? {} : { 'Posthorn-Tenant': tenant };
  return (await caller<ListedKeys>('GET', '/api/keys?limit=250', { headers })).body.data.map(({ id }) => id);
};

describe('201', () => {
  it('shows the key this once, and stores what cannot be turned into it again', async () => {
    const body = { name: 'Order service', scopes: ['publish', 'read'], expires_at: '2999-01-01T00:00:00Z' };
    const made = await admin<MadeKey>('POST', '/api/keys', { body });
    expect(made.status).toBe(201);
    const { key, ...shown } = made.body;
    expect(shown).toMatchObject({ ...body, expires_at: '2999-01-01T00:00:00.000Z', last_used_at: null });
    expect(key).toBe(`ph_${made.body.id.slice(4)}_${key.slice(-64)}`);
    expect(made.headers.get('location')).toBe(`/api/keys/${made.body.id}`);
    expect(made.headers.get('cache-control')).toBe('no-store');

    const got = await admin('GET', `/api/keys/${made.body.id}`);
    expect(got.body).toEqual(shown);
    expect(got.headers.get('etag')).toBe(made.headers.get('etag'));
    const [row] = await app.database.query<{ text: string }>(
      'select k::text as text from api_keys k where name = $1',
      [body.name],
    );
    expect(row?.text).toContain('Order service');
    expect(row?.text).not.toContain(key.slice(-64));
  });

  it('makes a key of the tenant in whose name it is asked, or of every one where that is said', async () => {
    const own = await makeKey(admin, ['read'], { tenant: 'acme' });
    const wide = await makeKey(admin, ['read'], { tenant: 'acme', all_tenants: true });
    expect(own.tenant_id).toMatch(/^tn_/);
    expect(wide.tenant_id).toBeNull();
    expect(await statusOf(wide.key, '/api/tenants')).toBe(200);
    expect(await statusOf(own.key, '/api/tenants')).toBe(403);
  });

  it('lets an administrator of a tenant make keys of that tenant alone', async () => {
    const tenantAdmin = as((await makeKey(admin, ['admin'], { tenant: 'acme' })).key);
    const made = await tenantAdmin<MadeKey>('POST', '/api/keys', {
      body: { name: 'a', scopes: [...SCOPES] },
    });
    expect(made.status).toBe(201);
    expect(made.body.tenant_id).toBe((await admin('GET', '/api/tenants/acme')).body.id);
    const body = { name: 'a', scopes: ['read'], all_tenants: true };
    expect((await tenantAdmin('POST', '/api/keys', { body })).status).toBe(403);
    const headers = { 'Posthorn-Tenant': 'default' };
    expect(
      (await tenantAdmin('POST', '/api/keys', { body: { name: 'a', scopes: ['read'] }, headers })).status,
    ).toBe(404);
  });
});

describe('200', () => {
  it('lists a tenant’s keys and, to who reaches every tenant, those that do so; revoked ones to nobody', async () => {
    const ofAcme = await makeKey(admin, ['admin'], { tenant: 'acme' });
    const ofDefault = await makeKey(admin, ['read']);
    const wide = await makeKey(admin, ['read'], { all_tenants: true });
    const revoked = await makeKey(admin, ['read'], { tenant: 'acme' });
    await admin('DELETE', `/api/keys/${revoked.id}`, { headers: { 'Posthorn-Tenant': 'acme' } });

    const seenByTenant = await idsSeenBy(as(ofAcme.key));
    expect(seenByTenant).toContain(ofAcme.id);
    for (const other of [ofDefault, wide, revoked]) expect(seenByTenant).not.toContain(other.id);
    const seen = await idsSeenBy(admin, 'acme');
    expect(seen).toEqual(expect.arrayContaining([ofAcme.id, wide.id]));
    for (const other of [ofDefault, revoked]) expect(seen).not.toContain(other.id);
    expect(await idsSeenBy(admin)).toEqual(expect.arrayContaining([ofDefault.id, wide.id]));

    const counted = await admin<ListedKeys>('GET', '/api/keys?limit=1', {
      headers: { Prefer: 'count=exact' },
    });
    expect(counted.body.total).toBe((await idsSeenBy(admin)).length);
  });

  it('changes what is named, at once where it was asked for', async () => {
    const { id, key } = await makeKey(admin, ['read']);
    expect(await statusOf(key)).toBe(200);
    const changed = await admin('PATCH', `/api/keys/${id}`, { body: { scopes: ['publish'] } });
    expect(changed.body).toMatchObject({ name: 'read', scopes: ['publish'], expires_at: null });
    expect(await statusOf(key)).toBe(403);
    const limited = await admin('PATCH', `/api/keys/${id}`, {
      body: { name: 'b', expires_at: '2999-01-01T00:00:00Z' },
    });
    expect(limited.body).toMatchObject({
      name: 'b',
      scopes: ['publish'],
      expires_at: '2999-01-01T00:00:00.000Z',
    });
    const endless = await admin('PATCH', `/api/keys/${id}`, { body: { expires_at: null } });
    expect(endless.body).toMatchObject({ name: 'b', expires_at: null });
    const unchanged = await admin('PATCH', `/api/keys/${id}`, { body: {} });
    expect(unchanged.headers.get('etag')).toBe(endless.headers.get('etag'));
  });

  it('rotates: both secrets are good for the overlap, and none but the last two', async () => {
    const { id, key } = await makeKey(admin, ['read']);
    const rotate = async (body: object): Promise<MadeKey> =>
      (await admin<MadeKey>('POST', `/api/keys/${id}/rotate`, { body })).body;
    const second = await rotate({});
    expect(second.key).not.toBe(key);
    expect([await statusOf(key), await statusOf(second.key)]).toEqual([200, 200]);
    const third = await rotate({ overlap_seconds: 60 });
    expect([await statusOf(key), await statusOf(second.key), await statusOf(third.key)]).toEqual([
      401, 200, 200,
    ]);
    expect((await admin('POST', `/api/keys/${id}/rotate`)).status).toBe(200);
    expect(await statusOf(third.key)).toBe(200);
    const fourth = await rotate({ overlap_seconds: 0 });
    expect([await statusOf(third.key), await statusOf(fourth.key)]).toEqual([401, 200]);
  });

  it('ends the overlap by itself', async () => {
    const { id, key } = await makeKey(admin, ['read']);
    const { body } = await admin<MadeKey>('POST', `/api/keys/${id}/rotate`, { body: { overlap_seconds: 1 } });
    expect(await statusOf(key)).toBe(200);
    await eventually('the previous secret has ended', async () => (await statusOf(key)) === 401);
    expect(await statusOf(body.key)).toBe(200);
  });

  it('tells when a key was last used, without a version of it', async () => {
    const { id, key } = await makeKey(admin, ['read']);
    await statusOf(key);
    const used = await eventually('the use is written', async () => {
      const answer = await admin('GET', `/api/keys/${id}`);
      return answer.body.last_used_at !== null && answer;
    });
    expect(Math.abs(Date.parse(String(used.body.last_used_at)) - Date.now())).toBeLessThan(10_000);
    expect(used.body.updated_at).toBe(used.body.created_at);
    expect(used.headers.get('etag')).toMatch(/^"1-/);
  });
});

describe('204', () => {
  it('revokes a key for good: nobody finds it any more', async () => {
    const { id, key } = await makeKey(admin, ['read']);
    expect(await statusOf(key)).toBe(200);
    expect((await admin('DELETE', `/api/keys/${id}`)).status).toBe(204);
    expect(await statusOf(key)).toBe(401);
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'b' }],
      ['DELETE', '', undefined],
      ['POST', '/rotate', {}],
    ] as const) {
      expect((await admin(method, `/api/keys/${id}${path}`, { body })).status).toBe(404);
    }
  });
});

describe('401', () => {
  it('of a key that expires', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { key } = await makeKey(admin, ['read'], { expires_at: expiresAt });
    expect(await statusOf(key)).toBe(200);
    await eventually('the key has expired', async () => (await statusOf(key)) === 401);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt) - 100);
  });

  it('is the same to the byte, whatever is wrong', async () => {
    const revoked = await makeKey(admin, ['read']);
    await admin('DELETE', `/api/keys/${revoked.id}`);
    const expired = await makeKey(admin, ['read']);
    await app.database.query(
      "update api_keys set expires_at = now() - interval '1 s' where name = 'expired'",
    );
    await admin('PATCH', `/api/keys/${expired.id}`, { body: { name: 'expired' } });
    await app.database.query(
      "update api_keys set expires_at = now() - interval '1 s' where name = 'expired'",
    );
    const good = await makeKey(admin, ['read']);
    const unknown = good.key.replace(/^ph_01.{4}/, 'ph_010000');
    const wrong = [
      null,
      'x',
      'x'.repeat(4_000),
      unknown,
      `${good.key.slice(0, -1)}x`,
      revoked.key,
      expired.key,
    ];
    const headers = { 'X-Request-Id': 'same' };
    const answers = await Promise.all(
      wrong.map(async (key) => await callerWith(app, key)('GET', '/api/webhooks', { headers })),
    );
    for (const { status, body, headers: received } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual(answers[0]?.body);
      expect([...received.keys()]).toEqual([...(answers[0]?.headers.keys() ?? [])]);
    }
  });
});

describe('412', () => {
  it('for a change of another version', async () => {
    const { id } = await makeKey(admin, ['read']);
    const etag = (await admin('GET', `/api/keys/${id}`)).headers.get('etag') ?? '';
    const headers = { 'If-Match': etag };
    const change = async () =>
      (await admin('PATCH', `/api/keys/${id}`, { body: { name: 'b' }, headers })).status;
    expect([await change(), await change()]).toEqual([200, 412]);
    expect((await admin('DELETE', `/api/keys/${id}`, { headers })).status).toBe(412);
    expect((await admin('POST', `/api/keys/${id}/rotate`, { body: {}, headers })).status).toBe(412);
    expect((await admin('GET', `/api/keys/${id}`)).body).toMatchObject({ name: 'b' });
  });
});
