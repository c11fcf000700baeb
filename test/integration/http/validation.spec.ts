import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { openAccess } from '../../../src/auth/open-access.ts';
import { PosthornError } from '../../../src/domain/errors.ts';
import { PageQuery } from '../../../src/http/pagination.ts';
import { parseQuery } from '../../../src/http/validation.ts';
import { startConventionApp, type ConventionApp } from './convention-app.ts';

let app: ConventionApp;
beforeAll(async () => {
  app = await startConventionApp(openAccess([]));
});
afterAll(() => app.close());

interface Fault {
  path: string;
  message: string;
}
async function faultsOf(method: 'put' | 'post' | 'get', path: string, body?: unknown): Promise<Fault[]> {
  const sent = request(app.server)[method](path);
  const answer = await (body === undefined ? sent : sent.type('json').send(JSON.stringify(body)));
  expect({ status: answer.status, type: answer.type }).toEqual({
    status: 422,
    type: 'application/problem+json',
  });
  const { code, errors } = answer.body as { code: string; errors: Fault[] };
  expect(code).toBe('invalid');
  return errors;
}

describe('200: a valid body', () => {
  it('reaches the handler as its classes', async () => {
    const body = { url: 'https://example.com', retry: { schedule_ms: [1, 2] } };
    const answer = await request(app.server).put('/api/webhooks/1').send(body);
    expect(answer.body).toEqual({ url: 'https://example.com', hasRetryClass: true });
  });
});

describe('422: every fault of a body is listed', () => {
  it('with the path down to the element', async () => {
    const errors = await faultsOf('put', '/api/webhooks/1', {
      url: 7,
      nope: 1,
      retry: { schedule_ms: [1, 2, 'x', 0], extra: {} },
    });
    expect(errors).toEqual(
      expect.arrayContaining([
        { path: 'url', message: 'must be a string' },
        { path: 'nope', message: 'unknown field' },
        { path: 'retry.extra', message: 'unknown field' },
        { path: 'retry.schedule_ms[2]', message: 'must be an integer number' },
        { path: 'retry.schedule_ms[3]', message: 'must not be less than 1' },
      ]),
    );
  });

  it('in every event of a batch', async () => {
    const valid = { type: 'a.b', data: {} };
    const events = [
      valid,
      { ...valid, type: 'a b' },
      { type: 'a.b', data: [] },
      7,
      { ...valid, tags: ['a', 'toolong'] },
    ];
    const errors = await faultsOf('post', '/api/events/batch', { events });
    expect(errors).toEqual([
      { path: 'events[1].type', message: 'is not an event type' },
      { path: 'events[2].data', message: 'must be a JSON object' },
      { path: 'events[3]', message: 'must be an object' },
      { path: 'events[4].tags[1]', message: 'must be shorter than or equal to 5 characters' },
    ]);
  });

  it.each([['"{}"'], ['[{}]'], ['1'], ['null']])('data that is %s, not an object', async (data) => {
    const errors = await faultsOf('post', '/api/events', { type: 'a', data: JSON.parse(data) as unknown });
    expect(errors).toEqual([{ path: 'data', message: 'must be a JSON object' }]);
  });

  it('missing fields, also of a body that is missing whole', async () => {
    expect(await faultsOf('put', '/api/webhooks/1', {})).toEqual([
      { path: 'url', message: 'must be a string' },
    ]);
    expect(await faultsOf('put', '/api/webhooks/1')).toEqual([{ path: 'url', message: 'must be a string' }]);
  });

  it.each([[[]], [[{ url: 'x' }]], ['text'], [5], [null], [true]])('a body that is %j', async (body) => {
    expect(await faultsOf('put', '/api/webhooks/1', body)).toEqual([
      { path: '', message: 'must be a JSON object' },
    ]);
  });

  it.each([[null], [[]], ['x'], [[{ schedule_ms: ['no'] }]]])('a nested object that is %j', async (retry) => {
    const errors = await faultsOf('put', '/api/webhooks/1', { url: 'x', retry });
    expect(errors[0]).toMatchObject({ path: expect.stringMatching(/^retry/) as unknown });
  });

  it('with names that are no identifiers quoted and cut', async () => {
    const long = 'n'.repeat(500);
    const errors = await faultsOf('put', '/api/webhooks/1', { url: 'x', 'a.b[0]': 1, [long]: 1 });
    expect(errors[0]?.path).toBe('["a.b[0]"]');
    expect(errors[1]?.path.length).toBeLessThan(150);
  });

  it.each([...Object.getOwnPropertyNames(Object.prototype), 'prototype'])(
    'the unknown field %s, which every object inherits',
    async (name) => {
      const message = 'unknown field';
      const bodyWith = (text: string): unknown => JSON.parse(text.replace('NAME', JSON.stringify(name)));
      for (const [path, text] of [
        [name, '{"url":"x",NAME:1}'],
        [name, '{"url":"x",NAME:{"a":1}}'],
        [`retry.${name}`, '{"url":"x","retry":{NAME:[1]}}'],
      ] as const) {
        expect(await faultsOf('put', '/api/webhooks/1', bodyWith(text))).toEqual([{ path, message }]);
      }
      expect(await faultsOf('get', `/api/events?${name}=1`)).toEqual([{ path: name, message }]);
    },
  );

  it('up to a hundred', async () => {
    const body = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${String(n)}`, 0]));
    const errors = await faultsOf('put', '/api/webhooks/1', body);
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)).toEqual({ path: '', message: 'has more faults than are listed' });
  });
});

describe('422: a query', () => {
  it.each([
    ['limit=0', 'limit'],
    ['limit=251', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['q=a&q=b', 'q'],
    ['cursor=', 'cursor'],
    ['cursor=nonsense', 'cursor'],
    ['cursor=AQAAAAAAAAAAAAAAAAAAAAA', 'cursor'],
    ['cursor=__8AAAAAAAAAAAAAAAAAAAAA', 'cursor'],
    ['nope=1', 'nope'],
    ['limit[gt]=1', '["limit[gt]"]'],
  ])('%s', async (query, path) => {
    const errors = await faultsOf('get', `/api/events?${query}`);
    expect(new Set(errors.map((fault) => fault.path))).toEqual(new Set([path]));
  });
});

describe('parseQuery', () => {
  it('gives the class, or the failure of the pipe', async () => {
    expect(await parseQuery(PageQuery, { limit: '7' })).toEqual(Object.assign(new PageQuery(), { limit: 7 }));
    await expect(parseQuery(PageQuery, { limit: ['7', '8'] })).rejects.toThrow(PosthornError);
  });
});

describe('200: a list', () => {
  interface ListBody {
    data: { id: string }[];
    has_more: boolean;
    next_cursor: string | null;
    prev_cursor: string | null;
  }
  const read = async (path: string): Promise<{ body: ListBody; link: string | undefined }> => {
    const answer = await request(app.server).get(path);
    expect(answer.status).toBe(200);
    return { body: answer.body as ListBody, link: answer.headers.link };
  };
  const lastDigits = ({ data }: ListBody): string => data.map(({ id }) => id.at(-1)).join('');

  it('is walked by its Link headers in both directions', async () => {
    const first = await read('/api/events?limit=2&q=x');
    expect(lastDigits(first.body)).toBe('54');
    expect(first.body.prev_cursor).toBeNull();
    const next =
      /^<(\/api\/events\?limit=2&q=x&cursor=[\w-]+)>; rel="next"$/.exec(first.link ?? '')?.[1] ?? '';
    const second = await read(next);
    expect(lastDigits(second.body)).toBe('32');
    const prev = /<([^>]+)>; rel="prev"/.exec(second.link ?? '')?.[1] ?? '';
    expect(lastDigits((await read(prev)).body)).toBe('54');
    const third = await read(`/api/events?limit=2&cursor=${second.body.next_cursor ?? ''}`);
    expect(third.body).toMatchObject({ data: [{}], has_more: false, next_cursor: null });
  });

  it('has no Link when it is whole', async () => {
    const { body, link } = await read('/api/events');
    expect(lastDigits(body)).toBe('54321');
    expect(link).toBeUndefined();
  });
});
