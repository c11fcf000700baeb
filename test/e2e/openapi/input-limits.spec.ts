import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  findAnswerFaults,
  OPERATIONS,
  type JudgedAnswer,
  type PlacedOperation,
} from '../../support/api-contract.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { exchangeRaw } from '../../integration/http/raw-exchange.ts';
import { exampleBody, requestOperation, type RequestChanges } from './plain-request.ts';

const BEYOND_HEADERS = 17 * 1_024;
const takesBody = ({ operation }: PlacedOperation): boolean => operation.requestBody !== undefined;
const needsKey = ({ operation }: PlacedOperation): boolean => operation.security.length > 0;
const hasPathParameter = ({ path }: PlacedOperation): boolean => path.includes('{');

const WITH_BODY = OPERATIONS.filter(takesBody);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

async function ask(placed: PlacedOperation, changes: RequestChanges): Promise<JudgedAnswer> {
  const answer = await requestOperation(app.url, placed, changes);
  expect(findAnswerFaults(placed, answer)).toEqual([]);
  return answer;
}

/** The body of the document's example with another member. */
const withMember = ({ operation }: PlacedOperation, value: string): string => {
  const body = exampleBody(operation) ?? '{}';
  return body === '{}' ? `{"extra":${value}}` : body.replace(/\}$/, `,"extra":${value}}`);
};

describe('bodies', () => {
  it.each(WITH_BODY)('too deep: 422 at $method $path', async (placed) => {
    for (const depth of [68, 5_000]) {
      const body = withMember(placed, `${'['.repeat(depth)}${']'.repeat(depth)}`);
      expect((await ask(placed, { body })).status).toBe(422);
    }
  });

  it.each(WITH_BODY)('with too many fields: 422 at $method $path', async (placed) => {
    const body = withMember(placed, `[${Array<string>(120_000).fill('0').join(',')}]`);
    const answer = await ask(placed, { body });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('has too many fields');
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it.each(WITH_BODY)('with many unknown fields: at most 101 faults at $method $path', async (placed) => {
    const members = Array.from({ length: 5_000 }, (_, index) => `"k${String(index)}":1`);
    const answer = await ask(placed, { body: `{${members.join(',')}}` });
    expect(answer.status).toBe(422);
    const { errors } = JSON.parse(answer.text) as { errors: unknown[] };
    expect(errors.length).toBeLessThanOrEqual(101);
  });

  it.each(OPERATIONS.filter(({ method }) => method !== 'get'))(
    'of another type: 415 at $method $path',
    async (placed) => {
      const { length } = placed.path;
      for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
        const answer = await ask(placed, { headers: { 'Content-Type': type }, body: 'x'.repeat(length) });
        expect(answer.status).toBe(415);
      }
    },
  );
});

describe('queries', () => {
  it.each(OPERATIONS.filter(needsKey))('with an unknown parameter: 422 at $method $path', async (placed) => {
    const answer = await ask(placed, { query: '?no_such_parameter=1&__proto__=2' });
    expect(answer.status).toBe(422);
    const { errors } = JSON.parse(answer.text) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toContain('__proto__');
  });

  it.each(OPERATIONS.filter((placed) => !needsKey(placed)))(
    'are passed over at $method $path, which needs no key',
    async (placed) => {
      expect((await ask(placed, { query: '?_=1234' })).status).toBe(200);
    },
  );

  it.each(OPERATIONS.filter(needsKey))('with thousands of them: 422 at $method $path', async (placed) => {
    const answer = await ask(placed, { query: `?${'a=1&'.repeat(3_000)}` });
    expect(answer.status).toBe(422);
  });
});

/** Everything that every operation takes as a header, too long for any use and short enough to get through. */
const LONG_HEADERS = [
  'Posthorn-Tenant',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Prefer',
  'X-Request-Id',
];

describe('headers and names', () => {
  it.each(OPERATIONS)('longer than all may be: 431 at $method $path', async ({ method, path }) => {
    const start = `${method.toUpperCase()} ${path}`;
    const rest = ' HTTP/1.1\r\nHost: 127.0.0.1\r\n';
    for (const request of [
      `${start}?q=${'x'.repeat(BEYOND_HEADERS)}${rest}\r\n`,
      `${start}${rest}X-Long: ${'x'.repeat(BEYOND_HEADERS)}\r\n\r\n`,
    ]) {
      const [head = '', body = ''] = (await exchangeRaw(app.port, request)).split('\r\n\r\n', 2);
      expect(head).toMatch(/^HTTP\/1\.1 431 /);
      expect(head).toContain('Content-Type: application/problem+json');
      expect(JSON.parse(body)).toMatchObject({ status: 431, code: 'headers_too_large' });
    }
  });

  it.each(OPERATIONS)('long ones are no failure of ours at $method $path', async (placed) => {
    for (const name of LONG_HEADERS) {
      const answer = await ask(placed, { headers: { [name]: 'x'.repeat(8_000) } });
      expect(answer.status).toBeLessThan(500);
    }
  });

  it.each(OPERATIONS.filter(hasPathParameter))('a long name is none: $method $path', async (placed) => {
    const path = placed.path.replaceAll(/\{\w+\}/g, 'x'.repeat(8_000));
    const answer = await requestOperation(app.url, { ...placed, path }, {});
    expect([404, 422]).toContain(answer.status);
    expect(findAnswerFaults(placed, answer)).toEqual([]);
  });
});

describe('what is no request', () => {
  it.each([
    ['broken from the first byte', 'nonsense\r\n\r\n'],
    [
      'with two lengths',
      'POST /api/events HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    ],
    [
      'with a length and a transfer coding',
      'POST /api/events HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
    ['with a broken header', 'GET /health HTTP/1.1\r\nHost: a\r\nbad header: x\r\n\r\n'],
  ])('%s is 400', async (_what, request) => {
    const [head = '', body = ''] = (await exchangeRaw(app.port, request)).split('\r\n\r\n', 2);
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'bad_request' });
  });
});
