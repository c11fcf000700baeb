import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchangeRaw } from '../../integration/http/raw-exchange.ts';
import { ADMIN_KEY, callerWith, GUARDED, makeKey } from '../../support/callers.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const EMP_ERROR = { success: false, error: expect.any(String), timestamp: expect.any(String) };
const EVIL = 'http://evil.example';

const portOf = (url = ''): number => Number(new URL(url).port);
const json = async (url: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(url, init);
  return { status: answer.status, body: await answer.json() };
};

describe('a dialect where no keys are asked for', () => {
  let app: TestApp;
  let first: string;
  let second: string;
  beforeAll(async () => {
    app = await startTestApp({
      POSTHORN_ROLE: 'api',
      POSTHORN_DIALECT_PORTS: 'emp@0,emp@0',
      POSTHORN_API_RATE_LIMIT: '1000',
    });
    [first = '', second = ''] = app.dialectUrls;
  });
  afterAll(() => app.close());

  it('is reached at its own ports, and below its name at the main one', async () => {
    const addresses = [
      `${first}/health`,
      `${second}/api/health`,
      `${first}/HEALTH/`,
      `${app.url}/emp/health`,
      `${app.url}/EMP/api/health`,
    ];
    for (const address of addresses) {
      const { status, body } = await json(address);
      expect([address, status, body]).toEqual([
        address,
        200,
        {
          success: true,
          data: expect.objectContaining({ status: 'healthy' }) as unknown,
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
        },
      ]);
    }
    expect((await json(`${app.url}/health`)).body).toMatchObject({ status: 'healthy', reasons: [] });
  });

  it('has nothing else at its ports, however it is asked for', async () => {
    const paths = ['/emp/health', '/api/events', '/api/keys', '/metrics', '/api/docs', '/', '//health'];
    for (const path of paths) {
      const answer = await json(`${first}${path}`);
      expect([path, answer.status, answer.body]).toEqual([path, 404, EMP_ERROR]);
    }
    for (const target of ['/../health/live', '/%2e%2e/api/keys', 'http://127.0.0.1/api/keys', '/./health']) {
      const raw = await exchangeRaw(
        portOf(first),
        `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
      );
      expect([target, raw.slice(0, 12)]).toEqual([target, 'HTTP/1.1 404']);
    }
  });

  it('takes a target in absolute form, and what follows it on the same connection', async () => {
    const raw = await exchangeRaw(
      portOf(first),
      'GET http://127.0.0.1/health?a=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n' +
        'GET /event-types HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
    );
    expect(raw.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(raw).toContain('job.submitted');
  });

  it('tells the methods of an address, and answers every failure in its own face', async () => {
    const wrongMethod = await fetch(`${first}/event-types`, { method: 'DELETE' });
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await wrongMethod.json()).toEqual(EMP_ERROR);
    expect(await json(`${first}/%zz`)).toEqual({ status: 400, body: EMP_ERROR });
    expect(await json(`${app.url}/emp/%zz`)).toEqual({ status: 400, body: EMP_ERROR });
    expect(await json(`${app.url}/emp/nothing`)).toEqual({ status: 404, body: EMP_ERROR });
    expect(await json(`${first}/event-types?page=1`)).toEqual({
      status: 422,
      body: { ...EMP_ERROR, error: expect.stringContaining('page unknown field') as unknown },
    });
    expect((await json(`${app.url}/empty`)).body).toMatchObject({ code: 'not_found', status: 404 });
  });

  it('answers in its face what never became a request', async () => {
    const tooLong = `GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;
    const raw = await exchangeRaw(portOf(first), tooLong);
    expect(raw).toContain('HTTP/1.1 431');
    expect(raw).toContain('Content-Type: application/json\r\n');
    expect(JSON.parse(raw.split('\r\n\r\n', 2)[1] ?? '')).toEqual(EMP_ERROR);
  });

  it('holds bodies to the same bounds, before anything reads them', async () => {
    const post = async (headers: Record<string, string>, body: string): Promise<number> =>
      (await fetch(`${first}/event-types`, { method: 'POST', headers, body })).status;
    const type = { 'Content-Type': 'application/json' };
    expect(await post(type, `"${'x'.repeat(2_000_000)}"`)).toBe(413);
    expect(await post({ 'Content-Type': 'text/plain' }, '{}')).toBe(415);
    expect(await post({ ...type, 'Content-Encoding': 'gzip' }, '{}')).toBe(415);
  });

  it('keeps the request id, and what every answer tells browsers', async () => {
    const answer = await fetch(`${first}/health`, { headers: { 'X-Request-Id': 'mine' } });
    expect(answer.headers.get('x-request-id')).toBe('mine');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves loopback hosts alone, and no page of another origin', async () => {
    const raw = await exchangeRaw(
      portOf(first),
      'GET /event-types HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(raw).toContain('HTTP/1.1 403');
    const page = await fetch(`${first}/event-types`, { headers: { Origin: EVIL } });
    expect([page.status, page.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const health = await fetch(`${first}/health`, { headers: { Origin: EVIL } });
    expect([health.status, health.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    const own = await fetch(`${first}/event-types`, { headers: { Origin: first } });
    expect(own.status).toBe(200);
  });

  it('tells the limit of requests, which counts at all ports together', async () => {
    const remaining = async (url: string): Promise<number> => {
      const { headers } = await fetch(`${url}/event-types`);
      return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    };
    const before = await remaining(first);
    const after = [await remaining(second), await remaining(`${app.url}/emp`)];
    // The window may have begun anew meanwhile, never twice.
    expect(after.some((left) => left < before) || after.every((left) => left >= 998)).toBe(true);
  });
});

describe('a dialect where keys are asked for', () => {
  let app: TestApp;
  let acme: string;
  let plain: string;
  let nowhere: string;
  let acmesKey: string;
  let othersKey: string;
  beforeAll(async () => {
    app = await startTestApp({ ...GUARDED, POSTHORN_DIALECT_PORTS: 'emp@0:acme,emp@0,emp@0:nobody' });
    [acme = '', plain = '', nowhere = ''] = app.dialectUrls;
    const admin = callerWith(app, ADMIN_KEY);
    for (const uid of ['acme', 'other']) await addTenant(app, uid);
    acmesKey = (await makeKey(admin, ['read', 'manage'], { tenant: 'acme' })).key;
    othersKey = (await makeKey(admin, ['read'], { tenant: 'other' })).key;
  });
  afterAll(() => app.close());

  const get = async (url: string, bearer: string | null, headers: Record<string, string> = {}) =>
    await callerWith({ url }, bearer, headers)('GET', '/event-types');

  it('is served to keys alone', async () => {
    const refused = await get(plain, null);
    expect([refused.status, refused.headers.get('www-authenticate'), refused.body]).toEqual([
      401,
      'Bearer',
      EMP_ERROR,
    ]);
    expect((await get(plain, 'ph_nonsense')).status).toBe(401);
    expect((await get(plain, acmesKey)).status).toBe(200);
    expect((await get(acme, othersKey)).status).toBe(200);
  });

  it('acts in the tenant of the port for those who could act in any, unless they name another', async () => {
    expect((await get(acme, ADMIN_KEY)).status).toBe(200);
    expect((await get(nowhere, ADMIN_KEY)).body).toEqual({ ...EMP_ERROR, error: 'There is no such tenant.' });
    expect((await get(nowhere, ADMIN_KEY, { 'Posthorn-Tenant': 'other' })).status).toBe(200);
    expect((await get(nowhere, othersKey)).status).toBe(200);
    expect((await get(acme, othersKey, { 'Posthorn-Tenant': 'acme' })).status).toBe(404);
  });

  const preflight = async (url: string) =>
    await fetch(`${url}/event-types`, {
      method: 'OPTIONS',
      headers: { Origin: EVIL, 'Access-Control-Request-Method': 'GET' },
    });

  it('lets pages of every origin read its own port, and no other', async () => {
    const allowed = await preflight(plain);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    const read = await get(plain, acmesKey, { Origin: EVIL });
    expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(read.headers.get('access-control-allow-credentials')).toBeNull();
    const main = await preflight(`${app.url}/emp`);
    expect([main.status, main.headers.get('access-control-allow-origin')]).toEqual([405, null]);
    const readAtMain = await get(`${app.url}/emp`, acmesKey, { Origin: EVIL });
    expect([readAtMain.status, readAtMain.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });
});

describe('a worker', () => {
  it('opens no port of a dialect: it serves no API', async () => {
    const app = await startTestApp({ POSTHORN_ROLE: 'worker', POSTHORN_DIALECT_PORTS: 'emp@0' });
    expect(app.dialectUrls).toEqual([]);
    expect((await fetch(`${app.url}/emp/health`)).status).toBe(404);
    await app.close();
  });
});

describe('a dialect where origins are named', () => {
  it('lets pages of these alone read its port', async () => {
    const app = await startTestApp({
      ...GUARDED,
      POSTHORN_DIALECT_PORTS: 'emp@0',
      CORS_ORIGINS: 'https://a.example',
    });
    const allowed = async (origin: string): Promise<string | null> => {
      const answer = await fetch(`${app.dialectUrls[0] ?? ''}/health`, { headers: { Origin: origin } });
      return answer.headers.get('access-control-allow-origin');
    };
    expect(await allowed('https://a.example')).toBe('https://a.example');
    expect(await allowed(EVIL)).toBeNull();
    await app.close();
  });
});
