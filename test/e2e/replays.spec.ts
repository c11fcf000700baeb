import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countByEvent } from '../support/ledger.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface ReplayAnswer {
  id: string;
  status: string;
  replayed_count: number;
  completed_at: string | null;
}
interface PreviewAnswer {
  total_count: number;
  by_webhook: { webhook_id: string; count: number }[];
  sample: { delivery_id: string | null }[];
}
interface ListedDelivery {
  id: string;
  event_id: string;
  attempt_count: number;
}

let app: TestApp;
let receiver: Receiver;
let answer: Answer;
let names = 0;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver(() => answer);
});
beforeEach(() => {
  answer = { status: 500 };
  names += 1;
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

/** The type, and the uid of its webhook, of this test. */
const name = (): string => `type-${names}`;

async function subscribe(uid = name(), type = uid): Promise<string> {
  const retry = { max_attempts: 1 };
  const made = await app.post('/api/webhooks', { uid, url: `${receiver.url}${uid}`, events: [type], retry });
  expect(made.status).toBe(201);
  return (made.body as { id: string }).id;
}

async function publish(count: number, data: object = {}, more: object = {}): Promise<string[]> {
  const events = Array.from({ length: count }, () => ({ type: name(), data, ...more }));
  const published = await app.post('/api/events/batch', { events });
  expect(published.status).toBe(202);
  return (published.body as { data: { id: string }[] }).data.map(({ id }) => id);
}

async function list(query: string): Promise<ListedDelivery[]> {
  const listed = await app.get(`/api/deliveries?limit=250&${query}`);
  return (listed.body as { data: ListedDelivery[] }).data;
}

const reach = async (
  status: string,
  count: number,
  query = `webhook_id=${name()}`,
): Promise<ListedDelivery[]> =>
  await eventually(`${count} are ${status}`, async () => {
    const found = await list(`${query}&status=${status}`);
    return found.length === count && found;
  });

/** Dead letters of this test's webhook. */
async function makeDeadLetters(count: number): Promise<{ webhookId: string; eventIds: string[] }> {
  const webhookId = await subscribe();
  const eventIds = await publish(count);
  await reach('dead_letter', count);
  return { webhookId, eventIds };
}

const ofThisTest = (): object => ({ webhook_id: name() });
const post = (body: object) => app.post('/api/replays', { filter: ofThisTest(), ...body });
const start = async (body: object): Promise<ReplayAnswer> => {
  const started = await post(body);
  expect([started.status, started.headers.location]).toEqual([
    202,
    `/api/replays/${(started.body as ReplayAnswer).id}`,
  ]);
  return started.body as ReplayAnswer;
};
const preview = async (body: object): Promise<PreviewAnswer> => {
  const looked = await post({ ...body, dry_run: true });
  expect(looked.status).toBe(200);
  return looked.body as PreviewAnswer;
};
const get = async ({ id }: { id: string }): Promise<ReplayAnswer> =>
  (await app.get(`/api/replays/${id}`)).body as ReplayAnswer;
const complete = async (replay: ReplayAnswer): Promise<ReplayAnswer> =>
  await eventually('the replay is completed', async () => {
    const shown = await get(replay);
    return shown.status === 'completed' && shown;
  });

describe('202: a replay', () => {
  it('sends again what a dry run has shown, each once, and its deliveries are known by it', async () => {
    const { webhookId, eventIds } = await makeDeadLetters(20);
    const dead = await list(`webhook_id=${name()}`);
    const shown = await preview({ mode: 'failed' });
    expect(shown).toMatchObject({ total_count: 20, by_webhook: [{ webhook_id: webhookId, count: 20 }] });
    expect(shown.sample.map(({ delivery_id: id }) => id)).toEqual(
      dead
        .toReversed()
        .slice(0, 10)
        .map(({ id }) => id),
    );
    expect(await list(`webhook_id=${name()}&status=dead_letter`)).toEqual(dead);

    answer = { status: 204 };
    const started = await start({ mode: 'failed' });
    expect(started).toMatchObject({ total_count: 20, mode: 'failed', filter: { webhook_id: webhookId } });
    const ended = await complete(started);
    expect([ended.replayed_count, ended.completed_at]).toEqual([20, expect.any(String)]);
    const again = await reach('delivered', 20, `replay_id=${started.id}`);
    expect(again.map(({ id, attempt_count: count }) => [id, count])).toEqual(dead.map(({ id }) => [id, 2]));
    const counts = countByEvent(receiver);
    expect(eventIds.map((id) => counts.get(id))).toEqual(eventIds.map(() => 2));
  });

  it('is started once for a key, however often it is asked for', async () => {
    const { eventIds } = await makeDeadLetters(5);
    answer = { status: 204 };
    const key = `the key of ${name()}`;
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => post({ mode: 'failed' }).set('Idempotency-Key', key)),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const started = answers.map(({ body }) => body as ReplayAnswer);
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ headers }) => 'idempotent-replayed' in headers)).toHaveLength(3);
    await reach('delivered', 5);
    const repeated = await post({ mode: 'failed' }).set('Idempotency-Key', key);
    expect(repeated.body).toMatchObject({ id: started[0]?.id, total_count: 5 });
    expect((await post({ mode: 'all' }).set('Idempotency-Key', key)).status).toBe(422);
    const counts = countByEvent(receiver);
    expect(eventIds.map((id) => counts.get(id))).toEqual(eventIds.map(() => 2));
  });

  it('does not send again what fails again', async () => {
    await makeDeadLetters(5);
    expect(await complete(await start({ mode: 'failed' }))).toMatchObject({ replayed_count: 5 });
    const failed = await reach('dead_letter', 5, `webhook_id=${name()}`);
    expect(failed.map(({ attempt_count: count }) => count)).toEqual([2, 2, 2, 2, 2]);
  });

  it('of all sends what was delivered too, within its filter', async () => {
    answer = { status: 204 };
    await subscribe();
    await publish(3, {}, { tags: ['chosen'] });
    await publish(2);
    await reach('delivered', 5);
    expect((await preview({ mode: 'failed' })).total_count).toBe(0);
    const filter = { ...ofThisTest(), tag: 'chosen', created_after: '2020-01-01T00:00:00Z' };
    expect(await complete(await start({ mode: 'all', filter }))).toMatchObject({
      total_count: 3,
      replayed_count: 3,
    });
    await eventually('three have two attempts', async () => {
      const counts = (await reach('delivered', 5)).map(({ attempt_count: count }) => count);
      return counts.toSorted().join() === '1,1,2,2,2';
    });
  });

  it('passes over what cannot be sent: the webhook deleted, the data erased', async () => {
    const { eventIds } = await makeDeadLetters(3);
    await app.database.query(
      `update events set data = null where id = (select max(id::text)::uuid from events where type = $1)`,
      [name()],
    );
    expect((await preview({ mode: 'failed' })).total_count).toBe(eventIds.length - 1);
    await app.delete(`/api/webhooks/${name()}`);
    const filter = { event_type: name() };
    expect((await preview({ mode: 'failed', filter })).total_count).toBe(0);
    expect(await complete(await start({ mode: 'failed', filter }))).toMatchObject({ replayed_count: 0 });
  });
});

describe('202: a replay of what is missing', () => {
  it('makes the deliveries of a webhook that was made later, by its filter, and nothing twice', async () => {
    answer = { status: 204 };
    await subscribe();
    const [wanted = ''] = await publish(1, { amount: 10 });
    await publish(2, { amount: 1 });
    await publish(1, { amount: 10 }, { deliver_at: new Date(Date.now() + 3_600_000).toISOString() });
    await reach('delivered', 3);
    const later = `${name()}-later`;
    const laterId = await subscribe(later, name());
    await app.patch(`/api/webhooks/${later}`, { filter: { 'data.amount': { $gt: 5 } } });

    const filter = { event_type: name() };
    const shown = await preview({ mode: 'missing', filter });
    expect(shown).toEqual({
      dry_run: true,
      total_count: 1,
      by_webhook: [{ webhook_id: laterId, count: 1 }],
      sample: [{ delivery_id: null, event_id: wanted, event_type: name(), webhook_id: laterId }],
    });
    const started = await start({ mode: 'missing', filter });
    expect(await complete(started)).toMatchObject({ total_count: 1, replayed_count: 1 });
    const made = await reach('delivered', 1, `replay_id=${started.id}`);
    expect(made.map(({ event_id: id }) => id)).toEqual([wanted]);
    expect((await preview({ mode: 'missing', filter })).total_count).toBe(0);
    expect(receiver.requests.filter(({ path }) => path === `/${later}`)).toHaveLength(1);
  });

  it('leaves out what was cancelled, and webhooks that are disabled', async () => {
    await publish(1);
    const [scheduled = ''] = await publish(
      1,
      {},
      { deliver_at: new Date(Date.now() + 3_600_000).toISOString() },
    );
    await app.post(`/api/events/${scheduled}/cancel`);
    await subscribe();
    const filter = { event_type: name() };
    expect((await preview({ mode: 'missing', filter })).total_count).toBe(1);
    await app.patch(`/api/webhooks/${name()}`, { active: false });
    expect((await preview({ mode: 'missing', filter })).total_count).toBe(0);
  });
});

describe('200: a cancelled replay', () => {
  it('stops where it is, and what is left can be replayed by another', async () => {
    const { eventIds } = await makeDeadLetters(12);
    answer = { status: 204 };
    const slow = await start({ mode: 'failed', rate_per_second: 1 });
    await eventually('it has begun', async () => (await get(slow)).replayed_count > 0);
    const cancelled = await app.post(`/api/replays/${slow.id}/cancel`);
    expect([cancelled.status, (cancelled.body as ReplayAnswer).status]).toEqual([200, 'cancelled']);
    const { replayed_count: done } = await get(slow);
    const rest = await complete(await start({ mode: 'failed' }));
    expect(rest).toMatchObject({ total_count: 12 - done, replayed_count: 12 - done });
    await reach('delivered', 12);
    expect(await get(slow)).toMatchObject({ status: 'cancelled', replayed_count: done });
    const counts = countByEvent(receiver);
    expect(eventIds.map((id) => counts.get(id))).toEqual(eventIds.map(() => 2));
    expect((await app.post(`/api/replays/${slow.id}/cancel`)).body).toMatchObject({ status: 409 });
    expect((await app.post(`/api/replays/${rest.id}/cancel`)).status).toBe(409);
  });
});

describe('404', () => {
  it('for another tenant’s replay, webhook or event, which stay as they are', async () => {
    const { webhookId, eventIds } = await makeDeadLetters(2);
    const tenant = `tenant-of-${name()}`;
    await addTenant(app, tenant);
    const replay = await start({ mode: 'failed', filter: { tag: 'none' } });
    for (const filter of [{ webhook_id: webhookId }, { webhook_id: name() }, { event_id: eventIds[0] }]) {
      expect((await post({ mode: 'failed', filter }).set('Posthorn-Tenant', tenant)).status).toBe(404);
    }
    expect((await app.get(`/api/replays/${replay.id}`).set('Posthorn-Tenant', tenant)).status).toBe(404);
    expect((await app.post(`/api/replays/${replay.id}/cancel`).set('Posthorn-Tenant', tenant)).status).toBe(
      404,
    );
    const listed = await app.get(`/api/deliveries?replay_id=${replay.id}`).set('Posthorn-Tenant', tenant);
    expect(listed.status).toBe(404);
    const theirs = await post({ mode: 'failed', filter: {} }).set('Posthorn-Tenant', tenant);
    expect(theirs.body).toMatchObject({ total_count: 0 });
    expect(await list(`webhook_id=${name()}&status=dead_letter`)).toHaveLength(2);
  });
});
