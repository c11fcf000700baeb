import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toPublicId } from '../../src/domain/ids.ts';
import { eventually } from '../support/eventually.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { walkPages, type PageBody } from '../support/walk-pages.ts';

let app: TestApp;
let ids: string[];
const url = 'http://127.0.0.1:9/';

async function createWebhook(body: object = {}): Promise<string> {
  const answer = await app.post('/api/webhooks', { url, ...body });
  return (answer.body as { id: string }).id;
}

beforeAll(async () => {
  app = await startTestApp();
  ids = [];
  for (let n = 0; n < 7; n += 1) ids.unshift(await createWebhook({ uid: `hook-${n}` }));
});
afterAll(() => app.close());

describe('200: one webhook', () => {
  it('by its id and by its uid', async () => {
    const byId = await app.get(`/api/webhooks/${ids[0] ?? ''}`);
    const byUid = await app.get('/api/webhooks/hook-6');
    expect(byId.status).toBe(200);
    expect(byId.body).toMatchObject({ id: ids[0], uid: 'hook-6', state: 'active', state_reason: null });
    expect(byUid.body).toEqual(byId.body);
  });

  it('paused, and disabled by what its receiver answered', async () => {
    const paused = await createWebhook({ uid: 'paused' });
    await app.database.query(`update webhooks set paused_at = now() where uid = 'paused'`);
    expect((await app.get(`/api/webhooks/${paused}`)).body).toMatchObject({ state: 'paused' });
    await app.database.query(
      `update webhook_states set disabled_at = now(), disabled_reason = 'gone'
       where webhook_id = (select id from webhooks where uid = 'paused')`,
    );
    expect((await app.get(`/api/webhooks/${paused}`)).body).toMatchObject({
      state: 'disabled',
      state_reason: 'gone',
    });
    await app.delete('/api/webhooks/paused');
  });
});

describe('200: the list', () => {
  it('shows the newest first, without secrets', async () => {
    const answer = await app.get('/api/webhooks');
    const body = answer.body as PageBody;
    expect(body.data.map(({ id }) => id)).toEqual(ids);
    expect(body).toMatchObject({ has_more: false, next_cursor: null, prev_cursor: null });
    expect(answer.text).not.toContain('whsec_');
    expect(body).not.toHaveProperty('total');
  });

  it('counts when it is asked to', async () => {
    const answer = await app.get('/api/webhooks?limit=2').set('Prefer', 'count=exact');
    expect(answer.body).toMatchObject({ total: 7, has_more: true });
  });

  it('is walked in both directions, along its Link headers too', async () => {
    const pages = await walkPages(app, '/api/webhooks?limit=3');
    expect(pages.map((page) => page.data.length)).toEqual([3, 3, 1]);
    expect(pages.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(ids);
    const back = await app.get(`/api/webhooks?limit=3&cursor=${pages[1]?.prev_cursor ?? ''}`);
    expect((back.body as PageBody).data).toEqual(pages[0]?.data);
    expect(back.headers.link).toContain('rel="next"');
  });

  it('neither skips nor repeats while webhooks are made', async () => {
    const first = (await app.get('/api/webhooks?limit=3')).body as PageBody;
    const newer = await createWebhook();
    const second = (await app.get(`/api/webhooks?limit=3&cursor=${first.next_cursor ?? ''}`))
      .body as PageBody;
    expect(second.data.map(({ id }) => id)).toEqual(ids.slice(3, 6));
    const back = (await app.get(`/api/webhooks?limit=3&cursor=${second.prev_cursor ?? ''}`)).body as PageBody;
    expect(back.data.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    const newest = (await app.get(`/api/webhooks?limit=3&cursor=${back.prev_cursor ?? ''}`)).body as PageBody;
    expect(newest.data.map(({ id }) => id)).toEqual([newer]);
    await app.delete(`/api/webhooks/${newer}`);
  });
});

describe('204: a deletion', () => {
  it('hides the webhook, stops what it would get, and keeps its row', async () => {
    const id = await createWebhook({ uid: 'short-lived' });
    const before = await app.database.query<{ version: string }>('select version from subscription_versions');
    const answer = await app.delete('/api/webhooks/short-lived');
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect((await app.get(`/api/webhooks/${id}`)).status).toBe(404);
    expect((await app.get('/api/webhooks')).text).not.toContain(id);
    const after = await app.database.query<{ version: string }>('select version from subscription_versions');
    expect(Number(after[0]?.version)).toBe(Number(before[0]?.version) + 1);
    const rows = await app.database.query(
      `select from webhooks where uid = 'short-lived' and deleted_at is not null`,
    );
    expect(rows).toHaveLength(1);
  });

  it('happens once, of five that have all found it', async () => {
    const id = await createWebhook();
    const holder = app.database.client();
    await holder.connect();
    await holder.query('begin; select from posthorn.subscription_versions for update');
    const answers = Promise.all(Array.from({ length: 5 }, () => app.delete(`/api/webhooks/${id}`)));
    await eventually('all wait for the tenant', async () => {
      const waiting = await app.database.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length === 5;
    });
    await holder.query('commit');
    await holder.end();
    const statuses = (await answers).map(({ status }) => status).sort((x, y) => x - y);
    expect(statuses).toEqual([204, 404, 404, 404, 404]);
  });
});

describe('404', () => {
  it.each([
    'wh_01h455vb4pex5vsknk084sn02q',
    'evt_01h455vb4pex5vsknk084sn02q',
    'wh_nonsense',
    'nobody',
    'a%00b',
    '%F0%9F%98%80',
  ])('for the unknown id %s', async (id) => {
    for (const answer of [await app.get(`/api/webhooks/${id}`), await app.delete(`/api/webhooks/${id}`)]) {
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ code: 'not_found', detail: 'There is no such webhook.' });
    }
  });

  it('for another tenant’s webhook', async () => {
    const tenantId = await addTenant(app, 'acme');
    const foreign = app.post('/api/webhooks', { url, uid: 'hook-0' }).set('Posthorn-Tenant', 'acme');
    const { id, tenant_id } = (await foreign).body as { id: string; tenant_id: string };
    expect(tenant_id).toBe(toPublicId('tenant', tenantId));
    expect((await app.get(`/api/webhooks/${id}`)).status).toBe(404);
    expect((await app.delete(`/api/webhooks/${id}`)).status).toBe(404);
    expect((await app.get(`/api/webhooks/${ids[0] ?? ''}`).set('Posthorn-Tenant', tenant_id)).status).toBe(
      404,
    );
    expect((await app.get('/api/webhooks')).text).not.toContain(id);
    expect((await app.get(`/api/webhooks/${id}`).set('Posthorn-Tenant', tenant_id)).status).toBe(200);
  });

  it.each(['nobody', 'tn_01h455vb4pex5vsknk084sn02q', 'tn_x', 'a b'])('for the tenant %s', async (name) => {
    const answer = await app.get('/api/webhooks').set('Posthorn-Tenant', name);
    expect(answer.body).toMatchObject({ status: 404, detail: 'There is no such tenant.' });
  });
});

describe('405', () => {
  it('for a method that comes later', async () => {
    const answer = await app.delete('/api/webhooks');
    expect(answer.body).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });
});

describe('422', () => {
  it.each(['cursor=nonsense', 'limit=0', 'limit=251', 'nope=1'])('for the query %s', async (query) => {
    const answer = await app.get(`/api/webhooks?${query}`);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: query.split('=')[0] }] });
  });
});

describe('200 or 304: a version that may be known', () => {
  it('is for the entity tag to say: * names none, and what caches are told does not matter', async () => {
    const made = await app.post('/api/webhooks', {
      url: 'http://127.0.0.1:9/',
      events: ['nothing'],
    });
    const read = (tag: string) =>
      app
        .get(`/api/webhooks/${(made.body as { id: string }).id}`)
        .set('If-None-Match', tag)
        .set('Cache-Control', 'no-cache');
    expect((await read(String(made.headers.etag))).status).toBe(304);
    expect((await read('"another"')).status).toBe(200);
    expect((await read('*')).status).toBe(200);
    expect((await app.get('/health').set('If-None-Match', '*')).status).toBe(200);
  });
});
