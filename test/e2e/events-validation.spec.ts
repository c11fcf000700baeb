import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  other = await startTestApp({ POSTHORN_ROLE: 'api', DATABASE_URL: app.database.url });
  await app.post('/api/tenants', { uid: 'acme', validation: 'reject' });
});
beforeEach(async () => {
  await app.database.query('truncate events, idempotency_keys');
  await setMode('reject');
  await setSchema(schema);
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const schema = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string' }, lines: { type: 'array', items: { type: 'number' } } },
};
const good = { id: 'a', lines: [1] };
const bad = { lines: [1, 'x'] };
const faults = [
  { path: 'data.id', message: 'is required' },
  { path: 'data.lines[1]', message: 'must be number' },
];
const setMode = (validation: string) => app.patch('/api/tenants/default', { validation });
const setSchema = (to: object | null) => app.put('/api/event-types/shop%2Forder', { schema: to });
const event = (data: object, type = 'shop/order') => ({ type, data });
const publish = (data: object, type?: string, at = app) => at.post('/api/events', event(data, type));
const batch = (events: readonly object[]) => app.post('/api/events/batch', { events });
const sendCloudEvents = (path: string, kind: string, body: object) =>
  request(app.server).post(path).set('Content-Type', `application/${kind}+json`).send(JSON.stringify(body));
const cloudEvent = (id: string, data: object) => ({
  specversion: '1.0',
  type: 'shop/order',
  source: 's',
  id,
  data,
});
const countEvents = async (): Promise<number> => (await app.database.query('select from events')).length;

describe('off', () => {
  beforeEach(() => setMode('off'));

  it('takes everything, and asks for no schema', async () => {
    const answer = await publish(bad);
    expect(answer.status).toBe(202);
    expect(answer.body).not.toHaveProperty('warnings');
    expect((await batch([event(bad)])).status).toBe(202);
  });
});

describe('reject', () => {
  it('takes what matches, and types without a schema', async () => {
    expect((await publish(good)).status).toBe(202);
    expect((await publish(bad, 'unregistered')).status).toBe(202);
    await app.put('/api/event-types/plain', { description: 'no schema' });
    expect((await publish(bad, 'plain')).status).toBe(202);
  });

  it('refuses the rest with every fault, and stores nothing', async () => {
    const answer = await publish(bad);
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid', errors: faults });
    const many = await publish({ id: 'a', lines: Array(50).fill('x') });
    expect((many.body as { errors: unknown[] }).errors).toHaveLength(21);
    expect(await countEvents()).toBe(0);
  });

  it('refuses a batch as a whole', async () => {
    const answer = await batch([event(good), event(bad, 'other'), event(bad), event(good)]);
    expect(answer.body).toMatchObject({
      status: 422,
      errors: [
        { path: 'events[2].data.id', message: 'is required' },
        { path: 'events[2].data.lines[1]', message: 'must be number' },
      ],
    });
    const many = await batch(Array(1_000).fill(event(bad)));
    const { errors } = many.body as { errors: { path: string; message: string }[] };
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)).toEqual({ path: '', message: 'has more faults than are listed' });
    expect(await countEvents()).toBe(0);
    expect((await batch(Array(1_000).fill(event(good)))).status).toBe(202);
  });

  it('looks at CloudEvents, too', async () => {
    const one = await sendCloudEvents('/api/events', 'cloudevents', cloudEvent('1', bad));
    expect(one.body).toMatchObject({ status: 422, errors: faults });
    const events = [cloudEvent('1', good), cloudEvent('2', bad)];
    const both = await sendCloudEvents('/api/events/batch', 'cloudevents-batch', events);
    expect(both.body).toMatchObject({ status: 422, errors: [{ path: 'events[1].data.id' }, {}] });
    expect(await countEvents()).toBe(0);
  });

  it('goes by the last of repeated members, as JSON.parse does, and by own ones alone', async () => {
    const send = (data: string) =>
      request(app.server).post('/api/events').type('json').send(`{"type":"shop/order","data":${data}}`);
    expect((await send('{"id":1,"id":"a"}')).status).toBe(202);
    expect((await send('{"id":"a","id":1}')).status).toBe(422);
    expect((await send('{"__proto__":{"id":"a"}}')).status).toBe(422);
    expect((await send('{"id":"a","__proto__":1,"n":1e999}')).status).toBe(202);
  });

  it('knows the types of its own tenant alone', async () => {
    const inAcme = (data: object) => publish(data).set('Posthorn-Tenant', 'acme');
    expect((await inAcme(bad)).status).toBe(202);
    await app.put('/api/event-types/acme', { schema: { required: ['x'] } }).set('Posthorn-Tenant', 'acme');
    expect((await publish({}, 'acme')).status).toBe(202);
    expect((await publish({}, 'acme').set('Posthorn-Tenant', 'acme')).status).toBe(422);
  });

  it('ends what takes too much', async () => {
    await setSchema({ uniqueItems: true, properties: { list: { uniqueItems: true } } });
    const list = Array.from({ length: 20_000 }, (_, n) => n);
    expect((await publish({ list })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'data', message: 'takes too much to check against the schema of its type' }],
    });
    expect((await publish({ list: list.slice(0, 1_000) })).status).toBe(202);
  });
});

describe('warn', () => {
  beforeEach(() => setMode('warn'));

  it('takes all, and tells what is wrong', async () => {
    const answer = await publish(bad);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ type: 'shop/order', warnings: faults });
    expect((await publish(good)).body).not.toHaveProperty('warnings');
    const { id } = answer.body as { id: string };
    expect((await app.get(`/api/events/${id}`)).body).not.toHaveProperty('warnings');
  });

  it('tells it of each event of a batch', async () => {
    const answer = await batch([event(good), event(bad), ...Array<object>(100).fill(event(bad))]);
    expect(answer.status).toBe(202);
    const { data } = answer.body as { data: { warnings?: unknown[] }[] };
    expect(data[0]).not.toHaveProperty('warnings');
    expect(data[1]?.warnings).toEqual(faults);
    expect(data[101]?.warnings).toHaveLength(1);
    expect(await countEvents()).toBe(102);
    const cloud = await sendCloudEvents('/api/events', 'cloudevents', cloudEvent('1', bad));
    expect(cloud.body).toMatchObject({ warnings: faults });
  });
});

describe('a change', () => {
  it('is seen at once by the process that made it', async () => {
    expect((await publish(bad)).status).toBe(422);
    await setSchema({ required: ['lines'] });
    expect((await publish(bad)).status).toBe(202);
    await app.patch('/api/event-types/shop%2Forder', { schema });
    expect((await publish(bad)).status).toBe(422);
    await app.delete('/api/event-types/shop%2Forder');
    expect((await publish(bad)).status).toBe(202);
    await app.post('/api/event-types', { name: 'shop/order', schema });
    expect((await publish(bad)).status).toBe(422);
    await setMode('warn');
    expect((await publish(bad)).status).toBe(202);
  });

  it('is seen by others within a second', async () => {
    const seen = async (what: string, status: number): Promise<void> => {
      await eventually(what, async () => (await publish(bad, undefined, other)).status === status, 1_000);
    };
    await seen('the schema applies', 422);
    await setSchema(null);
    await seen('the schema is gone', 202);
    await setSchema(schema);
    await seen('the schema is back', 422);
    await setMode('off');
    await seen('nothing is checked', 202);
  });
});
