import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

const create = (body: object) => app.post('/api/event-types', body);
const put = (name: string, body: object) => app.put(`/api/event-types/${encodeURIComponent(name)}`, body);
const schema = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const pathsOf = (answer: { body: unknown }): string[] =>
  (answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path);

describe('POST: 201', () => {
  it('needs a name alone', async () => {
    const answer = await create({ name: 'a' });
    expect(answer.status).toBe(201);
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as unknown;
    expect(answer.body).toEqual({
      name: 'a',
      description: '',
      schema: null,
      example: null,
      version: 1,
      created_at: time,
      updated_at: time,
    });
    expect(answer.headers).toMatchObject({ location: '/api/event-types/a', etag: /^"/ as unknown });
  });

  it('keeps what it is given, members in their order', async () => {
    const body = {
      name: 'shop/order:paid.v1',
      description: 'Zwei\nZeilen 😀',
      schema,
      example: { z: 1, a: 'x\0' },
    };
    const answer = await create(body);
    expect(answer.body).toMatchObject(body);
    expect(answer.headers.location).toBe('/api/event-types/shop%2Forder%3Apaid.v1');
    const shown = await app.get('/api/event-types/shop%2Forder%3Apaid.v1');
    expect(shown.body).toEqual(answer.body);
    expect(shown.text).toContain('"example":{"z":1,"a":"x\\u0000"}');
    expect(shown.headers.etag).toBe(answer.headers.etag);
  });

  it('of a name that another tenant has', async () => {
    await addTenant(app, 'acme');
    await create({ name: 'shared' });
    expect((await create({ name: 'shared' }).set('Posthorn-Tenant', 'acme')).status).toBe(201);
  });
});

describe('POST: 400', () => {
  it('for a body that is not JSON', async () => {
    expect((await create('{' as unknown as object)).body).toMatchObject({
      status: 400,
      code: 'malformed_json',
    });
  });
});

describe('POST: 409', () => {
  it('for a name in use', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => create({ name: 'once' })));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([201, ...Array<number>(3).fill(409)]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'conflict',
      detail: 'There is an event type of this name.',
    });
  });
});

const INVALID: readonly [object, string][] = [
  [{ description: 7 }, 'description'],
  [{ description: 'x'.repeat(2_001) }, 'description'],
  [{ description: 'a\0' }, 'description'],
  [{ schema: [] }, 'schema'],
  [{ schema: true }, 'schema'],
  [{ schema: { type: 'strng' } }, 'schema.type'],
  [{ schema: { $schema: 'http://json-schema.org/draft-04/schema#' } }, 'schema.$schema'],
  [{ schema: { $ref: 'http://127.0.0.1:1/x' } }, 'schema.$ref'],
  [{ schema: { $ref: '#' } }, 'schema'],
  [{ schema: { requierd: [] } }, 'schema.requierd'],
  [{ schema: { $comment: 'x'.repeat(70_000) } }, 'schema'],
  [{ schema: JSON.parse('{"properties":{"__proto__":{}}}') as object }, 'schema.properties.__proto__'],
  [{ example: 'text' }, 'example'],
  [{ example: { text: 'x'.repeat(66_000) } }, 'example'],
  [{ version: 1 }, 'version'],
];

describe('POST: 422', () => {
  it.each(INVALID)('for %.80j', async (body, path) => {
    const answer = await create({ name: 'bad', ...body });
    expect(answer.status).toBe(422);
    expect(pathsOf(answer)).toContain(path);
    expect((await app.get('/api/event-types/bad')).status).toBe(404);
  });

  it.each([[undefined], [null], [''], ['a b'], ['posthorn.x'], ['a'.repeat(257)], [7]])(
    'for the name %j',
    async (name) => {
      expect(pathsOf(await create({ name }))).toContain('name');
    },
  );
});

describe('PUT: 201', () => {
  it('makes a type of a name that none has', async () => {
    const answer = await put('put/new', { schema });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ name: 'put/new', schema, version: 1 });
    expect(answer.headers.location).toBe('/api/event-types/put%2Fnew');
  });

  it('if there is none yet', async () => {
    const make = () => put('only-new', {}).set('If-None-Match', '*');
    expect([(await make()).status, (await make()).status]).toEqual([201, 412]);
  });
});

describe('PUT: 200', () => {
  it('replaces the whole type', async () => {
    await put('whole', { description: 'd', schema, example: { id: 'x' } });
    const answer = await put('whole', { name: 'whole', example: null });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ description: '', schema: null, example: null, version: 2 });
  });
});

describe('PUT: 404', () => {
  it.each(['a b', 'posthorn.x', 'a'.repeat(257)])('for %.20s, which no type can be named', async (name) => {
    expect((await put(name, {})).body).toMatchObject({ status: 404, detail: 'There is no such event type.' });
  });
});

describe('PUT: 412', () => {
  it('for another version, also of a type that was deleted and made anew', async () => {
    const etag = (await put('versions', {})).headers.etag ?? '';
    const replace = () => put('versions', {}).set('If-Match', etag);
    expect([(await replace()).status, (await replace()).status]).toEqual([200, 412]);
    await app.delete('/api/event-types/versions');
    await put('versions', {});
    expect((await replace()).status).toBe(412);
  });
});

describe('PUT: 422', () => {
  it.each([...INVALID, [{ name: 'other' }, 'name'] as const])('for %.80j', async (body, path) => {
    const answer = await put('strict', body);
    expect(answer.status).toBe(422);
    expect(pathsOf(answer)).toContain(path);
    expect((await app.get('/api/event-types/strict')).status).toBe(404);
  });
});
