import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { walkPages } from '../support/walk-pages.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  await addTenant(app, 'acme');
});
afterAll(() => app.close());

const created = async (body: object): Promise<string> => {
  const answer = await app.post('/api/event-types', body);
  expect(answer.status).toBe(201);
  return answer.headers.etag ?? '';
};
const schema = { type: 'object' };

describe('GET: 200', () => {
  it('lists the newest first, page by page both ways, in its tenant alone', async () => {
    const names = Array.from({ length: 7 }, (_, n) => `list.${n}`);
    for (const name of names) {
      await app.post('/api/event-types', { name }).set('Posthorn-Tenant', 'acme');
    }
    const get = (path: string) => app.get(path).set('Posthorn-Tenant', 'acme').set('Prefer', 'count=exact');
    const first = await get('/api/event-types?limit=3');
    expect(first.body).toMatchObject({ total: 7, has_more: true, prev_cursor: null });
    expect(first.headers).toMatchObject({
      'preference-applied': 'count=exact',
      link: /rel="next"/ as unknown,
    });
    const pages = await walkPages({ get }, '/api/event-types?limit=3');
    const listed = pages.flatMap(({ data }) => data as unknown as { name: string }[]);
    expect(listed.map(({ name }) => name)).toEqual(names.toReversed());
    expect((await app.get('/api/event-types')).body).toMatchObject({ data: [] });
  });
});

describe('GET: 304', () => {
  it('for the version that the client has', async () => {
    const etag = await created({ name: 'known' });
    const answer = await app.get('/api/event-types/known').set('If-None-Match', etag);
    expect([answer.status, answer.text]).toEqual([304, '']);
  });
});

describe('GET: 404', () => {
  it.each(['unknown', 'a%20b', 'posthorn.x', '%00'])('for %s', async (name) => {
    expect((await app.get(`/api/event-types/${name}`)).body).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  });

  it('for the type of another tenant', async () => {
    await created({ name: 'mine' });
    expect((await app.get('/api/event-types/mine').set('Posthorn-Tenant', 'acme')).status).toBe(404);
    expect((await app.delete('/api/event-types/mine').set('Posthorn-Tenant', 'acme')).status).toBe(404);
    expect((await app.get('/api/event-types/mine')).status).toBe(200);
  });
});

describe('GET: 400 and 422', () => {
  it('for an address and a cursor that are none', async () => {
    expect((await app.get('/api/event-types/%E0%A4%A')).status).toBe(400);
    expect((await app.get('/api/event-types?cursor=x')).status).toBe(422);
    expect((await app.get('/api/event-types?limit=251')).status).toBe(422);
    expect((await app.get('/api/event-types?nope=1')).status).toBe(422);
  });
});

describe('PATCH: 200', () => {
  it('changes what is sent, and takes null for the default', async () => {
    await created({ name: 'change', description: 'd', schema, example: { a: 1 } });
    const changed = await app.patch('/api/event-types/change', { description: 'new' });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ description: 'new', schema, example: { a: 1 }, version: 2 });
    const reset = await app.patch('/api/event-types/change', {
      description: null,
      schema: null,
      example: null,
    });
    expect(reset.body).toMatchObject({ description: '', schema: null, example: null, version: 3 });
    expect((await app.get('/api/event-types/change')).body).toEqual(reset.body);
  });

  it('makes no version of nothing', async () => {
    const etag = await created({ name: 'nothing' });
    const answer = await app.patch('/api/event-types/nothing', {});
    expect({ status: answer.status, etag: answer.headers.etag }).toEqual({ status: 200, etag });
  });
});

describe('PATCH: 404', () => {
  it('for an unknown name, with a bad schema too', async () => {
    expect((await app.patch('/api/event-types/nobody', { schema: { type: 'x' } })).status).toBe(404);
  });
});

describe('PATCH: 412', () => {
  it('for all but one of four changes of the same version', async () => {
    const etag = await created({ name: 'raced' });
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        app.patch('/api/event-types/raced', { description: `${n}` }).set('If-Match', etag),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array<number>(3).fill(412)]);
  });
});

describe('PATCH: 422', () => {
  it.each<[object, string]>([
    [{ name: 'other' }, 'name'],
    [{ schema: { minimum: 'x' } }, 'schema.minimum'],
    [{ example: [] }, 'example'],
    [{ description: 1 }, 'description'],
  ])('for %j', async (body, path) => {
    await app.put('/api/event-types/kept', {});
    const answer = await app.patch('/api/event-types/kept', body);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path }] });
  });
});

describe('DELETE', () => {
  it('204, then 404; 412 for another version', async () => {
    const stale = await created({ name: 'end/it' });
    await app.patch('/api/event-types/end%2Fit', { description: 'x' });
    expect((await app.delete('/api/event-types/end%2Fit').set('If-Match', stale)).status).toBe(412);
    expect((await app.delete('/api/event-types/end%2Fit')).status).toBe(204);
    expect((await app.delete('/api/event-types/end%2Fit')).status).toBe(404);
    expect((await app.get('/api/event-types/end%2Fit')).status).toBe(404);
  });
});
