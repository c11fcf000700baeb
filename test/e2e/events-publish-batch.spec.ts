import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
beforeEach(async () => {
  await app.database.query('truncate events, idempotency_keys, live_deliveries');
});
afterAll(() => app.close());

const publish = (events: unknown) => app.post('/api/events/batch', { events });
const event = (n: number, more: object = {}): object => ({ type: `t.${n}`, data: { n }, ...more });
const idsOf = (body: unknown): string[] => (body as { data: { id: string }[] }).data.map(({ id }) => id);
const countEvents = async (): Promise<number> => (await app.database.query('select from events')).length;

describe('202', () => {
  it('stores 1,000 events, answered in their order, with their deliveries', async () => {
    await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/', events: ['t.*'] });
    const answer = await publish(Array.from({ length: 1_000 }, (_, n) => event(n)));
    expect(answer.status).toBe(202);
    const { data } = answer.body as { data: { id: string; type: string }[] };
    expect(data.map(({ type }) => type)).toEqual(Array.from({ length: 1_000 }, (_, n) => `t.${n}`));
    expect(new Set(data.map(({ id }) => id)).size).toBe(1_000);
    expect((await app.get(`/api/events/${data[999]?.id ?? ''}`)).body).toMatchObject({ data: { n: 999 } });
    expect(await app.database.query('select from live_deliveries')).toHaveLength(1_000);
  });

  it('answers the first id of a known key, within the batch too', async () => {
    const first = await publish([event(1, { idempotency_key: 'a' })]);
    const again = await publish([
      event(1, { idempotency_key: 'a' }),
      event(2, { idempotency_key: 'b' }),
      event(2, { idempotency_key: 'b' }),
    ]);
    expect(again.status).toBe(202);
    const ids = idsOf(again.body);
    expect(ids[0]).toBe(idsOf(first.body)[0]);
    expect(ids[1]).toBe(ids[2]);
    expect(again.headers).not.toHaveProperty('idempotent-replayed');
    expect(await countEvents()).toBe(2);
    const replayed = await publish([event(1, { idempotency_key: 'a' })]);
    expect(replayed.headers['idempotent-replayed']).toBe('true');
    expect(replayed.body).toEqual(first.body);
  });
});

describe('409', () => {
  it('for a batch that the database ends, since it and another wait for each other', async () => {
    const other = app.database.client();
    await other.connect();
    const takeKey = async (key: string): Promise<unknown> =>
      await other.query(
        `insert into posthorn.idempotency_keys (tenant_id, scope, key, fingerprint, resource_id)
         select id, 'event', $1, '', id from posthorn.tenants`,
        [key],
      );
    await other.query('begin');
    await takeKey('b');
    const published = publish([event(1, { idempotency_key: 'a' }), event(2, { idempotency_key: 'b' })]).then(
      (answer) => answer,
    );
    await eventually('the batch waits', async () => {
      const waiting = await app.database.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    await takeKey('a');
    expect((await published).body).toMatchObject({ status: 409, code: 'conflict' });
    await other.query('rollback');
    await other.end();
    expect(await countEvents()).toBe(0);
  });
});

describe('413', () => {
  it('for more than 16 MiB in all', async () => {
    const data = { text: 'x'.repeat(1_000_000) };
    const answer = await publish(Array.from({ length: 17 }, () => ({ type: 'a', data })));
    expect(answer.body).toMatchObject({
      status: 413,
      code: 'payload_too_large',
      detail: 'The body is larger than the 16777216 bytes that this address accepts.',
    });
    expect(await countEvents()).toBe(0);
  });
});

describe('422: all or nothing', () => {
  it.each([[[[]]], [[event(0), []]], [[null]], [['event']]])('for what is no event: %j', async (events) => {
    expect((await app.post('/api/events/batch', { events })).body).toMatchObject({ status: 422 });
    expect(await countEvents()).toBe(0);
  });

  it('for one bad event, naming it', async () => {
    const answer = await publish([event(0), event(1, { nope: 1 }), { type: 'a b', data: {} }, event(3)]);
    expect(answer.body).toMatchObject({
      status: 422,
      errors: [{ path: 'events[1].nope', message: 'unknown field' }, { path: 'events[2].type' }],
    });
    expect(await countEvents()).toBe(0);
  });

  it('for one key of another body, deep in the batch', async () => {
    await publish([event(7, { idempotency_key: 'a' })]);
    const events = Array.from({ length: 300 }, (_, n) => event(n));
    events[250] = event(8, { idempotency_key: 'a' });
    const answer = await publish(events);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'events[250].idempotency_key' }] });
    expect(await countEvents()).toBe(1);
  });

  it('for two bodies of one key within the batch', async () => {
    const answer = await publish([event(0, { idempotency_key: 'a' }), event(1, { idempotency_key: 'a' })]);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'events[1].idempotency_key' }] });
    expect(await countEvents()).toBe(0);
  });

  it.each([
    ['no events', []],
    ['1,001 events', Array.from({ length: 1_001 }, (_, n) => event(n))],
    ['no list', {}],
    ['nothing', undefined],
  ])('for %s', async (_, events) => {
    const answer = await publish(events);
    expect(answer.status).toBe(422);
    const { errors } = answer.body as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path.split('.')[0])).toContain('events');
  });
});
