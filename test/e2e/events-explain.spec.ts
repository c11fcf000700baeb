import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toPublicId } from '../../src/domain/ids.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface Explanations {
  data: { webhook_id: string; would_send: boolean; reason: string | null }[];
  has_more: boolean;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
beforeEach(async () => {
  await app.database.query(`update webhooks set deleted_at = now()`);
  await touch();
});
afterAll(() => app.close());

/** As another process leaves it that has changed webhooks: this one is not told. */
const touch = async (): Promise<unknown> =>
  await app.database.query('update subscription_versions set version = version + 1');
const explain = (body: object) => app.post('/api/events/explain', body);
const subscribe = async (events: string[], more: object = {}): Promise<string> => {
  const answer = await app.post('/api/webhooks', { url: 'http://127.0.0.1:9/', events, ...more });
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
};

describe('200', () => {
  it('tells of each webhook, newest first, whether it would be sent there and if not why', async () => {
    const exact = await subscribe(['a.b']);
    const all = await subscribe([]);
    const other = await subscribe(['c']);
    const disabled = await subscribe(['a.*'], { active: false });
    const otherDisabled = await subscribe(['c'], { active: false });
    const paused = await subscribe(['*'], { uid: 'paused' });
    await app.database.query(`update webhooks set paused_at = now() where uid = 'paused'`);
    const answer = await explain({ type: 'a.b', data: {} });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      data: [
        { webhook_id: paused, would_send: true, reason: 'paused' },
        { webhook_id: otherDisabled, would_send: false, reason: 'no_match' },
        { webhook_id: disabled, would_send: false, reason: 'disabled' },
        { webhook_id: other, would_send: false, reason: 'no_match' },
        { webhook_id: all, would_send: true, reason: null },
        { webhook_id: exact, would_send: true, reason: null },
      ],
      has_more: false,
    });
  });

  it('says what a publish then does', async () => {
    for (const events of [['x.*'], ['x.y'], ['x'], [], ['x.y.z']]) await subscribe(events);
    await subscribe(['x.y'], { active: false });
    const event = { type: 'x.y', data: { n: 1 } };
    const { data } = (await explain(event)).body as Explanations;
    const { id } = (await app.post('/api/events', event)).body as { id: string };
    const made = (await app.get(`/api/events/${id}/deliveries`)).body as { data: { webhook_id: string }[] };
    const told = data.filter((one) => one.would_send).map((one) => one.webhook_id);
    expect(told).toHaveLength(3);
    expect(made.data.map((one) => one.webhook_id).toSorted()).toEqual(told.toSorted());
  });

  it('says which webhooks filter it out, by its data and by its tags', async () => {
    const byData = await subscribe([], { filter: { 'data.n': { $gt: 5 } } });
    const byTag = await subscribe([], { filter: { tags: 'vip' } });
    const event = { type: 'f', data: { n: 9 }, tags: ['other'] };
    const { data } = (await explain(event)).body as Explanations;
    expect(data).toEqual([
      { webhook_id: byTag, would_send: false, reason: 'filtered' },
      { webhook_id: byData, would_send: true, reason: null },
    ]);
    const { id } = (await app.post('/api/events', event)).body as { id: string };
    const made = (await app.get(`/api/events/${id}/deliveries`)).body as { data: { webhook_id: string }[] };
    expect(made.data.map((one) => one.webhook_id)).toEqual([byData]);
    expect(((await explain({ event_id: id })).body as Explanations).data).toEqual(data);
  });

  it('explains an event that was published, erased or not', async () => {
    const webhook = await subscribe(['e']);
    const { id } = (await app.post('/api/events', { type: 'e', data: {} })).body as { id: string };
    const expected = { data: [{ webhook_id: webhook, would_send: true, reason: null }], has_more: false };
    expect((await explain({ event_id: id })).body).toEqual(expected);
    await app.database.query('update events set data = null');
    expect((await explain({ event_id: id })).body).toEqual(expected);
  });

  it('publishes nothing', async () => {
    const before = await app.database.query('select id from events union all select id from live_deliveries');
    await subscribe([]);
    await explain({ type: 'a', data: {} });
    const after = await app.database.query('select id from events union all select id from live_deliveries');
    expect(after).toHaveLength(before.length);
  });

  it('knows what another process has changed', async () => {
    await subscribe(['z']);
    await explain({ type: 'z', data: {} });
    await app.database.query('update webhooks set active = false');
    await touch();
    expect(((await explain({ type: 'z', data: {} })).body as Explanations).data[0]?.reason).toBe('disabled');
  });

  it('explains the newest 1,000', async () => {
    const oldest = await subscribe(['m']);
    await app.database.query(
      `insert into webhooks (id, tenant_id, name, url, retry)
       select ('ffffffff-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, tenant_id, 'x', url, retry
       from webhooks, generate_series(1, 1000) n where deleted_at is null`,
    );
    await touch();
    const { data, has_more } = (await explain({ type: 'm', data: {} })).body as Explanations;
    expect({ count: data.length, has_more }).toEqual({ count: 1_000, has_more: true });
    expect(data[0]?.webhook_id).toBe(toPublicId('webhook', 'ffffffff-0000-7000-8000-0000000003e8'));
    expect(data.map((one) => one.webhook_id)).not.toContain(oldest);
  });

  it('has nothing to tell of a tenant without webhooks, or of another one’s', async () => {
    await addTenant(app, 'acme');
    await subscribe([]);
    const theirs = await explain({ type: 'a', data: {} }).set('Posthorn-Tenant', 'acme');
    expect(theirs.body).toEqual({ data: [], has_more: false });
  });
});

describe('404', () => {
  it('for an event that is not there, or another tenant’s', async () => {
    const missing = await explain({ event_id: 'evt_01h455vb4pex5vsknk084sn02q' });
    expect(missing.body).toMatchObject({ status: 404, detail: 'There is no such event.' });
    await addTenant(app, 'other');
    const { id } = (await app.post('/api/events', { type: 'e', data: {} })).body as { id: string };
    expect((await explain({ event_id: id }).set('Posthorn-Tenant', 'other')).status).toBe(404);
  });
});

describe('422', () => {
  it.each([
    [{}, ['data', 'type']],
    [{ type: 'a' }, ['data']],
    [{ data: {} }, ['type']],
    [{ type: 'a b', data: [] }, ['data', 'type']],
    [{ type: 'posthorn.x', data: {} }, ['type']],
    [{ event_id: 'nonsense' }, ['event_id']],
    [{ event_id: null }, ['event_id']],
    [{ event_id: 'evt_01h455vb4pex5vsknk084sn02q', type: 'a' }, ['event_id']],
    [{ event_id: 'evt_01h455vb4pex5vsknk084sn02q', data: {} }, ['event_id']],
    [{ type: 'a', data: {}, tags: 'vip' }, ['tags']],
    [{ type: 'a', data: {}, colour: 'red' }, ['colour']],
  ])('for %j', async (body, paths) => {
    const answer = await explain(body);
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid' });
    const { errors } = answer.body as { errors: { path: string }[] };
    expect([...new Set(errors.map(({ path }) => path))].toSorted()).toEqual(paths);
  });
});
