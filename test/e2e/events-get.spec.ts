import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(() => app.close());

async function publish(data: string): Promise<string> {
  const answer = await app.post('/api/events', `{"type":"a.b","data":${data}}`);
  expect(answer.status).toBe(202);
  return (answer.body as { id: string }).id;
}

describe('200', () => {
  it.each([
    '{"n":1.0,"big":12345678901234567890,"e":1E400}',
    String.raw`{"lone":"\ud800","nul":"\u0000","slash":"\/"}`,
    '{"__proto__":{"a":1},"a":1,"a":2}',
    '{ "euro" : "€ 😀" , "list":[ ] }',
  ])('gives the data as it was published: %s', async (data) => {
    const id = await publish(data);
    const answer = await app.get(`/api/events/${id}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.text.endsWith(`,"data":${data}}`)).toBe(true);
    expect(answer.body).toMatchObject({ id, type: 'a.b', priority: 0, tags: [], expires_at: null });
  });

  it('gives null for data that has been erased', async () => {
    const id = await publish('{"name":"gone"}');
    await app.database.query('update events set data = null');
    expect((await app.get(`/api/events/${id}`)).body).toMatchObject({ id, data: null });
  });
});

describe('304', () => {
  it('for the entity tag that was answered, until the data is erased', async () => {
    const id = await publish('{"a":1}');
    const answer = await app.get(`/api/events/${id}`);
    const tag = String(answer.headers.etag);
    expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
    const again = await app.get(`/api/events/${id}`).set('If-None-Match', tag);
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
    await app.database.query('update events set data = null');
    const erased = await app.get(`/api/events/${id}`).set('If-None-Match', tag);
    expect(erased.status).toBe(200);
    expect(erased.body).toMatchObject({ data: null });
  });
});

describe('404', () => {
  it.each(['evt_01h455vb4pex5vsknk084sn02q', 'wh_01h455vb4pex5vsknk084sn02q', 'nonsense', 'evt_', 'a%00'])(
    'for the unknown id %s',
    async (id) => {
      const answer = await app.get(`/api/events/${id}`);
      expect(answer.body).toMatchObject({
        status: 404,
        code: 'not_found',
        detail: 'There is no such event.',
      });
    },
  );

  it('for another tenant’s event', async () => {
    await addTenant(app, 'acme');
    const id = await publish('{}');
    expect((await app.get(`/api/events/${id}`).set('Posthorn-Tenant', 'acme')).status).toBe(404);
  });
});
