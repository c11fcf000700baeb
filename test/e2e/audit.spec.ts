import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeAuditedTenant, type AuditedTenant } from '../support/audited-tenant.ts';
import { ADMIN_KEY, callerWith, type Caller, type MadeKey } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { signToken, WITH_TOKENS } from './authorization/callers-of-every-kind.ts';

let app: TestApp;
let receiver: Receiver;
let admin: Caller;
let key: MadeKey;
let call: Caller;
let audit: AuditedTenant['audit'];
let tenantCount = 0;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ({
    status: path === '/gone' ? 410 : path === '/down' ? 500 : 204,
  }));
  app = await startTestApp({ ...WITH_TOKENS, POSTHORN_ROLE: 'all' });
  admin = callerWith(app, ADMIN_KEY);
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

/** Each test in a tenant of its own. */
beforeEach(async () => {
  tenantCount += 1;
  ({ key, call, audit } = await makeAuditedTenant(app, admin, `tenant-${tenantCount}`));
});

/** Newest first, but for the key that the test was given. */
const actions = async (): Promise<string[]> =>
  (await audit('?limit=250')).map(({ action }) => action).filter((action) => action !== 'key.created');

async function makeWebhook(fields: object = {}): Promise<string> {
  const body = { url: receiver.url, events: ['nothing'], ...fields };
  return String((await call('POST', '/api/webhooks', { body })).body.id);
}

describe('who made a change', () => {
  it('is the key, by its id and name, on its request', async () => {
    const body = { url: receiver.url, name: 'Billing' };
    const made = await call('POST', '/api/webhooks', { body, headers: { 'X-Request-Id': 'request 1' } });
    expect(await audit('?action=webhook.created')).toMatchObject([
      {
        tenant_id: key.tenant_id,
        actor: { kind: 'key', id: key.id, name: 'Somebody' },
        object_type: 'webhook',
        object_id: made.body.id,
        object_name: 'Billing',
        request_id: 'request 1',
        changes: { url: { after: receiver.url }, secret: { after: '***' } },
      },
    ]);
  });

  it('is the token’s subject, whatever its issuer wrote there', async () => {
    for (const sub of ['someone@example.org', 'a\0b', 'x'.repeat(300), undefined]) {
      const claims = { tenant: `tenant-${tenantCount}`, ...(sub === undefined ? {} : { sub }) };
      const holder = callerWith(app, await signToken(claims));
      expect((await holder('PUT', '/api/event-types/a', { body: {} })).status).toBeLessThan(300);
      const [last] = await audit('?limit=1');
      expect(last?.actor.kind).toBe('token');
      expect(last?.actor.id).toBe(sub?.slice(0, 256).replace('\0', '\uFFFD') ?? null);
    }
    expect(await audit('?actor=someone@example.org')).toHaveLength(1);
  });

  it('is the admin key, in the log of the tenant that it acted in', async () => {
    const [made] = await audit('?action=key.created');
    expect(made).toMatchObject({ actor: { kind: 'admin_key', id: null, name: null }, object_id: key.id });
  });

  it('is the system, which disables a webhook whose receiver is gone', async () => {
    const id = await makeWebhook({ url: `${receiver.url}gone`, events: ['go'] });
    await call('POST', '/api/events', { body: { type: 'go', data: {} } });
    const rows = await eventually('the webhook is disabled', async () => {
      const found = await audit('?action=webhook.disabled&actor_kind=system');
      return found.length > 0 && found;
    });
    const changes = { state_reason: { before: null, after: 'gone' } };
    expect(rows).toMatchObject([{ object_id: id, request_id: null, changes }]);
    await call('POST', `/api/webhooks/${id}/enable`);
    const [enabled] = await audit('?limit=1');
    expect(enabled).toMatchObject({
      action: 'webhook.enabled',
      changes: { state_reason: { before: 'gone', after: null } },
    });
  });
});

describe('what changed', () => {
  it('is told field by field, before and after', async () => {
    const id = await makeWebhook({ name: 'Old' });
    await call('PATCH', `/api/webhooks/${id}`, { body: { name: 'New', timeout_ms: 2_000, active: true } });
    const [row] = await audit('?limit=1');
    expect(row?.changes).toEqual({
      name: { before: 'Old', after: 'New' },
      timeout_ms: { before: 15_000, after: 2_000 },
    });
  });

  it('tells no secret, no header value and no hash, and that they changed', async () => {
    const secrets = [
      `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
      `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
    ];
    const id = await makeWebhook({ headers: { 'X-Api-Key': 'hush-1' }, secret: secrets[0] });
    const change = { headers: { 'X-Api-Key': 'hush-2' }, secret: secrets[1] };
    await call('PATCH', `/api/webhooks/${id}`, { body: change });
    expect((await audit('?limit=1'))[0]?.changes).toEqual({
      headers: { before: { 'X-Api-Key': '***' }, after: { 'X-Api-Key': '***' } },
      secret: { before: '***', after: '***' },
    });
    const shown = await call<{ secret: string }>('GET', `/api/webhooks/${id}/secret`);
    const rotated = await call<{ secret: string }>('POST', `/api/webhooks/${id}/secret/rotate`, { body: {} });
    const other = await call<{ id: string; key: string }>('POST', '/api/keys', {
      body: { name: 'k', scopes: ['read'] },
    });
    const again = await call<{ key: string }>('POST', `/api/keys/${other.body.id}/rotate`, { body: {} });
    expect((await audit('?limit=1'))[0]?.changes).toHaveProperty('key', { before: '***', after: '***' });
    const rows = await app.database.query<{ text: string }>('select a::text as text from audit_log a');
    const hidden = [
      ...secrets,
      shown.body.secret,
      rotated.body.secret,
      other.body.key,
      again.body.key,
      'hush-',
    ];
    for (const text of hidden) expect(rows.filter((row) => row.text.includes(text))).toEqual([]);
    expect(rows.filter((row) => row.text.includes(other.body.key.slice(-64)))).toEqual([]);
  });

  it('keeps what JSON can hold of an event type', async () => {
    const body = { description: 'a', example: { text: 'nul \0 and half a \ud800' } };
    expect((await call('PUT', '/api/event-types/odd', { body })).status).toBe(201);
    await call('DELETE', '/api/event-types/odd');
    expect(await audit('?object_id=odd')).toMatchObject([
      { action: 'event_type.deleted', object_id: 'odd', changes: {} },
      { action: 'event_type.created', changes: { schema: { after: null } } },
    ]);
  });

  it('knows a format by its name, beside an event type of the same name', async () => {
    await call('PUT', '/api/formats/both', { body: { headers: { 'X-A': '1' } } });
    await call('PATCH', '/api/formats/both', { body: { description: 'b', headers: { 'X-A': '2' } } });
    await call('PATCH', '/api/formats/both', { body: {} });
    expect((await call('DELETE', '/api/formats/both')).status).toBe(204);
    await call('PUT', '/api/event-types/both', { body: {} });
    expect(await audit('?object_id=both')).toMatchObject([
      { action: 'event_type.created', object_type: 'event_type', object_id: 'both' },
      { action: 'format.deleted', object_type: 'format', object_id: 'both', changes: {} },
      { action: 'format.updated', object_id: 'both' },
      { action: 'format.created', changes: { signature: { after: null }, description: { after: '' } } },
    ]);
    expect((await audit('?action=format.updated'))[0]?.changes).toEqual({
      description: { before: '', after: 'b' },
      headers: { before: { 'X-A': '1' }, after: { 'X-A': '2' } },
    });
  });

  it('tells of a secret only where there is one', async () => {
    const secretOf = async (): Promise<unknown> => (await audit('?limit=1'))[0]?.changes.secret;
    const id = await makeWebhook({ format: 'slack' });
    expect(await secretOf()).toBeUndefined();
    expect((await call('GET', `/api/webhooks/${id}/secret`)).body).toMatchObject({ secret: null });
    expect(await audit('?action=webhook.secret_shown')).toEqual([]);
    await call('PATCH', `/api/webhooks/${id}`, { body: { format: 'standard' } });
    expect(await secretOf()).toEqual({ before: '***', after: '***' });
    await call('PATCH', `/api/webhooks/${id}`, { body: { format: 'svix' } });
    expect(await secretOf()).toBeUndefined();
  });

  it('includes that somebody looked at a secret, and not that nothing secret was shown', async () => {
    const [shared, pair] = [await makeWebhook(), await makeWebhook({ signature: 'ed25519' })];
    for (const id of [shared, pair])
      expect((await call('GET', `/api/webhooks/${id}/secret`)).status).toBe(200);
    expect(await audit('?action=webhook.secret_shown')).toMatchObject([{ object_id: shared, changes: {} }]);
  });
});

describe('no row', () => {
  it('is left by what failed', async () => {
    const id = await makeWebhook({ uid: 'taken' });
    const headers = { 'If-Match': '"0-stale"' };
    const failures: readonly [string, string, object, number][] = [
      ['POST', '/api/webhooks', { body: { url: receiver.url, uid: 'taken' } }, 409],
      ['POST', '/api/webhooks', { body: { url: 'no' } }, 422],
      ['POST', '/api/webhooks', { body: { url: receiver.url, headers: { Host: 'x' } } }, 422],
      ['PATCH', `/api/webhooks/${id}`, { body: { name: 'New' }, headers }, 412],
      ['DELETE', `/api/webhooks/${id}`, { headers }, 412],
      ['POST', `/api/webhooks/nothing/pause`, {}, 404],
      ['GET', `/api/webhooks/nothing/secret`, {}, 404],
      ['POST', '/api/keys', { body: { name: 'k', scopes: ['read'], all_tenants: true } }, 403],
      [
        'POST',
        '/api/keys',
        { body: { name: 'k', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' } },
        422,
      ],
    ];
    for (const [method, path, sent, status] of failures) {
      expect([path, (await call(method, path, sent)).status]).toEqual([path, status]);
    }
    expect(await actions()).toEqual(['webhook.created']);
  });

  it('is left by what changed nothing, or was done before', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const body = { url: receiver.url, events: ['nothing'] };
    const made = await Promise.all(
      Array.from({ length: 5 }, async () => await call('POST', '/api/webhooks', { body, headers })),
    );
    const path = `/api/webhooks/${String(made[0]?.body.id)}`;
    for (const action of ['pause', 'pause', 'resume', 'resume', 'enable'])
      await call('POST', `${path}/${action}`);
    await call('PATCH', path, { body: {} });
    expect(await actions()).toEqual(['webhook.resumed', 'webhook.paused', 'webhook.created']);
  });

  it('means no change: where the log cannot be written, nothing is', async () => {
    const id = await makeWebhook({
      url: `${receiver.url}down`,
      events: ['go'],
      retry: { schedule_ms: [3_600_000] },
    });
    const published = await call<{ id: string }>('POST', '/api/events', {
      body: { type: 'go', data: {} },
      headers: { Prefer: 'wait=5' },
    });
    const event = published.body.id;
    const list = await call<{ data: { id: string }[] }>('GET', '/api/deliveries?status=retrying');
    const delivery = `/api/deliveries/${list.body.data[0]?.id ?? ''}`;
    const look = async (): Promise<unknown[]> => {
      const keys = await call<{ data: { id: string }[] }>('GET', '/api/keys');
      const places = [`/api/webhooks/${id}`, '/api/event-types', delivery, `/api/events/${event}`];
      const seen = await Promise.all(places.map(async (at) => (await call('GET', at)).body));
      return [keys.body.data.map((one) => one.id), ...seen];
    };
    const before = await look();
    await app.database.query(`alter table audit_log add constraint full_up check (action = 'a.b') not valid`);
    try {
      const changes: readonly [string, string, object][] = [
        ['PATCH', `/api/webhooks/${id}`, { body: { name: 'New' } }],
        ['POST', `/api/webhooks/${id}/pause`, {}],
        ['POST', `/api/webhooks/${id}/secret/rotate`, { body: {} }],
        ['DELETE', `/api/webhooks/${id}`, {}],
        ['POST', '/api/keys', { body: { name: 'k', scopes: ['read'] } }],
        ['DELETE', `/api/keys/${key.id}`, {}],
        ['POST', '/api/event-types', { body: { name: 'a' } }],
        ['POST', `${delivery}/retry`, {}],
        ['POST', `${delivery}/cancel`, {}],
        ['POST', `/api/events/${event}/cancel`, {}],
      ];
      for (const [method, path, sent] of changes) {
        expect([path, (await call(method, path, sent)).status]).toEqual([path, 500]);
      }
    } finally {
      await app.database.query('alter table audit_log drop constraint full_up');
    }
    expect(await look()).toEqual(before);
  });
});
