import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, callerWith, GUARDED, makeKey, type Caller } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp(GUARDED);
  admin = callerWith(app, ADMIN_KEY);
});
afterAll(() => app.close());

const OWN = { 'Posthorn-Console': '/', 'Sec-Fetch-Site': 'same-origin' };

/** Whoever has the cookie that this key was given. */
async function signIn(key: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await callerWith(app, key)('POST', '/api/console/session', { headers });
  const set = answer.headers.get('set-cookie') ?? '';
  const cookie = set.split(';', 1)[0] ?? '';
  return { answer, set, cookie, call: callerWith(app, null, { cookie, ...OWN }) };
}

describe('201: a session', () => {
  it('does what its key may, in its tenant, and is shown', async () => {
    const key = await makeKey(admin, ['read']);
    const { answer, set, cookie, call } = await signIn(key.key);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(set).toMatch(/; Path=\/api; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(key.key.slice(-64));
    const shown = {
      kind: 'key',
      name: 'read',
      tenant_id: key.tenant_id,
      scopes: ['read'],
      is_of_every_tenant: false,
    };
    expect(answer.body).toMatchObject(shown);
    const found = await call('GET', '/api/console/session');
    expect(found.body).toEqual({ ...answer.body, expires_at: answer.body.expires_at });
    expect((await call('GET', '/api/webhooks')).status).toBe(200);
    expect((await call('POST', '/api/webhooks', { body: { url: 'https://example.com/' } })).status).toBe(403);
    const rows = await app.database.query(
      'select secret_hash::text || credential_hash::text as text from console_sessions',
    );
    expect(JSON.stringify(rows)).not.toContain(cookie.slice(-64));
  });

  it('is recorded where its key is, and so is its end', async () => {
    const key = await makeKey(admin, ['admin']);
    const { call } = await signIn(key.key);
    expect((await call('DELETE', '/api/console/session')).status).toBe(204);
    const log = await callerWith(app, key.key)<{ data: { action: string; actor: object }[] }>(
      'GET',
      '/api/audit?limit=2',
    );
    expect(log.body.data).toMatchObject([
      { action: 'session.ended', actor: { kind: 'key', id: key.id } },
      { action: 'session.started', actor: { kind: 'key', id: key.id } },
    ]);
    expect((await call('GET', '/api/console/session')).status).toBe(401);
  });

  it('of an operator may name the tenant', async () => {
    await admin('POST', '/api/tenants', { body: { uid: 'acme', name: 'Acme' } });
    const { answer, call } = await signIn(ADMIN_KEY);
    expect(answer.body).toMatchObject({ kind: 'admin_key', is_of_every_tenant: true });
    const acme = await call('GET', '/api/console/session', { headers: { 'Posthorn-Tenant': 'acme' } });
    expect(acme.body.tenant_id).not.toBe(answer.body.tenant_id);
  });

  it('has a cookie for where the browser sees the API, and over https for https alone', async () => {
    const headers = { 'Posthorn-Console': '/prefix/', 'X-Forwarded-Proto': 'https' };
    expect((await signIn(ADMIN_KEY, headers)).set).toMatch(/; Path=\/prefix\/api; .*; Secure$/);
    for (const strange of ['/a; Domain=example.com/', '//', 'x', '/%0a/', `/${'a'.repeat(300)}/`]) {
      expect((await signIn(ADMIN_KEY, { 'Posthorn-Console': strange })).set).toContain('; Path=/api; ');
    }
  });
});

describe('401: a session', () => {
  it('ends at once with its key, at every process', async () => {
    const key = await makeKey(admin, ['read']);
    const other = await startTestAppOn(app.database, GUARDED);
    const { cookie, call } = await signIn(key.key);
    const elsewhere = callerWith(other, null, { cookie });
    expect([
      (await call('GET', '/api/webhooks')).status,
      (await elsewhere('GET', '/api/webhooks')).status,
    ]).toEqual([200, 200]);
    await admin('DELETE', `/api/keys/${key.id}`);
    expect((await call('GET', '/api/webhooks')).status).toBe(401);
    await eventually(
      'the other process knows',
      async () => (await elsewhere('GET', '/api/webhooks')).status === 401,
    );
    await other.close();
  });

  it('ends with the secret that it was begun with', async () => {
    const key = await makeKey(admin, ['read']);
    const { call } = await signIn(key.key);
    await admin('POST', `/api/keys/${key.id}/rotate`, { body: { overlap_seconds: 60 } });
    expect((await call('GET', '/api/webhooks')).status).toBe(200);
    await admin('POST', `/api/keys/${key.id}/rotate`, { body: { overlap_seconds: 0 } });
    expect((await call('GET', '/api/webhooks')).status).toBe(401);
  });

  it('ends after twelve hours, and goes when the next one begins', async () => {
    const key = await makeKey(admin, ['read'], { name: 'over' });
    const { call } = await signIn(key.key);
    const over = "where api_key_id in (select id from api_keys where name = 'over')";
    await app.database.query(`update console_sessions set created_at = now() - interval '13 hours',
      expires_at = now() - interval '1 hour' ${over}`);
    await eventually('it is over', async () => (await call('GET', '/api/webhooks')).status === 401);
    await signIn(ADMIN_KEY);
    expect(await app.database.query(`select 1 from console_sessions ${over}`)).toEqual([]);
  });

  it('is not made up, nor taken with another secret', async () => {
    const { cookie } = await signIn(ADMIN_KEY);
    const [name = ''] = cookie.split('=');
    for (const strange of [`${name}=`, `${name}=x`, `${cookie.slice(0, -64)}${'0'.repeat(64)}`]) {
      expect((await callerWith(app, null, { cookie: strange })('GET', '/api/webhooks')).status).toBe(401);
    }
  });
});

describe('403: a session', () => {
  it('is not taken from other pages, nor for a change without the header that only the console sends', async () => {
    const { cookie } = await signIn(ADMIN_KEY);
    const bare = callerWith(app, null, { cookie });
    const body = { url: 'https://example.com/' };
    expect((await bare('POST', '/api/webhooks', { body })).status).toBe(403);
    expect((await bare('DELETE', '/api/console/session')).status).toBe(403);
    for (const site of ['cross-site', 'same-site']) {
      const headers = { ...OWN, 'Sec-Fetch-Site': site };
      expect((await bare('GET', '/api/webhooks', { headers })).status).toBe(403);
      expect((await bare('POST', '/api/webhooks', { body, headers })).status).toBe(403);
    }
    expect((await bare('POST', '/api/webhooks', { body, headers: OWN })).status).toBe(201);
  });
});

describe('the link of a start', () => {
  it('lets one person in, once, as whoever runs Posthorn', async () => {
    const { answer, call } = await signIn(app.linkToken ?? '');
    expect(answer.body).toMatchObject({ kind: 'admin_key', name: 'Console link', scopes: ['admin'] });
    expect((await call('GET', '/api/tenants')).status).toBe(200);
    expect((await signIn(app.linkToken ?? '')).answer.status).toBe(401);
    const log = await call<{ data: object[] }>('GET', '/api/audit/installation?limit=1');
    expect(log.body.data).toMatchObject([
      { action: 'session.started', actor: { kind: 'admin_key', name: 'Console link' } },
    ]);
  });
});
