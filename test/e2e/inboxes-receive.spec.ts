import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exchangeRaw } from '../integration/http/raw-exchange.ts';
import { GUARDED } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { keptIn, makeInbox, type KeptRequest } from '../support/inboxes.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
// A tenant has no more than twenty.
beforeEach(async () => {
  await app.database.query('delete from inboxes');
});

const problem = { 'content-type': expect.stringContaining('application/problem+json') };

/** A body that is no JSON, from somewhere else, to an address as it stands. */
const rawRequest = (target: string, type = 'text/plain'): string =>
  [
    `POST ${target} HTTP/1.1`,
    'Host: elsewhere.example',
    'Origin: https://page.example',
    `Content-Type: ${type}`,
    'Content-Length: 1',
    'Connection: close',
    '',
    '{',
  ].join('\r\n');

describe('whatever is sent to its address', () => {
  it.each([
    ['GET', undefined],
    ['PUT', 'text/plain'],
    ['DELETE', undefined],
    ['PATCH', 'application/x-www-form-urlencoded'],
    ['POST', 'application/octet-stream'],
  ])('is kept: %s', async (method, type) => {
    const inbox = await makeInbox(app, { response_body: 'thanks', status: 202 });
    const body = type === undefined ? undefined : 'not: json';
    const headers = { 'X-Own': 'a', Authorization: 'Bearer secret', ...(type && { 'Content-Type': type }) };
    const answer = await fetch(`${inbox.url}/deeper/path?q=1`, { method, headers, body: body ?? null });
    expect([answer.status, await answer.text()]).toEqual([202, 'thanks']);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const [request] = await keptIn(app, inbox);
    expect(request).toMatchObject({
      method,
      path: '/deeper/path?q=1',
      body: body ?? '',
      response_status: 202,
    });
    expect(request?.headers).toMatchObject({ 'x-own': 'a', authorization: '***' });
  });

  it('is kept as bytes where it is no text, and cut where it is large', async () => {
    const inbox = await makeInbox(app);
    await fetch(inbox.url, { method: 'POST', body: Buffer.from([0, 255, 254]) });
    await fetch(inbox.url, {
      method: 'POST',
      body: 'x'.repeat(2_000_000),
      headers: { 'Content-Encoding': 'br' },
    });
    const [large, bytes] = await keptIn(app, inbox);
    expect(bytes).toMatchObject({
      body: 'AP/+',
      body_encoding: 'base64',
      body_bytes: 3,
      body_truncated: false,
    });
    expect(large).toMatchObject({ body: 'x'.repeat(16_384), body_bytes: 2_000_000, body_truncated: true });
  });

  it('is refused where it is larger than any delivery', async () => {
    const { url } = await makeInbox(app);
    const answer = await fetch(url, { method: 'POST', body: Buffer.alloc(8_388_609) });
    expect([answer.status, Object.fromEntries(answer.headers)]).toEqual([
      413,
      expect.objectContaining(problem),
    ]);
  });

  it('pushes out the oldest: the newest 100 stay, however many come at once', async () => {
    const inbox = await makeInbox(app);
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
    const inbox = await makeInbox(app);
    for (const n of [1, 2, 3]) await fetch(`${inbox.url}?n=${n}`);
    const first = (await app.get(`/api/inboxes/${inbox.id}/requests?limit=2`)).body as {
      data: KeptRequest[];
      next_cursor: string;
    };
    expect(first.data.map(({ path }) => path)).toEqual(['?n=3', '?n=2']);
    const next = await app.get(`/api/inboxes/${inbox.id}/requests?cursor=${first.next_cursor}`);
    expect((next.body as { data: KeptRequest[] }).data.map(({ path }) => path)).toEqual(['?n=1']);
  });

  it.each([
    ['a slash', '/', '/'],
    ['a query', '?a=%2F&b', '?a=%2F&b'],
    ['its address again', '/inbox/TOKEN', '/inbox/TOKEN'],
    ['what looks like the API', '/../api/webhooks', '/../api/webhooks'],
  ])('is kept with what stands behind its address, as it was written: %s', async (_, sent, shown) => {
    const { id, url } = await makeInbox(app);
    const token = url.slice(-40);
    const answer = await exchangeRaw(app.port, rawRequest(`/inbox/${token}${sent.replace('TOKEN', token)}`));
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect((await keptIn(app, { id })).map(({ path }) => path)).toEqual([shown.replace('TOKEN', token)]);
  });

  it.each([
    [
      'percent-encoded',
      (token: string) => `/%69nbox/%${token.charCodeAt(0).toString(16)}${token.slice(1)}/x`,
    ],
    ['in capitals', (token: string) => `/INBOX/${token}/x`],
    ['with scheme and host', (token: string) => `http://elsewhere.example/inbox/${token}/x`],
  ])('comes to the same inbox by an address %s', async (_, write) => {
    const { id, url } = await makeInbox(app);
    const answer = await exchangeRaw(app.port, rawRequest(write(url.slice(-40))));
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect((await keptIn(app, { id })).map(({ path, body }) => [path, body])).toEqual([['/x', '{']]);
  });

  it.each([204, 304])('is answered %i without a body, and HEAD as GET is', async (status) => {
    const { url } = await makeInbox(app, { status, response_body: 'never sent' });
    const answers = [await fetch(url), await fetch(url, { method: 'HEAD' })];
    for (const answer of answers) expect([answer.status, await answer.text()]).toEqual([status, '']);
  });

  it('opens no other address to what asks for no key', async () => {
    const guarded = await startTestAppOn(app.database, GUARDED);
    try {
      const { pathname } = new URL((await makeInbox(app)).url);
      const token = pathname.slice(-40);
      const statusOf = async (path: string, type: string): Promise<string> =>
        (await exchangeRaw(guarded.port, rawRequest(path, type))).slice(9, 12);
      expect(await statusOf(pathname, 'text/plain')).toBe('200');
      const below = ['/inbox', `/inboxes/${token}`, `/api/inbox/${token}`];
      for (const path of [...below, `/api/webhooks?x=/inbox/${token}`, '/%2Finbox/x', '/health']) {
        const statuses = [await statusOf(path, 'text/plain'), await statusOf(path, 'application/json')];
        expect([path, ...statuses]).toEqual([path, '415', '401']);
      }
    } finally {
      await guarded.close();
    }
  });

  it('is refused before its body is read where nobody has the address', async () => {
    const head = 'Host: a.example\r\nContent-Length: 8000000\r\nConnection: close\r\n\r\n';
    const answer = await exchangeRaw(app.port, `POST /inbox/${'0'.repeat(40)} HTTP/1.1\r\n${head}`);
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
  });

  it('is answered with a delay: who asked later of another inbox has an answer sooner', async () => {
    const slow = await makeInbox(app, { delay_ms: 3_000 });
    const quick = await makeInbox(app);
    const answered: string[] = [];
    const ask = async (name: string, url: string): Promise<void> => {
      const { status } = await fetch(url);
      answered.push(`${name} ${status}`);
    };
    const slowly = ask('slow', slow.url);
    await eventually('the first has come', async () => (await keptIn(app, slow)).length === 1);
    await ask('quick', quick.url);
    await slowly;
    expect(answered).toEqual(['quick 200', 'slow 200']);
  });

  it('is answered at once when the process ends, however long the delay is to be', async () => {
    const ending = await startTestAppOn(app.database);
    const slow = await makeInbox(ending, { delay_ms: 30_000, status: 202 });
    const answer = fetch(slow.url);
    await eventually('it has come', async () => (await keptIn(app, slow)).length === 1);
    await ending.close();
    expect((await answer).status).toBe(202);
  });

  it.each(['0'.repeat(40), 'short', 'Z'.repeat(40), '%00', '/api/webhooks', '..%2Fapi%2Fwebhooks'])(
    'is 404 where nobody has it: %s',
    async (token) => {
      const answer = await fetch(`${app.url}/inbox/${token}`, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(404);
    },
  );
});
