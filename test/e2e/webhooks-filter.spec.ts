import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const create = (body: object) => app.post('/api/webhooks', { url: receiver.url, ...body });
const numbersAt = (path: string): number[] =>
  receiver.requests
    .filter((request) => request.path === path)
    .map(({ body }) => (JSON.parse(body.toString()) as { data: { number: number } }).data.number)
    .sort((a, b) => a - b);
const events = [
  { type: 'filtered', data: { number: 1, job: 'a' } },
  { type: 'filtered', data: { number: 2, job: 'b' } },
  { type: 'filtered', data: { number: 3, job: 'a' }, tags: ['vip'] },
  { type: 'filtered', data: { number: 4, jobs: ['a'] } },
];

describe('201 and 200', () => {
  it('keep a filter and a rate limit, and show them', async () => {
    const filter = { 'data.constructor': { $eq: { a: [null] } }, $or: [{ type: 'a' }, { tags: null }] };
    const rateLimit = { requests_per_second: 0.01, burst: 10_000 };
    const made = await create({ uid: 'shown', active: false, filter, rate_limit: rateLimit });
    expect(made.status).toBe(201);
    const shown = { filter, rate_limit: { ...rateLimit, per_hour: null } };
    expect(made.body).toMatchObject(shown);
    expect((await app.get('/api/webhooks/shown')).body).toMatchObject(shown);
    expect((await app.patch('/api/webhooks/shown', { name: 'x' })).body).toMatchObject(shown);
    const reset = await app.patch('/api/webhooks/shown', { filter: null, rate_limit: null });
    expect(reset.body).toMatchObject({ filter: null, rate_limit: null });
  });

  it('send what a filter lets through, and all again once it is taken away', async () => {
    await create({
      uid: 'one',
      url: `${receiver.url}one`,
      events: ['filtered'],
      filter: { 'data.job': 'a' },
    });
    await create({ url: `${receiver.url}two`, events: ['filtered'], filter: { tags: 'vip' } });
    await create({ url: `${receiver.url}all`, events: ['filtered'] });
    await app.post('/api/events/batch', { events });
    await eventually('all arrive', () => numbersAt('/all').length === 4);
    await eventually('one', () => numbersAt('/one').length === 2);
    await eventually('two', () => numbersAt('/two').length === 1);
    expect([numbersAt('/one'), numbersAt('/two')]).toEqual([[1, 3], [3]]);
    await app.patch('/api/webhooks/one', { filter: null });
    await app.post('/api/events/batch', { events });
    await eventually('unfiltered', () => numbersAt('/one').length === 6);
    expect(numbersAt('/two').every((number) => number === 3)).toBe(true);
  });

  it('look at the content of events that were left to the relay', async () => {
    await create({
      url: `${receiver.url}relayed`,
      events: ['relayed'],
      filter: { 'data.job': 'a', tags: 'vip' },
    });
    const relayed = events.map((event) => ({ ...event, type: 'relayed' }));
    // A version that this process does not know yet makes the publish leave its events to the relay.
    await app.post('/api/events', { type: 'other', data: {} });
    await app.database.query('update subscription_versions set version = version + 1');
    await app.post('/api/events/batch', { events: relayed });
    await eventually('it arrives', () => numbersAt('/relayed').length > 0);
    await eventually('the outbox is empty', async () => {
      return (await app.database.query('select from outbox')).length === 0;
    });
    await eventually('nothing is under way', async () => {
      return (await app.database.query('select from live_deliveries')).length === 0;
    });
    expect(numbersAt('/relayed')).toEqual([3]);
  });

  it('take hostile and large data', async () => {
    await create({
      url: `${receiver.url}hostile`,
      events: ['hostile'],
      filter: { 'data.number': { $gt: 0 } },
    });
    const list = '1,'.repeat(500_000);
    for (const data of [
      `{"number":1,"list":[${list}1]}`,
      '{"number":2,"__proto__":{"number":0},"constructor":null,"hasOwnProperty":1,"toJSON":"x"}',
      '{"number":3,"text":"\\u0000\\ud800","n":1e400}',
      '{"__proto__":{"number":4}}',
    ]) {
      const answer = await app.post('/api/events', `{"type":"hostile","data":${data}}`);
      expect(answer.status).toBe(202);
    }
    await eventually('the three arrive', () => numbersAt('/hostile').length >= 3);
    expect(numbersAt('/hostile')).toEqual([1, 2, 3]);
  });
});

describe('422', () => {
  it.each([
    [{ filter: [] }, 'filter'],
    [{ filter: 'x' }, 'filter'],
    [{ filter: { $where: 'process.exit()' } }, 'filter.$where'],
    [{ filter: { 'data.a': { $regex: '(a+)+$' } } }, 'filter["data.a"].$regex'],
    [{ filter: { constructor: 1 } }, 'filter.constructor'],
    [{ filter: { 'data.a': { $eq: { constructor: 1 } } } }, 'filter["data.a"].$eq.constructor'],
    [{ filter: { type: '\u0000' } }, 'filter.type'],
    [{ rate_limit: [] }, 'rate_limit'],
    [{ rate_limit: 5 }, 'rate_limit'],
    [{ rate_limit: { requests_per_second: 0.009 } }, 'rate_limit.requests_per_second'],
    [{ rate_limit: { requests_per_second: 10_001 } }, 'rate_limit.requests_per_second'],
    [{ rate_limit: { burst: 1.5 } }, 'rate_limit.burst'],
    [{ rate_limit: { per_hour: 1_000_001 } }, 'rate_limit.per_hour'],
    [{ rate_limit: { per_day: 1 } }, 'rate_limit.per_day'],
  ])('for %j', async (body, path) => {
    const made = await create(body);
    expect(made.status).toBe(422);
    const { errors } = made.body as { errors: { path: string }[] };
    expect(new Set(errors.map((error) => error.path))).toEqual(new Set([path]));
  });

  it('never reaches the log as a failure of ours', () => {
    expect(app.complaints).toEqual([]);
  });
});
