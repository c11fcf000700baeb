import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface Inbox {
  readonly id: string;
  readonly url: string;
  readonly failures_left: number;
  readonly received_count: number;
  readonly expires_at: string;
}

interface Kept {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly body_encoding: string;
  readonly body_bytes: number;
  readonly body_truncated: boolean;
  readonly response_status: number;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function make(body: object = {}): Promise<Inbox> {
  const made = await app.post('/api/inboxes', body);
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  return made.body as Inbox;
}

async function kept({ id }: Pick<Inbox, 'id'>): Promise<readonly Kept[]> {
  return ((await app.get(`/api/inboxes/${id}/requests`)).body as { data: Kept[] }).data;
}

const problem = { 'content-type': expect.stringContaining('application/problem+json') };

describe('a delivery', () => {
  it('is seen in an inbox, and its signature verified, with nothing but Posthorn', async () => {
    const inbox = await make();
    expect(inbox.url).toMatch(new RegExp(`^${app.url}/inbox/[0-9a-f]{40}$`));
    await app.post('/api/webhooks', { uid: 'to-inbox', url: inbox.url, events: ['seen'] });
    await app.post('/api/events', { type: 'seen', data: { order: 4711 } });
    const [request] = await eventually('it came', async () => {
      const all = await kept(inbox);
      return all.length > 0 ? all : undefined;
    });
    expect(request).toMatchObject({ method: 'POST', path: '', body_encoding: 'utf8', response_status: 200 });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ type: 'seen', data: { order: 4711 } });
    const { headers, body } = request ?? {};
    const check = await app.post('/api/webhooks/to-inbox/verify', { headers, body });
    expect(check.body).toMatchObject({ verified: true });
  });

  it('fails as often as it is to, then arrives', async () => {
    const inbox = await make({ fail_times: 2, fail_status: 502, status: 204 });
    const retry = { schedule_ms: [0, 0, 0], jitter: 0 };
    await app.post('/api/webhooks', { uid: 'failing', url: inbox.url, events: ['flaky'], retry });
    await app.post('/api/events', { type: 'flaky', data: {} });
    const statuses = await eventually('it came three times', async () => {
      const all = await kept(inbox);
      return all.length === 3 ? all.map(({ response_status: status }) => status) : undefined;
    });
    expect(statuses).toEqual([204, 502, 502]);
    expect((await app.get(`/api/inboxes/${inbox.id}`)).body).toMatchObject({
      failures_left: 0,
      fail_times: 2,
    });
  });
});

describe('whatever is sent to its address', () => {
  it.each([
    ['GET', undefined],
    ['PUT', 'text/plain'],
    ['DELETE', undefined],
    ['PATCH', 'application/x-www-form-urlencoded'],
    ['POST', 'application/octet-stream'],
  ])('is kept: %s', async (method, type) => {
    const inbox = await make({ response_body: 'thanks', status: 202 });
    const body = type === undefined ? undefined : 'not: json';
    const headers = { 'X-Own': 'a', Authorization: 'Bearer secret', ...(type && { 'Content-Type': type }) };
    const answer = await fetch(`${inbox.url}/deeper/path?q=1`, { method, headers, body: body ?? null });
    expect([answer.status, await answer.text()]).toEqual([202, 'thanks']);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const [request] = await kept(inbox);
    expect(request).toMatchObject({
      method,
      path: '/deeper/path?q=1',
      body: body ?? '',
      response_status: 202,
    });
    expect(request?.headers).toMatchObject({ 'x-own': 'a', authorization: '***' });
  });

  it('is kept as bytes where it is no text, and cut where it is large', async () => {
    const inbox = await make();
    await fetch(inbox.url, { method: 'POST', body: Buffer.from([0, 255, 254]) });
    await fetch(inbox.url, {
      method: 'POST',
      body: 'x'.repeat(2_000_000),
      headers: { 'Content-Encoding': 'br' },
    });
    const [large, bytes] = await kept(inbox);
    expect(bytes).toMatchObject({
      body: 'AP/+',
      body_encoding: 'base64',
      body_bytes: 3,
      body_truncated: false,
    });
    expect(large).toMatchObject({ body: 'x'.repeat(16_384), body_bytes: 2_000_000, body_truncated: true });
  });

  it('is refused where it is larger than any delivery', async () => {
    const { url } = await make();
    const answer = await fetch(url, { method: 'POST', body: Buffer.alloc(8_388_609) });
    expect([answer.status, Object.fromEntries(answer.headers)]).toEqual([
      413,
      expect.objectContaining(problem),
    ]);
  });

  it('pushes out the oldest: the newest 100 stay, however many come at once', async () => {
    const inbox = await make();
    const send = async (index: number): Promise<number> => (await fetch(`${inbox.url}?n=${index}`)).status;
    let count = 0;
    while (count < 130) {
      const statuses = await Promise.all(Array.from({ length: 10 }, (_, index) => send(count + index)));
      // What is too much for a second is told so, and not kept.
      count += statuses.filter((status) => status === 200).length;
      expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
    }
    const total = await app.get(`/api/inboxes/${inbox.id}/requests?limit=250`).set('Prefer', 'count=exact');
    expect(total.body).toMatchObject({ total: 100, has_more: false });
    expect((await app.get(`/api/inboxes/${inbox.id}`)).body).toMatchObject({ received_count: count });
  }, 60_000);

  it('pages from the newest on', async () => {
    const inbox = await make();
    for (const n of [1, 2, 3]) await fetch(`${inbox.url}?n=${n}`);
    const first = (await app.get(`/api/inboxes/${inbox.id}/requests?limit=2`)).body as {
      data: Kept[];
      next_cursor: string;
    };
    expect(first.data.map(({ path }) => path)).toEqual(['?n=3', '?n=2']);
    const next = await app.get(`/api/inboxes/${inbox.id}/requests?cursor=${first.next_cursor}`);
    expect((next.body as { data: Kept[] }).data.map(({ path }) => path)).toEqual(['?n=1']);
  });

  it('is answered with a delay, which ends with the process', async () => {
    const { url } = await make({ delay_ms: 300 });
    const startedAt = performance.now();
    await fetch(url);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(290);
    // 30 s would be longer than a test may take: closing does not wait for it.
    const slow = await make({ delay_ms: 30_000 });
    const other = await startTestApp();
    await other.close();
    const gone = AbortSignal.timeout(200);
    await expect(fetch(slow.url, { signal: gone })).rejects.toThrow();
  });

  it.each(['0'.repeat(40), 'short', 'Z'.repeat(40), '%00'])(
    'is 404 where nobody has it: %s',
    async (token) => {
      const answer = await fetch(`${app.url}/inbox/${token}`, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(404);
    },
  );
});

describe('an inbox', () => {
  it('changes what it answers, and counts failures anew', async () => {
    const inbox = await make();
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
    const inbox = await make();
    await fetch(inbox.url);
    expect((await app.delete(`/api/inboxes/${inbox.id}/requests`)).status).toBe(204);
    expect(await kept(inbox)).toEqual([]);
    expect((await app.delete(`/api/inboxes/${inbox.id}`)).status).toBe(204);
    expect((await fetch(inbox.url)).status).toBe(404);
    expect((await app.get(`/api/inboxes/${inbox.id}`)).status).toBe(404);
    expect((await app.delete(`/api/inboxes/${inbox.id}`)).status).toBe(404);
  });

  it('is gone when its time is over, before anybody removes it', async () => {
    const inbox = await make({ ttl_seconds: 60 });
    expect(new Date(inbox.expires_at).getTime() - Date.now()).toBeLessThanOrEqual(60_000);
    await app.database.query(`update inboxes set expires_at = now() where name = ''`);
    expect((await fetch(inbox.url)).status).toBe(404);
    expect((await app.get(`/api/inboxes/${inbox.id}`)).status).toBe(404);
    expect((await app.get(`/api/inboxes/${inbox.id}/requests`)).status).toBe(404);
  });

  it('publishes nothing: what comes there makes no event', async () => {
    const before = await app.database.query('select count(*)::int as n from events');
    const inbox = await make();
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

describe('where inboxes are off', () => {
  it('404: the API says so, and nothing is below /inbox', async () => {
    const inbox = await make();
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
