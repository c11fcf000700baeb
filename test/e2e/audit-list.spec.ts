import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeAuditedTenant, type AuditedTenant, type AuditRow } from '../support/audited-tenant.ts';
import { ADMIN_KEY, callerWith, GUARDED, makeKey, type Caller, type MadeKey } from '../support/callers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let admin: Caller;
let key: MadeKey;
let call: Caller;
let audit: AuditedTenant['audit'];
let tenantCount = 0;
beforeAll(async () => {
  app = await startTestApp(GUARDED);
  admin = callerWith(app, ADMIN_KEY);
});
afterAll(() => app.close());
beforeEach(async () => {
  tenantCount += 1;
  ({ key, call, audit } = await makeAuditedTenant(app, admin, `tenant-${tenantCount}`));
});

const makeWebhook = async (): Promise<string> =>
  String((await call('POST', '/api/webhooks', { body: { url: 'http://127.0.0.1:9/' } })).body.id);

describe('GET /api/audit', () => {
  it('is narrowed by actor, kind, action, object and time, page by page', async () => {
    const ids = [await makeWebhook(), await makeWebhook()];
    for (const id of ids) await call('POST', `/api/webhooks/${id}/pause`);
    const total = (await audit()).length;
    expect(total).toBe(5);
    expect(await audit(`?actor=${key.id}`)).toHaveLength(4);
    expect(await audit(`?actor=${key.id}&actor_kind=token`)).toEqual([]);
    expect(await audit('?actor_kind=admin_key')).toHaveLength(1);
    expect(await audit('?action=webhook.paused')).toHaveLength(2);
    expect(await audit(`?object_id=${ids[0] ?? ''}`)).toHaveLength(2);
    expect(await audit('?created_after=2100-01-01T00:00:00Z')).toEqual([]);
    expect(await audit('?created_before=2100-01-01T00:00:00Z')).toHaveLength(total);
    const walked: AuditRow[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await call<{ data: AuditRow[]; next_cursor: string | null }>(
        'GET',
        `/api/audit?limit=2${query}`,
      );
      walked.push(...body.data);
      cursor = body.next_cursor;
    }
    expect(walked).toEqual(await audit());
    const counted = await call<{ total: number }>('GET', '/api/audit?limit=1', {
      headers: { Prefer: 'count=exact' },
    });
    expect(counted.body.total).toBe(total);
  });

  it.each(['action=no', 'actor_kind=no', 'actor=', 'object_id=', 'created_after=no', 'cursor=no', 'x=1'])(
    'refuses ?%s',
    async (query) => {
      expect((await call('GET', `/api/audit?${query}`)).status).toBe(422);
    },
  );

  it('shows keys of every tenant, and all tenants’ rows, to who administers the installation alone', async () => {
    const everywhere = await makeKey(admin, ['read'], { all_tenants: true, name: 'Everywhere' });
    const reader = callerWith(app, everywhere.key);
    expect((await reader('GET', '/api/audit/installation')).status).toBe(403);
    expect((await call('GET', '/api/audit/installation')).status).toBe(403);
    await call('PUT', '/api/event-types/a', { body: {} });
    const { body } = await admin<{ data: AuditRow[] }>('GET', '/api/audit/installation?limit=2');
    expect(body.data).toMatchObject([
      { tenant_id: key.tenant_id, object_id: 'a' },
      { tenant_id: null, action: 'key.created', object_id: everywhere.id },
    ]);
    expect((await audit()).filter(({ tenant_id: id }) => id !== key.tenant_id)).toEqual([]);
  });
});
