import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { openAccess } from '../../../src/auth/open-access.ts';
import { startConventionApp, type ConventionApp } from './convention-app.ts';
import { exchangeRaw } from './raw-exchange.ts';

let app: ConventionApp;
beforeAll(async () => {
  app = await startConventionApp(openAccess([]));
});
afterAll(() => app.close());

const send = (path: string, body: string | Buffer, type = 'application/json') =>
  request(app.server)
    .post(path)
    .set('Content-Type', type)
    .serialize((bytes: unknown) => bytes as string)
    .send(body);
const publish = (data: string) => send('/api/events', `{"type":"a.b","data":${data}}`);
const publishBatch = (datas: readonly string[]) =>
  send('/api/events/batch', `{"events":[${datas.map((data) => `{"type":"a.b","data":${data}}`).join(',')}]}`);
const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;

describe('202: event data is kept as it came', () => {
  it.each([
    '{"n":1.0,"big":12345678901234567890,"e":1E400,"z":-0}',
    String.raw`{"lone":"\ud800","nul":"\u0000","slash":"\/"}`,
    '{"__proto__":{"polluted":true},"constructor":1,"prototype":2}',
    '{"a":1,"a":2, "a" : [ 1 ,2 ] }',
    '{ "euro" : "€ 😀" }',
    nested(64),
  ])('%s', async (data) => {
    const answer = await publish(data);
    expect(answer.status).toBe(202);
    expect((answer.body as { text: string }).text).toBe(data);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('in a batch, in order', async () => {
    const datas = ['{"a":1.0}', '{ }', '{"b":"\\ud800"}'];
    const answer = await publishBatch(datas);
    expect(answer.body).toEqual({ data: datas });
  });

  it('at every spelling of the address that reaches the handler', async () => {
    for (const path of ['/API/Events', '/api/events/', '/api/events?x=1']) {
      expect((await send(path, '{"type":"a","data":{"n":1.0}}')).body).toMatchObject({ text: '{"n":1.0}' });
    }
  });

  it('16 MiB of 1,000 events, in a time that grows with the events alone', async () => {
    const data = `{"list":[${Array<string>(700).fill('{"n":1.0,"t":"x"}').join(',')}],"end":0}`;
    const timeMsOf = async (count: number): Promise<number> => {
      const startedAt = performance.now();
      const answer = await publishBatch(Array<string>(count).fill(data));
      expect(answer.status).toBe(202);
      expect((answer.body as { data: string[] }).data).toHaveLength(count);
      return performance.now() - startedAt;
    };
    await timeMsOf(100);
    const [few, many] = [await timeMsOf(100), await timeMsOf(1_000)];
    // Ten times as many: a hundred times as long would be a scan of the whole body for each.
    expect(many).toBeLessThan(50 * few);
  });
});

describe('200: a body is not needed', () => {
  it('for an action', async () => {
    expect((await request(app.server).post('/api/deliveries/1/retry')).status).toBe(202);
    expect((await send('/api/deliveries/1/retry', '')).status).toBe(202);
  });
});

describe('400: not JSON', () => {
  it.each(['{"type":', '{"type":"a",}', "{'type':1}", '{} {}', '\ufffe{}', ' ', 'nope', '{"a":NaN}'])(
    '%j',
    async (body) => {
      const answer = await send('/api/events', body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 'malformed_json' });
      expect(answer.text).not.toContain('position');
    },
  );

  it('bytes that are not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    expect((await send('/api/events', body)).body).toMatchObject({ status: 400, code: 'malformed_json' });
  });
});

describe('413: too large', () => {
  const oversized = `{"a":"${'x'.repeat(2 * 1_048_576)}"}`;

  it('2 MiB of data', async () => {
    const answer = await publish(oversized);
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({
      code: 'payload_too_large',
      detail: 'The body is larger than the 1114112 bytes that this address accepts.',
    });
  });

  it('data a little over 1 MiB, which the body limit lets pass', async () => {
    const answer = await publish(`{"a":"${'x'.repeat(1_048_576)}"}`);
    expect(answer.body).toMatchObject({ status: 413, errors: [{ path: 'data' }] });
    const fitting = `{"a":"${'x'.repeat(1_048_576 - 8)}"}`;
    expect(Buffer.byteLength(fitting)).toBe(1_048_576);
    expect((await publish(fitting)).status).toBe(202);
  });

  it('one event of a batch', async () => {
    const answer = await publishBatch(['{}', oversized]);
    expect(answer.body).toMatchObject({ status: 413, errors: [{ path: 'events[1].data' }] });
  });

  it('a body without a length', async () => {
    const chunk = 'x'.repeat(0x10000);
    const chunks = `10000\r\n${chunk}\r\n`.repeat(20);
    const head = 'POST /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
    const type = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await exchangeRaw(app.port, `${head}${type}${chunks}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('415: not sent as JSON', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'garbage',
  ])('%s', async (type) => {
    const answer = await send('/api/events', '{"type":"a","data":{}}', type);
    expect(answer.status).toBe(415);
    expect(answer.body).toMatchObject({ code: 'unsupported_media_type' });
  });

  it.each(['application/json', 'Application/JSON; charset="UTF-8"', 'application/cloudevents+json'])(
    'but %s passes',
    async (type) => {
      expect((await send('/api/events', '{"type":"a","data":{}}', type)).status).toBe(202);
    },
  );

  it('without a content type', async () => {
    const head =
      'POST /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}';
    expect(await exchangeRaw(app.port, head)).toMatch(/^HTTP\/1\.1 415 /);
  });

  it.each(['gzip', 'br', 'deflate', 'x-unknown'])('with the content encoding %s', async (encoding) => {
    const body = gzipSync('{"type":"a","data":{}}');
    const answer = await send('/api/events', body).set('Content-Encoding', encoding);
    expect(answer.status).toBe(415);
    expect(answer.body).toMatchObject({ code: 'unsupported_media_type' });
  });
});

describe('422: JSON that breaks a bound', () => {
  it.each([65, 67])('data %i deep', async (depth) => {
    expect((await publish(nested(depth))).body).toMatchObject({ status: 422, code: 'invalid' });
  });

  it.each([3000, 100_000])('%i levels, in data and anywhere else', async (depth) => {
    const arrays = '['.repeat(depth) + ']'.repeat(depth);
    for (const data of [nested(depth), arrays, '['.repeat(depth)]) {
      expect((await publish(data)).status).toBe(422);
      expect((await publishBatch(['{}', data])).status).toBe(422);
    }
    expect((await send('/api/webhooks/test', arrays)).status).toBe(422);
    expect((await request(app.server).put('/api/webhooks/1').type('json').send(arrays)).status).toBe(422);
  });

  it('more than 10,000 keys in an event', async () => {
    const keys = `{${Array<string>(10_001).fill('"k":0').join(',')}}`;
    expect((await publishBatch(['{}', keys])).body).toMatchObject({
      status: 422,
      errors: [{ path: 'events[1].data', message: 'must not have more than 10000 keys' }],
    });
  });

  it('a flood of events or fields outside of data', async () => {
    const refusal = { status: 422, errors: [{ path: '', message: 'has too many fields' }] };
    const events = `{"events":[${Array<string>(200_000).fill('{}').join(',')}]}`;
    expect((await send('/api/events/batch', events)).body).toMatchObject(refusal);
    const fields = Array.from({ length: 12_000 }, (_, n) => `"k${String(n)}":0`).join(',');
    expect((await send('/api/events', `{${fields}}`)).body).toMatchObject(refusal);
  });
});
