import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const ONE = 'application/cloudevents+json';
const MANY = 'application/cloudevents-batch+json';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
beforeEach(async () => {
  await app.database.query('truncate events, idempotency_keys');
});
afterAll(() => app.close());

const send = (path: string, type: string, body: unknown) =>
  request(app.server)
    .post(path)
    .set('Content-Type', type)
    .serialize((text: unknown) => text as string)
    .send(typeof body === 'string' ? body : JSON.stringify(body));
const publish = (event: unknown, type = ONE) => send('/api/events', type, event);
const publishBatch = (events: unknown) => send('/api/events/batch', MANY, events);
const event = (more: object = {}): object => ({
  specversion: '1.0',
  type: 'com.example.made',
  source: '/shop/7',
  id: 'A 1',
  data: { n: 1 },
  ...more,
});
const countEvents = async (): Promise<number> => (await app.database.query('select from events')).length;
const idOf = (answer: { body: unknown }): string => (answer.body as { id: string }).id;

describe('202: one event', () => {
  it('takes its type, time and data as they stand; subject and extensions are passed over', async () => {
    const data = '{ "n":1.0, "big":12345678901234567890 }';
    const text = `{"specversion":"1.0","type":"com.example.made","source":"https://example.com/a?b#c","id":"1",
      "time":"2026-01-31T12:00:00.25+01:00","subject":"s","dataschema":"urn:x","traceparent":"00-1","partition":7,
      "flag":true,"datacontenttype":"application/json; charset=utf-8","data":${data}}`;
    const answer = await publish(text, `${ONE}; charset=UTF-8`);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      type: 'com.example.made',
      occurred_at: '2026-01-31T11:00:00.250Z',
      tags: [],
    });
    expect((await app.get(`/api/events/${idOf(answer)}`)).text.endsWith(`,"data":${data}}`)).toBe(true);
  });

  it('is known again by source and id, whatever their length', async () => {
    for (const names of [{}, { source: `/${'s'.repeat(2_000)}`, id: 'i'.repeat(2_000) }]) {
      const first = await publish(event(names));
      const again = await publish(event(names));
      expect({ status: again.status, id: idOf(again) }).toEqual({ status: 202, id: idOf(first) });
      expect(again.headers['idempotent-replayed']).toBe('true');
    }
    for (const names of [{ id: 'A 2' }, { source: '/shop/7/A' }, { source: '/shop/8' }]) {
      expect((await publish(event(names))).headers).not.toHaveProperty('idempotent-replayed');
    }
    expect(await countEvents()).toBe(5);
  });

  it('may say of what is absent that it is null', async () => {
    const nothing = { time: null, datacontenttype: null, subject: null, data_base64: null };
    expect((await publish(event(nothing))).status).toBe(202);
  });

  it.each(['application/json', 'text/json', 'application/vnd.a.b+json', 'APPLICATION/JSON;v=1'])(
    'may have data of type %s',
    async (datacontenttype) => {
      expect((await publish(event({ datacontenttype }))).status).toBe(202);
    },
  );
});

describe('202: a batch', () => {
  it('takes up to 1,000 events, answered in their order, data as it stands', async () => {
    const types = Array.from({ length: 1_000 }, (_, n) => `t.${n}`);
    const answer = await publishBatch(types.map((type) => event({ type, id: type })));
    expect(answer.status).toBe(202);
    const { data } = answer.body as { data: { type: string }[] };
    expect(data.map(({ type }) => type)).toEqual(types);
    const raw = await publishBatch(
      '[{"specversion":"1.0","type":"a","source":"s","id":"1","data":{"n":1.0}}]',
    );
    const [stored] = (raw.body as { data: { id: string }[] }).data;
    expect((await app.get(`/api/events/${stored?.id ?? ''}`)).text).toContain('"data":{"n":1.0}}');
  });
});

describe('413', () => {
  it('for data that is too large, in a batch too', async () => {
    const data = { text: 'x'.repeat(1_048_576) };
    expect((await publish(event({ data }))).body).toMatchObject({ status: 413, errors: [{ path: 'data' }] });
    const batch = await publishBatch([event(), event({ id: '2', data })]);
    expect(batch.body).toMatchObject({ status: 413, errors: [{ path: '[1].data' }] });
    expect(await countEvents()).toBe(0);
  });
});

describe('415', () => {
  it('for a form of events that is not JSON', async () => {
    expect((await publish('<event/>', 'application/cloudevents+xml')).status).toBe(415);
  });
});

describe('422', () => {
  it.each<[string, object]>([
    ['specversion', { specversion: '0.3' }],
    ['specversion', { specversion: null }],
    ['type', { type: undefined }],
    ['type', { type: 'posthorn.x' }],
    ['source', { source: '' }],
    ['source', { source: 'a b' }],
    ['id', { id: '' }],
    ['id', { id: 7 }],
    ['time', { time: 'today' }],
    ['datacontenttype', { datacontenttype: 'text/xml' }],
    ['data', { data: 'text' }],
    ['data', { data: undefined }],
    ['data', { data: null }],
    ['data_base64', { data_base64: 'aGk=' }],
  ])('for a bad %s: %j', async (path, more) => {
    expect((await publish(event(more))).body).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [{ path }],
    });
    const batch = await publishBatch([event(), event({ id: '2', ...more })]);
    expect(batch.body).toMatchObject({ status: 422, errors: [{ path: `[1].${path}` }] });
    expect(await countEvents()).toBe(0);
  });

  it('for another event of the same source and id', async () => {
    await publish(event());
    expect((await publish(event({ data: { n: 2 } }))).body).toMatchObject({ status: 422, code: 'invalid' });
  });

  it.each([[[]], [{}], [[1]], [Array.from({ length: 1_001 }, (_, n) => event({ id: `${n}` }))]])(
    'for a batch that is none (%#)',
    async (events) => {
      expect((await publishBatch(events)).status).toBe(422);
      expect(await countEvents()).toBe(0);
    },
  );

  it('for one form where the other one is said', async () => {
    expect((await publish([event()])).status).toBe(422);
    expect((await publish([event()], MANY)).status).toBe(422);
    expect((await send('/api/events/batch', ONE, event())).status).toBe(422);
    const text = event({ data: '{not JSON' });
    expect((await send('/api/events/batch', ONE, text)).status).toBe(422);
    expect((await publish([text], MANY)).status).toBe(422);
    expect((await publish(event(), 'application/json')).status).toBe(422);
    expect(await countEvents()).toBe(0);
  });
});
