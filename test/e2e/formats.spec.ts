import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FORMAT_NAMES } from '../../src/wire/built-in-formats.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { walkPages } from '../support/walk-pages.ts';

const URL = 'http://127.0.0.1:9/';
const SIGNATURE = { header: 'X-Signature' };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  await addTenant(app, 'acme');
});
afterAll(() => app.close());

const create = (body: object) => app.post('/api/formats', body);
const pathsOf = (answer: { body: unknown }): string[] =>
  (answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path);
const made = async (name: string, body: object = {}): Promise<string> => {
  const answer = await create({ name, ...body });
  expect(answer.status).toBe(201);
  return answer.headers.etag ?? '';
};

describe('POST: 201', () => {
  it('needs a name alone, and shows every field with its default', async () => {
    const answer = await create({ name: 'plain' });
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as unknown;
    expect(answer.body).toEqual({
      name: 'plain',
      description: '',
      built_in: false,
      user_agent: 'Posthorn/1.0',
      content_type: 'application/json',
      headers: {},
      replaceable_headers: [],
      signature: null,
      json: 'verbatim',
      body: '{event.data}',
      version: 1,
      created_at: time,
      updated_at: time,
    });
    expect(answer.headers).toMatchObject({ location: '/api/formats/plain', etag: /^"/ as unknown });
    expect((await app.get('/api/formats/plain')).body).toEqual(answer.body);
  });

  it('keeps the members of a body in their order', async () => {
    await made('ordered', { body: { z: 1, a: { $when: { retry: [null, true] } }, m: '{event.type}' } });
    const shown = await app.get('/api/formats/ordered');
    expect(shown.text).toContain('"body":{"z":1,"a":{"$when":{"retry":[null,true]}},"m":"{event.type}"}');
  });

  it('once for an idempotency key', async () => {
    const once = () => create({ name: 'once' }).set('Idempotency-Key', 'k');
    const [first, again] = [await once(), await once()];
    expect([first.status, again.status, again.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect(again.body).toEqual(first.body);
  });
});

describe('POST: 409', () => {
  it.each(['taken', 'standard'])('for the name %s', async (name) => {
    await create({ name: 'taken' });
    expect((await create({ name })).body).toMatchObject({ status: 409, code: 'conflict' });
  });
});

const INVALID: readonly [object, string][] = [
  [{ body: '{event.colour}' }, 'body'],
  [{ body: { deep: ['{event.timestamp}'] } }, 'body.deep[0]'],
  [{ body: 7 }, 'body'],
  [{ headers: { 'X-A': '{nothing}' } }, 'headers.X-A'],
  [{ headers: { 'X-A': 'a\r\nb' } }, 'headers.X-A'],
  [{ headers: { 'X-A': 1 } }, 'headers'],
  [{ signature: {} }, 'signature.header'],
  [{ signature: { ...SIGNATURE, algorithm: 'md5' } }, 'signature.algorithm'],
  [{ signature: { ...SIGNATURE, content: 'x' } }, 'signature.content'],
  [{ signature: { ...SIGNATURE, value: 'a\nb' } }, 'signature.value'],
  [{ user_agent: 'a\nb' }, 'user_agent'],
  [{ content_type: 'json' }, 'content_type'],
  [{ json: 'pretty' }, 'json'],
  [{ colour: 1 }, 'colour'],
];

describe('POST: 422', () => {
  it.each(INVALID)('for %j', async (body, path) => {
    const answer = await create({ name: 'bad', ...body });
    expect(answer.status).toBe(422);
    expect(pathsOf(answer)).toContain(path);
    expect((await app.get('/api/formats/bad')).status).toBe(404);
  });

  it.each([[undefined], ['Upper'], ['a b'], ['a/b'], [''], ['.a'], ['a'.repeat(65)]])(
    'for the name %j',
    async (name) => {
      expect(pathsOf(await create({ name }))).toContain('name');
    },
  );
});

describe('GET', () => {
  it('200: lists the tenant’s own, newest first, and the built-in ones behind them', async () => {
    const names = ['first', 'second', 'third'];
    for (const name of names) await create({ name }).set('Posthorn-Tenant', 'acme');
    const get = (path: string) => app.get(path).set('Posthorn-Tenant', 'acme').set('Prefer', 'count=exact');
    const own = names.toReversed();
    const pages = await walkPages({ get }, '/api/formats?limit=5');
    const listed = pages.flatMap((page) => page.data as unknown as { name: string; built_in: boolean }[]);
    expect(listed.slice(0, 3).map(({ name }) => name)).toEqual(own);
    expect(listed.slice(3).map(({ name }) => name)).toEqual(FORMAT_NAMES);
    expect(listed.filter((format) => format.built_in)).toHaveLength(FORMAT_NAMES.length);
    const [page] = pages as unknown as { total: number }[];
    expect(page?.total).toBe(listed.length);
  });

  it.each(FORMAT_NAMES)('200: shows a built-in one, 304 to who knows it: %s', async (name) => {
    const answer = await app.get(`/api/formats/${name}`);
    expect(answer.body).toMatchObject({ name, built_in: true, version: null, created_at: null });
    const known = await app.get(`/api/formats/${name}`).set('If-None-Match', answer.headers.etag ?? '');
    expect(known.status).toBe(304);
  });

  it('404: for an unknown one, and for another tenant’s', async () => {
    await made('mine');
    expect((await app.get('/api/formats/nobody')).status).toBe(404);
    expect((await app.get('/api/formats/mine').set('Posthorn-Tenant', 'acme')).status).toBe(404);
  });
});

describe('PATCH and PUT', () => {
  it('200: change what is sent, and replace all of it', async () => {
    const etag = await made('changed', { description: 'd', signature: SIGNATURE, body: ['{event.id}'] });
    const changed = await app.patch('/api/formats/changed', { json: 'canonical' }).set('If-Match', etag);
    expect(changed.body).toMatchObject({
      json: 'canonical',
      description: 'd',
      body: ['{event.id}'],
      version: 2,
    });
    expect((await app.patch('/api/formats/changed', {})).body).toMatchObject({ version: 2 });
    const reset = await app.patch('/api/formats/changed', { body: null, signature: null });
    expect(reset.body).toMatchObject({ body: '{event.data}', signature: null, version: 3 });
    const put = await app.put('/api/formats/changed', { user_agent: 'A/1' });
    expect(put.body).toMatchObject({ user_agent: 'A/1', description: '', json: 'verbatim', version: 4 });
    expect((await app.patch('/api/formats/changed', {}).set('If-Match', etag)).status).toBe(412);
  });

  it('409: for a built-in one', async () => {
    expect((await app.patch('/api/formats/emp', { description: 'x' })).status).toBe(409);
    expect((await app.put('/api/formats/emp', {})).status).toBe(409);
    expect((await app.delete('/api/formats/emp')).status).toBe(409);
  });

  it('422: for what does not compile, and leave it as it is', async () => {
    const etag = await made('kept');
    expect(pathsOf(await app.patch('/api/formats/kept', { body: '{x.y}' }))).toEqual(['body']);
    expect(pathsOf(await app.put('/api/formats/kept', { name: 'other' }))).toEqual(['name']);
    expect((await app.get('/api/formats/kept')).headers.etag).toBe(etag);
  });
});

describe('a format that webhooks have', () => {
  it('409: is neither deleted nor given other secrets to sign with', async () => {
    await made('used', { signature: SIGNATURE });
    const webhook = await app.post('/api/webhooks', { url: URL, format: 'used' });
    const { id } = webhook.body as { id: string };
    expect((await app.delete('/api/formats/used')).status).toBe(409);
    for (const signature of [null, { ...SIGNATURE, secret: 'whsec' }, { ...SIGNATURE, optional: true }]) {
      expect((await app.patch('/api/formats/used', { signature })).status).toBe(409);
    }
    const moved = await app.patch('/api/formats/used', {
      signature: { header: 'X-Other', encoding: 'base64' },
    });
    expect(moved.status).toBe(200);
    await app.delete(`/api/webhooks/${id}`);
    expect((await app.delete('/api/formats/used')).status).toBe(204);
    expect((await app.get('/api/formats/used')).status).toBe(404);
  });

  it('422: takes no header that one of them sets', async () => {
    await made('crowded');
    await app.post('/api/webhooks', { url: URL, format: 'crowded', headers: { 'X-Team': 'a' } });
    const answer = await app.patch('/api/formats/crowded', { headers: { 'x-team': 'b' } });
    expect(pathsOf(answer)).toEqual(['headers.x-team']);
  });

  it('gives them a version with each of its own', async () => {
    await made('versioned');
    const { id } = (await app.post('/api/webhooks', { url: URL, format: 'versioned' })).body as {
      id: string;
    };
    await app.patch('/api/formats/versioned', { body: '{event.id}' });
    expect((await app.get(`/api/webhooks/${id}`)).body).toMatchObject({ version: 2 });
  });

  it('closes their breakers with a change, and those of no others', async () => {
    await made('closing');
    await app.post('/api/webhooks', { url: URL, uid: 'closing', format: 'closing' });
    await app.post('/api/webhooks', { url: URL, uid: 'staying', format: 'emp' });
    await app.database.query(
      `insert into webhook_breakers (webhook_id, failure_count, failing_since, opened_at, next_probe_at)
       select id, 20, now(), now(), now() from webhooks where uid in ('closing', 'staying')`,
    );
    const stateOf = async (uid: string): Promise<unknown> =>
      ((await app.get(`/api/webhooks/${uid}`)).body as { state: unknown }).state;
    expect([await stateOf('closing'), await stateOf('staying')]).toEqual(['failing', 'failing']);
    await app.patch('/api/formats/closing', { body: '{event.type}' });
    expect([await stateOf('closing'), await stateOf('staying')]).toEqual(['active', 'failing']);
  });
});

describe('POST /api/formats/preview', () => {
  const preview = async (body: object) => await app.post('/api/formats/preview', body);

  it('200: shows the standard format with the sample, and the secret that it made', async () => {
    const answer = await preview({});
    expect(answer.body).toMatchObject({
      headers: { 'webhook-signature': expect.stringMatching(/^v1,/) as unknown },
      body: expect.stringContaining('"type":"posthorn.test"') as unknown,
      sample_secret: expect.stringMatching(/^whsec_/) as unknown,
    });
  });

  it('200: shows a document with data word for word, signed by a given secret', async () => {
    const document = {
      signature: SIGNATURE,
      body: { n: '{event.data.n}', all: '{event.data}', again: '{attempt.number}' },
    };
    const text = `{"document":${JSON.stringify(document)},"data":{ "n":1.00 },"secret":"s","attempt_number":3}`;
    const answer = await app.post('/api/formats/preview').set('Content-Type', 'application/json').send(text);
    expect(answer.body).toMatchObject({
      body: '{"n":1.00,"all":{ "n":1.00 },"again":3}',
      body_bytes: 39,
      sample_secret: null,
    });
    expect(Object.keys((answer.body as { headers: object }).headers)).toEqual([
      'content-type',
      'user-agent',
      'X-Signature',
    ]);
  });

  it('200: signs nothing where the format does not need to', async () => {
    const answer = await preview({ format: 'emp', test: true });
    expect(answer.body).toMatchObject({
      sample_secret: null,
      body: expect.stringContaining('"metadata":{"test":true}') as unknown,
    });
  });

  it.each<[object, string]>([
    [{ format: 'nobody' }, 'format'],
    [{ format: 'emp', document: {} }, 'format'],
    [{ document: { body: '{x.y}' } }, 'body'],
    [{ document: { nope: 1 } }, 'document.nope'],
    [{ secret: 'short' }, 'secret'],
    [{ format: 'slack', secret: 's' }, 'secret'],
    [{ document: { headers: { 'X-A': '{event.data.a}' } }, data: { a: 'ä' } }, 'data'],
    [{ attempt_number: 0 }, 'attempt_number'],
  ])('422: for %j', async (body, path) => {
    const answer = await preview(body);
    expect(answer.status).toBe(422);
    expect(pathsOf(answer)).toEqual([path]);
  });
});
