import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { RawReceiver } from '../integration/transport/raw-receiver.ts';
import { eventually } from '../support/eventually.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createWebhook, sendTest } from '../support/test-sends.ts';

let silent: RawReceiver;
let app: TestApp | undefined;
beforeAll(async () => {
  silent = await RawReceiver.start(() => undefined);
});
afterEach(async () => {
  for (const socket of silent.openSockets) socket.destroy();
  await app?.close();
  app = undefined;
  silent.forget();
});
afterAll(async () => {
  await silent.close();
});

async function start(environment: Readonly<Record<string, string>>): Promise<TestApp> {
  app = await startTestApp({ POSTHORN_SHUTDOWN_GRACE_MS: '100', ...environment });
  return app;
}

const answerSilent = (): void => {
  for (const socket of silent.openSockets) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
};

/** A test send over a connection of its own, in the name of a tenant. */
async function post(port: number, id: string, tenant: string, signal?: AbortSignal): Promise<Response> {
  return await fetch(`http://127.0.0.1:${port}/api/webhooks/${id}/test`, {
    method: 'POST',
    headers: { 'Posthorn-Tenant': tenant },
    ...(signal === undefined ? {} : { signal }),
  });
}

describe('429: the limit of a minute', () => {
  it('is told with every answer that was counted, and met by the next one', async () => {
    const { port, ...limited } = await start({ POSTHORN_TEST_SENDS_PER_MINUTE: '4' });
    const body = { url: `http://127.0.0.1:${port}/health/live`, event_type: 'a', data: {} };
    const answers = [];
    answers.push(await limited.post('/api/webhooks/test', body));
    answers.push(await limited.post('/api/webhooks/test', { ...body, url: 'x' }));
    answers.push(await limited.post('/api/webhooks/nobody/test', {}));
    answers.push(await limited.post('/api/webhooks/test', body));
    answers.push(await limited.post('/api/webhooks/test', body));
    answers.push(await limited.post('/api/webhooks/nobody/test', {}));
    expect(answers.map(({ status }) => status)).toEqual([200, 422, 404, 200, 429, 429]);
    const remaining = [3, 2, 1, 0, 0, 0];
    for (const [index, { headers }] of answers.entries()) {
      expect(headers['ratelimit-policy']).toBe('"test-sends";q=4;w=60');
      expect(headers.ratelimit).toMatch(new RegExp(`^"test-sends";r=${remaining[index] ?? ''};t=(60|5\\d)$`));
    }
    const refused = answers[4];
    expect(refused?.body).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(refused?.headers.ratelimit).toBe(`"test-sends";r=0;t=${refused?.headers['retry-after'] ?? ''}`);
  });

  it('is a tenant’s own, and no other address’s', async () => {
    const limited = await start({ POSTHORN_TEST_SENDS_PER_MINUTE: '1' });
    await addTenant(limited, 'other');
    const statusFor = async (tenant: string): Promise<number> =>
      (await limited.post('/api/webhooks/nobody/test').set('Posthorn-Tenant', tenant)).status;
    expect([await statusFor('default'), await statusFor('default'), await statusFor('other')]).toEqual([
      404, 429, 404,
    ]);
    const list = await limited.get('/api/webhooks');
    expect([list.status, list.headers.ratelimit]).toEqual([200, undefined]);
  });

  it('is not told where the request was refused before it was counted', async () => {
    const limited = await start({ POSTHORN_TEST_SENDS_PER_MINUTE: '1' });
    const answer = await limited.post('/api/webhooks/test', '{');
    expect([answer.status, answer.headers.ratelimit]).toEqual([400, undefined]);
  });
});

describe('429 and 503: the sends that are open', () => {
  it('are at most 8 of a tenant and 16 in all', async () => {
    const busy = await start({});
    const webhooks: Record<string, string> = {};
    for (const tenant of ['one', 'two', 'three']) {
      await addTenant(busy, tenant);
      webhooks[tenant] = (await createWebhook(busy, { url: silent.url(), timeout_ms: 20_000 }, tenant)).id;
    }
    const postAs = async (tenant: string): Promise<Response> =>
      await post(busy.port, webhooks[tenant] ?? '', tenant);
    const open = Array.from({ length: 8 }, async () => await postAs('one'));
    await eventually('8 are open', () => silent.requests.length === 8);
    const ninth = await postAs('one');
    expect([ninth.status, ninth.headers.get('retry-after')]).toEqual([429, '1']);
    expect(ninth.headers.get('ratelimit')).toMatch(/^"test-sends";r=51;/);
    open.push(...Array.from({ length: 8 }, async () => await postAs('two')));
    await eventually('16 are open', () => silent.requests.length === 16);
    const other = await postAs('three');
    expect([other.status, other.headers.get('retry-after')]).toEqual([503, '1']);
    answerSilent();
    expect((await Promise.all(open)).map(({ status }) => status)).toEqual(Array(16).fill(200));
    const last = postAs('three');
    await eventually('there is room again', () => silent.requests.length === 17);
    answerSilent();
    expect((await last).status).toBe(200);
  });
});

describe('an open send', () => {
  it('ends when its client goes, without a word in the log', async () => {
    const left = await start({});
    const { id } = await createWebhook(left, { url: silent.url(), timeout_ms: 20_000 });
    const client = new AbortController();
    const posting = post(left.port, id, 'default', client.signal).catch((error: unknown) => error);
    await eventually('it is open', () => silent.requests.length === 1);
    client.abort();
    await eventually('its connection is closed', () => silent.openSockets.size === 0);
    expect(await posting).toMatchObject({ name: 'AbortError' });
    expect(left.complaints).toEqual([]);
  });

  it('ends with the process, after its grace', async () => {
    const stopped = await start({ POSTHORN_SHUTDOWN_GRACE_MS: '300' });
    app = undefined;
    const { id } = await createWebhook(stopped, { url: silent.url(), timeout_ms: 20_000 });
    const posting = post(stopped.port, id, 'default');
    await eventually('it is open', () => silent.requests.length === 1);
    const startedAt = performance.now();
    const closing = stopped.close();
    const answer = await posting;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(performance.now() - startedAt).toBeGreaterThan(290);
    await closing;
    expect(silent.openSockets.size).toBe(0);
  });

  it('is let end within the grace', async () => {
    const stopped = await start({ POSTHORN_SHUTDOWN_GRACE_MS: '20000' });
    app = undefined;
    const { id } = await createWebhook(stopped, { url: silent.url(), timeout_ms: 20_000 });
    const sending = sendTest(stopped, `${id}/test`);
    await eventually('it is open', () => silent.requests.length === 1);
    const closing = stopped.close();
    await eventually(
      'no more are taken',
      async () => (await post(stopped.port, id, 'default')).status === 503,
    );
    answerSilent();
    expect(await sending).toMatchObject({ outcome: 'succeeded' });
    await closing;
  });
});
