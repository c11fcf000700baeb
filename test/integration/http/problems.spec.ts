import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import request from 'supertest';
import { openAccess } from '../../../src/auth/open-access.ts';
import { FAILURES, startConventionApp, type ConventionApp } from './convention-app.ts';
import { exchangeRaw } from './raw-exchange.ts';

let app: ConventionApp;
beforeAll(async () => {
  app = await startConventionApp(openAccess([]));
});
afterAll(() => app.close());

const problem = (status: number, code: string) =>
  expect.objectContaining({
    type: `urn:posthorn:error:${code}`,
    title: expect.stringMatching(/^[A-Z]/) as unknown,
    status,
    detail: expect.stringMatching(/[.]$/) as unknown,
    code,
    request_id: expect.stringMatching(/./) as unknown,
  }) as unknown;

describe('a failure is problem+json', () => {
  it.each([
    ['conflict', 409, 'conflict'],
    ['stale', 412, 'precondition_failed'],
    ['limited', 429, 'rate_limited'],
    ['unknown', 500, 'internal'],
    ['text', 500, 'internal'],
    ['database', 503, 'unavailable'],
  ])('%s: %i', async (kind, status, code) => {
    const answer = await request(app.server).get(`/api/fail/${kind}`);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toEqual(problem(status, code));
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text + JSON.stringify(answer.headers)).not.toMatch(
      /s3cret|10\.1\.2\.3|ECONN|stack|node_modules/,
    );
  });

  it('says when to try again', async () => {
    expect((await request(app.server).get('/api/fail/limited')).headers['retry-after']).toBe('7');
    expect((await request(app.server).get('/api/fail/database')).headers['retry-after']).toBe('5');
  });

  it('404: an unknown address, without repeating it', async () => {
    const answer = await request(app.server).get('/api/<script>nothing');
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual(problem(404, 'not_found'));
    expect(answer.text).not.toContain('script');
  });

  it('405: a known address with another method, and which it answers', async () => {
    const answer = await request(app.server).delete('/api/events');
    expect(answer.status).toBe(405);
    expect(answer.body).toEqual(problem(405, 'method_not_allowed'));
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });

  it('400: a path with a broken escape', async () => {
    const head = `Host: localhost:${String(app.port)}\r\nConnection: close\r\n\r\n`;
    for (const path of ['/api/events/%E0%A4%A', '/api/events/%ff', '/api/events/%']) {
      const answer = await exchangeRaw(app.port, `GET ${path} HTTP/1.1\r\n${head}`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"bad_request"');
    }
  });

  it('400 and 431: what is no HTTP', async () => {
    const answer = await exchangeRaw(app.port, 'NONSENSE\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
    expect(answer).toContain('\r\nConnection: close\r\n');
    expect(answer).toContain('"code":"bad_request"');
    const long = `GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await exchangeRaw(app.port, long)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('has no body for HEAD', async () => {
    const answer = await request(app.server).head('/api/fail/conflict');
    expect(answer.status).toBe(409);
    expect(answer.text).toBeFalsy();
  });

  it('breaks the connection when half an answer is out', async () => {
    await expect(request(app.server).get('/api/fail/half')).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });
});

describe('the log', () => {
  it('has an unknown failure with its request id, and no failure of the client', async () => {
    app.logged.length = 0;
    await request(app.server).get('/api/fail/unknown?key=hidden').set('X-Request-Id', 'trace-1');
    await request(app.server).get('/api/fail/conflict');
    await request(app.server).get('/api/nothing');
    expect(app.logged).toHaveLength(1);
    expect(app.logged[0]).toContain('"request_id":"trace-1"');
    expect(app.logged[0]).toContain((FAILURES.unknown as Error).message);
    expect(app.logged[0]).not.toContain('hidden');
  });
});

describe('a client that goes away while it sends', () => {
  it('gets no answer and leaves nothing in the log', async () => {
    app.logged.length = 0;
    const isAnswered = new Promise<boolean>((resolve) => {
      app.server.once('request', (_request: IncomingMessage, response: ServerResponse) => {
        response.once('close', () => {
          resolve(response.writableEnded);
        });
        socket.resetAndDestroy();
      });
    });
    const socket = connect(app.port, '127.0.0.1');
    const head = 'POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    socket.write(`${head}Content-Length: 1000\r\n\r\n{"type":`);
    expect(await isAnswered).toBe(false);
    expect((await request(app.server).get('/health')).status).toBe(200);
    expect(app.logged).toEqual([]);
  });
});

describe('X-Request-Id', () => {
  it('is taken from the request, answered, and named in problems', async () => {
    const answer = await request(app.server).get('/api/nothing').set('X-Request-Id', 'my id/42');
    expect(answer.headers['x-request-id']).toBe('my id/42');
    expect(answer.body).toMatchObject({ request_id: 'my id/42' });
  });

  it.each(['x'.repeat(129), 'caf\u00e9', ''])('is replaced when it is %j', async (sent) => {
    const answer = await request(app.server).get('/api/events/1').set('X-Request-Id', sent);
    expect(answer.headers['x-request-id']).toMatch(/^[\w-]{36}$/);
  });

  it('is new for every request without one', async () => {
    const ids = new Set<string | undefined>();
    for (let n = 0; n < 3; n += 1)
      ids.add((await request(app.server).get('/health')).headers['x-request-id']);
    expect(ids.size).toBe(3);
  });
});

describe('a parameter of the path', () => {
  it('may be as long as a request line, and keeps its case and its escaped slashes', async () => {
    const id = `Order/${'x'.repeat(8_000)}`;
    const answer = await request(app.server).get(`/API/Events/${encodeURIComponent(id)}/`);
    expect(answer.body).toEqual({ id });
  });
});

describe('every answer', () => {
  it('is hardened', async () => {
    const { headers } = await request(app.server).get('/health');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('comes from a server that bounds how long a client may take', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout } = app.server;
    expect({ headersTimeout, requestTimeout, keepAliveTimeout }).toEqual({
      headersTimeout: 15_000,
      requestTimeout: 120_000,
      keepAliveTimeout: 65_000,
    });
  });
});
