import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { keptIn, makeInbox, type Inbox } from '../support/inboxes.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('a delivery', () => {
  it('is seen in an inbox, and its signature verified, with nothing but Posthorn', async () => {
    const inbox = await makeInbox(app);
    expect(inbox.url).toMatch(new RegExp(`^${app.url}/inbox/[0-9a-f]{40}$`));
    await app.post('/api/webhooks', { uid: 'to-inbox', url: inbox.url, events: ['seen'] });
    await app.post('/api/events', { type: 'seen', data: { order: 4711 } });
    const [request] = await eventually('it came', async () => {
      const all = await keptIn(app, inbox);
      return all.length > 0 ? all : undefined;
    });
    expect(request).toMatchObject({ method: 'POST', path: '', body_encoding: 'utf8', response_status: 200 });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ type: 'seen', data: { order: 4711 } });
    const { headers, body } = request ?? {};
    const check = await app.post('/api/webhooks/to-inbox/verify', { headers, body });
    expect(check.body).toMatchObject({ verified: true });
  });

  it('fails as often as it is to, then arrives', async () => {
    const inbox = await makeInbox(app, { fail_times: 2, fail_status: 502, status: 204 });
    const retry = { schedule_ms: [0, 0, 0], jitter: 0 };
    await app.post('/api/webhooks', { uid: 'failing', url: inbox.url, events: ['flaky'], retry });
    await app.post('/api/events', { type: 'flaky', data: {} });
    const statuses = await eventually('it came three times', async () => {
      const all = await keptIn(app, inbox);
      return all.length === 3 ? all.map(({ response_status: status }) => status) : undefined;
    });
    expect(statuses).toEqual([204, 502, 502]);
    expect((await app.get(`/api/inboxes/${inbox.id}`)).body).toMatchObject({
      failures_left: 0,
      fail_times: 2,
    });
  });
});

describe('an inbox', () => {
  it('changes what it answers, and counts failures anew', async () => {
    const inbox = await makeInbox(app);
    await fetch(inbox.url);
    const changed = await app.patch(`/api/inboxes/${inbox.id}`, {
      fail_times: 1,
      fail_status: 418,
      name: 'tea',
    });
    expect(changed.body).toMatchObject({ failures_left: 1, received_count: 1, status: 200, name: 'tea' });
    const statuses = [(await fetch(inbox.url)).status, (await fetch(inbox.url)).status];
    expect(statuses).toEqual([418, 200]);
  });

  it('is emptied, and deleted with its address', async () => {
    const inbox = await makeInbox(app);
    await fetch(inbox.url);
    expect((await app.delete(`/api/inboxes/${inbox.id}/requests`)).status).toBe(204);
    expect(await keptIn(app, inbox)).toEqual([]);
    expect((await app.delete(`/api/inboxes/${inbox.id}`)).status).toBe(204);
    expect((await fetch(inbox.url)).status).toBe(404);
    expect((await app.get(`/api/inboxes/${inbox.id}`)).status).toBe(404);
    expect((await app.delete(`/api/inboxes/${inbox.id}`)).status).toBe(404);
  });

  it('is gone when its time is over, before anybody removes it', async () => {
    const inbox = await makeInbox(app, { ttl_seconds: 60 });
    expect(new Date(inbox.expires_at).getTime() - Date.now()).toBeLessThanOrEqual(60_000);
    await app.database.query(`update inboxes set expires_at = now() where name = ''`);
    expect((await fetch(inbox.url)).status).toBe(404);
    expect((await app.get(`/api/inboxes/${inbox.id}`)).status).toBe(404);
    expect((await app.get(`/api/inboxes/${inbox.id}/requests`)).status).toBe(404);
  });

  it('publishes nothing: what comes there makes no event', async () => {
    const before = await app.database.query('select count(*)::int as n from events');
    const inbox = await makeInbox(app);
    await app.post('/api/webhooks', { uid: 'everything', url: inbox.url, events: ['*'] });
    await fetch(inbox.url, { method: 'POST', body: '{"type":"a","data":{}}' });
    expect(await app.database.query('select count(*)::int as n from events')).toEqual(before);
    await app.delete('/api/webhooks/everything');
  });

  it('is one of twenty that a tenant may have: 409', async () => {
    await app.database.query('delete from inboxes');
    const made = await Promise.all(
      Array.from({ length: 25 }, async () => await app.post('/api/inboxes', {})),
    );
    const statuses = made.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(made.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'quota_exceeded' });
    await app.database.query('delete from inboxes');
  });

  it('is one of two hundred of all tenants, which a repetition does not count against: 409', async () => {
    const create = async () => await app.post('/api/inboxes', {}).set('Idempotency-Key', 'the-last');
    await addOthers(199);
    const last = await create();
    expect(last.status).toBe(201);
    const refused = await app.post('/api/inboxes', {});
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ code: 'quota_exceeded' }),
    ]);
    const again = await create();
    expect([again.status, again.body]).toEqual([201, last.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    // Those whose time is over count no more.
    await app.database.query(`update inboxes set expires_at = now() where name = 'of another'`);
    expect((await app.post('/api/inboxes', {})).status).toBe(201);
    await app.database.query('delete from inboxes');
  });

  it('is made once for an idempotency key, however many ask at once', async () => {
    const create = async (body: object) => await app.post('/api/inboxes', body).set('Idempotency-Key', 'k');
    const made = await Promise.all(Array.from({ length: 20 }, async () => await create({ name: 'once' })));
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]));
    for (const { body } of made) expect(body).toEqual(made[0]?.body);
    expect(await app.database.query(`select from inboxes where name = 'once'`)).toHaveLength(1);
    expect((await create({ name: 'another' })).body).toMatchObject({ status: 422 });
    await app.delete(`/api/inboxes/${(made[0]?.body as Inbox).id}`);
    expect((await create({ name: 'once' })).status).toBe(409);
  });

  it('leaves a row in the audit log for each change, without its address, and none where nothing changed', async () => {
    const { id, url } = await makeInbox(app, { name: 'watched' });
    await fetch(url);
    await app.patch(`/api/inboxes/${id}`, { status: 500 });
    for (const same of [{ status: 500 }, {}]) await app.patch(`/api/inboxes/${id}`, same);
    for (const _ of ['full', 'empty']) await app.delete(`/api/inboxes/${id}/requests`);
    await app.delete(`/api/inboxes/${id}`);
    const log = await app.get(`/api/audit?object_id=${id}`);
    const { data } = log.body as { data: { action: string; changes: object }[] };
    expect(data.map(({ action, changes }) => [action, changes])).toEqual([
      ['inbox.deleted', expect.anything()],
      ['inbox.emptied', { requests: { before: 1, after: 0 } }],
      ['inbox.updated', { status: { before: 200, after: 500 } }],
      ['inbox.created', expect.objectContaining({ name: { after: 'watched' } })],
    ]);
    expect(log.text).not.toContain(url.slice(-40));
  });

  it.each([
    ['a status below 200', { status: 101 }],
    ['a delay that is too long', { delay_ms: 30_001 }],
    ['too many failures', { fail_times: 1_001 }],
    ['an answer that is too large', { response_body: 'x'.repeat(4_097) }],
    ['a time that is too long', { ttl_seconds: 604_801 }],
    ['an unknown field', { token: 'mine' }],
  ])('422: with %s', async (_, body) => {
    expect((await app.post('/api/inboxes', body)).status).toBe(422);
  });
});

/** Inboxes of tenants that are no one's here. */
async function addOthers(count: number): Promise<void> {
  await app.database.query(
    `with owner as (insert into tenants (id) values (gen_random_uuid()) returning id)
     insert into inboxes (id, tenant_id, token, name, created_at, updated_at, expires_at)
     select gen_random_uuid(), owner.id, n::text, 'of another', now(), now(), now() + '1 day'
     from owner, generate_series(1, $1::int) n`,
    [count],
  );
}

describe('where inboxes are off', () => {
  it('404: the API says so, and nothing is below /inbox', async () => {
    const inbox = await makeInbox(app);
    const off = await startTestApp({ POSTHORN_INBOXES: 'off' });
    try {
      for (const answer of [
        await off.post('/api/inboxes', {}),
        await off.get('/api/inboxes'),
        await off.get(`/api/inboxes/${inbox.id}`),
        await off.delete(`/api/inboxes/${inbox.id}/requests`),
      ])
        expect([answer.status, answer.body]).toEqual([404, expect.objectContaining({ code: 'inboxes_off' })]);
      const { pathname } = new URL(inbox.url);
      const sent = await fetch(off.url + pathname, {
        method: 'POST',
        body: '{}',
        headers: { 'Content-Type': 'application/json' },
      });
      expect([sent.status, await sent.json()]).toEqual([404, expect.objectContaining({ code: 'not_found' })]);
      expect(off.routes.some(({ path }) => path.startsWith('/inbox/'))).toBe(false);
    } finally {
      await off.close();
    }
  });

  it('takes another origin into their addresses', async () => {
    const other = await startTestApp({ POSTHORN_INBOX_ORIGIN: 'https://hooks.example.com' });
    try {
      const made = await other.post('/api/inboxes', {});
      expect((made.body as Inbox).url).toMatch(/^https:\/\/hooks\.example\.com\/inbox\/[0-9a-f]{40}$/);
    } finally {
      await other.close();
    }
  });
});
