import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DIALECT_NAMES } from '../../../src/domain/dialect-names.ts';
import {
  API_DOCUMENT,
  findAnswerFaults,
  findBodyFaults,
  isJson,
  OPERATIONS,
} from '../../support/api-contract.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

/** Pages for people, which no client calls. */
const UNDOCUMENTED = [
  ...['get /api/docs', 'get /api/docs/reader.js', 'get /api/docs/{asset}'],
  ...['get /console', 'get /console/*', 'get /console/assets/{name}'],
];

/** Answers to the document of another system. */
const isOfDialect = (path: string): boolean => DIALECT_NAMES.some((name) => path.startsWith(`/${name}/`));

/** Answers as its owner has chosen. */
const isOfInbox = (path: string): boolean => path.startsWith('/inbox/');

/** What is answered, written as in the document; HEAD is answered wherever GET is. */
function operationsOf({ routes }: TestApp): string[] {
  return routes
    .filter(({ method, path }) => method !== 'HEAD' && !isOfDialect(path) && !isOfInbox(path))
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
}

describe('openapi.json', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ POSTHORN_ROLE: 'api' });
  });
  afterAll(async () => {
    await app.close();
  });

  it('has every route, and every operation of it is routed', () => {
    const documented = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect([...documented, ...UNDOCUMENTED].sort()).toEqual(operationsOf(app).sort());
  });

  it('is served as it stands, to anyone', async () => {
    const answer = await app.get('/api/openapi.json').set('Host', 'elsewhere.example');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(API_DOCUMENT);
  });

  it('is shown by a page that asks nobody else for anything', async () => {
    const page = await app.get('/api/docs').set('Host', 'elsewhere.example');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    expect(addresses).toHaveLength(4);
    for (const address of addresses) {
      expect(address).toMatch(/^docs\/[\w.-]+$/);
      expect((await app.get(`/api/${address}`)).status).toBe(200);
    }
    expect((await app.get('/api/docs/reader.js')).text).toContain('validatorUrl: null');
    expect((await app.get('/api/docs/package.json')).status).toBe(404);
  });

  it('is 3.1 without nullable, and names each operation once', () => {
    expect(API_DOCUMENT).toMatchObject({ openapi: '3.1.0' });
    expect(JSON.stringify(API_DOCUMENT)).not.toContain('"nullable"');
    const ids = OPERATIONS.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(OPERATIONS)('has valid examples for the body of $method $path', (placed) => {
    for (const [type, content] of Object.entries(placed.operation.requestBody?.content ?? {})) {
      const examples = examplesOf(content);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(findBodyFaults(placed, type, example)).toEqual([]);
    }
  });

  it.each(OPERATIONS)('has a valid example of every answer of $method $path', (placed) => {
    const headers = { 'x-request-id': 'r' };
    for (const [status, { content = {} }] of Object.entries(placed.operation.responses)) {
      for (const [type, answer] of Object.entries(content)) {
        const examples = examplesOf(answer);
        expect(examples.length).toBeGreaterThan(0);
        for (const example of examples) {
          const judged = {
            status: Number(status),
            headers: new Headers({ ...headers, 'content-type': type }),
            text: isJson(type) ? JSON.stringify(example) : String(example),
          };
          expect(findAnswerFaults(placed, judged)).toEqual([]);
        }
      }
    }
  });
});

function examplesOf({
  example,
  examples = {},
}: {
  example?: unknown;
  examples?: Readonly<Record<string, { readonly value: unknown }>>;
}): unknown[] {
  const single = example === undefined ? [] : [example];
  return [...single, ...Object.values(examples).map(({ value }) => value)];
}
