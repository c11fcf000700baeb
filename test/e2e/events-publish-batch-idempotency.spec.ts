import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
beforeEach(async () => {
  await app.database.query('truncate events, idempotency_keys, live_deliveries');
});
afterAll(() => app.close());

const publish = (key: string, events: readonly object[]) =>
  app.post('/api/events/batch', { events }).set('Idempotency-Key', key);
const event = (n: number, more: object = {}): object => ({ type: `t.${n}`, data: { n }, ...more });
const events = (count: number): object[] => Array.from({ length: count }, (_, n) => event(n));
const idsOf = (body: unknown): string[] => (body as { data: { id: string }[] }).data.map(({ id }) => id);
const countEvents = async (): Promise<number> => (await app.database.query('select from events')).length;

describe('202: a key of a batch', () => {
  it.each(['k', 'x'.repeat(256)])('answers the first ids again (%.5s)', async (key) => {
    const first = await publish(key, events(250));
    const again = await publish(key, events(250));
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(new Set(idsOf(first.body)).size).toBe(250);
    expect(await countEvents()).toBe(250);
  });

  it('makes one batch of twenty requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish('parallel', events(30))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(await countEvents()).toBe(30);
  });

  it('leaves events with a key of their own to it', async () => {
    const own = await app.post('/api/events', event(1, { idempotency_key: 'own' }));
    const batch = [event(0), event(1, { idempotency_key: 'own' })];
    const first = await publish('k', batch);
    expect(idsOf(first.body)[1]).toBe((own.body as { id: string }).id);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    const again = await publish('k', batch);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await publish('k', [event(1, { idempotency_key: 'own' })])).status).toBe(202);
  });

  it('is none of a single event', async () => {
    const single = await app.post('/api/events', event(0)).set('Idempotency-Key', 'k');
    const batch = await publish('k', [event(0)]);
    expect(batch.status).toBe(202);
    expect(idsOf(batch.body)).not.toContain((single.body as { id: string }).id);
    expect(await countEvents()).toBe(2);
  });

  it('may be used again after a batch that failed', async () => {
    await app.post('/api/events', event(1, { idempotency_key: 'own' }));
    const failed = await publish('k', [event(0), event(2, { idempotency_key: 'own' })]);
    expect(failed.body).toMatchObject({ status: 422, errors: [{ path: 'events[1].idempotency_key' }] });
    const other = await publish('k', events(3));
    expect(other.status).toBe(202);
    expect(other.headers).not.toHaveProperty('idempotent-replayed');
  });
});

describe('422: the key of another batch', () => {
  const known = [event(0), event(1, { idempotency_key: 'own' }), event(2)];
  it.each([
    ['shorter', known.slice(0, 2)],
    ['shorter at its beginning', known.slice(1)],
    ['longer', [...known, event(3)]],
    ['in another order', known.toReversed()],
    ['with another event', [event(0), event(1, { idempotency_key: 'own' }), event(4)]],
    ['with a key taken from an event', [event(0), event(1), event(2)]],
    ['with a key given to an event', [event(0, { idempotency_key: 'more' }), ...known.slice(1)]],
    ['with another key of an event', [event(0), event(1, { idempotency_key: 'new' }), event(2)]],
  ])('%s', async (_what, other) => {
    expect((await publish('k', known)).status).toBe(202);
    const answer = await publish('k', other);
    expect(answer.body).toMatchObject({
      status: 422,
      errors: [{ path: 'Idempotency-Key', message: 'was used before with another body' }],
    });
    expect(await countEvents()).toBe(3);
    expect((await publish('k', known)).headers['idempotent-replayed']).toBe('true');
  });

  it('that none can be', async () => {
    const answer = await publish('x'.repeat(257), events(1));
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'Idempotency-Key' }] });
  });
});
