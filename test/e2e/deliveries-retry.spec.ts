import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface DeliveryAnswer {
  id: string;
  status: string;
  attempt_count: number;
  next_retry_at: string | null;
  attempts: object[];
}

let app: TestApp;
let receiver: Receiver;
let answer: Answer;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver(() => answer);
});
beforeEach(() => {
  answer = { status: 500 };
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

async function subscribe(type: string, retry: object): Promise<void> {
  const created = await app.post('/api/webhooks', { uid: type, url: receiver.url, events: [type], retry });
  expect(created.status).toBe(201);
}

async function publish(type: string): Promise<string> {
  const published = await app.post('/api/events', { type, data: {} });
  expect(published.status).toBe(202);
  const event = (published.body as { id: string }).id;
  const list = await app.get(`/api/deliveries?event_id=${event}`);
  return (list.body as { data: { id: string }[] }).data[0]?.id ?? '';
}

const get = async (id: string): Promise<DeliveryAnswer> =>
  (await app.get(`/api/deliveries/${id}`)).body as DeliveryAnswer;
const reach = async (id: string, status: string): Promise<DeliveryAnswer> =>
  await eventually(`${id} is ${status}`, async () => {
    const delivery = await get(id);
    return delivery.status === status && delivery;
  });
const retry = (id: string) => app.post(`/api/deliveries/${id}/retry`);

describe('202', () => {
  it('delivers a dead letter under the same id once its receiver is well', async () => {
    await subscribe('dead', { max_attempts: 2, initial_delay_ms: 10 });
    const id = await publish('dead');
    expect(await reach(id, 'dead_letter')).toMatchObject({ reason: 'exhausted', attempt_count: 2 });
    expect((await app.get('/deliveries?status=failed')).text).toContain(id);
    answer = { status: 200 };
    const retried = await retry(id);
    expect(retried.status).toBe(202);
    expect(retried.body).toMatchObject({ id });
    // It may have been sent by the time that the answer is written.
    expect([2, 3]).toContain((retried.body as { attempt_count: number }).attempt_count);
    expect(await reach(id, 'delivered')).toMatchObject({ attempt_count: 3, attempts: [{}, {}, {}] });
    expect((await app.get('/deliveries?status=failed')).text).not.toContain(id);
  });

  it('sends again what was delivered, with a fresh budget', async () => {
    await subscribe('done', { max_attempts: 2, initial_delay_ms: 10 });
    answer = { status: 200 };
    const id = await publish('done');
    await reach(id, 'delivered');
    answer = { status: 500 };
    expect((await retry(id)).status).toBe(202);
    expect(await reach(id, 'dead_letter')).toMatchObject({ attempt_count: 3, reason: 'exhausted' });
  });

  it('does not wait for the time of the next attempt', async () => {
    await subscribe('waiting', { schedule_ms: [86_400_000], jitter: 0 });
    const id = await publish('waiting');
    const waiting = await reach(id, 'retrying');
    expect(Date.parse(waiting.next_retry_at ?? '')).toBeGreaterThan(Date.now() + 80_000_000);
    answer = { status: 200 };
    expect((await retry(id)).status).toBe(202);
    expect(await reach(id, 'delivered')).toMatchObject({ attempt_count: 2 });
  });

  it('needs nothing for one that is due', async () => {
    await subscribe('due', {});
    await app.database.query(`update webhooks set paused_at = now() where uid = 'due'`);
    const id = await publish('due');
    const retried = await retry(id);
    expect(retried.status).toBe(202);
    expect(retried.body).toMatchObject({ id, status: 'pending', attempt_count: 0 });
  });

  it('moves it once, of ten at once', async () => {
    await subscribe('many', { max_attempts: 1 });
    const id = await publish('many');
    await reach(id, 'dead_letter');
    await app.database.query(`update webhooks set paused_at = now() where uid = 'many'`);
    const answers = await Promise.all(Array.from({ length: 10 }, () => retry(id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    answer = { status: 200 };
    await app.database.query(`update webhooks set paused_at = null where uid = 'many'`);
    expect(await reach(id, 'delivered')).toMatchObject({ attempt_count: 2 });
  });
});

describe('404', () => {
  it.each(['dlv_01h455vb4pex5vsknk084sn02q', 'nonsense'])('for the unknown id %s', async (id) => {
    expect((await retry(id)).body).toMatchObject({ status: 404, detail: 'There is no such delivery.' });
  });

  it('for another tenant’s delivery, which stays where it is', async () => {
    await addTenant(app, 'acme');
    await subscribe('owned', { max_attempts: 1 });
    const id = await publish('owned');
    await reach(id, 'dead_letter');
    expect((await retry(id).set('Posthorn-Tenant', 'acme')).status).toBe(404);
    expect((await get(id)).status).toBe('dead_letter');
  });
});

describe('409', () => {
  it('while it is in progress', async () => {
    await subscribe('slow', {});
    answer = { status: 200, delayMs: 1_000 };
    const id = await publish('slow');
    await reach(id, 'in_progress');
    expect((await retry(id)).body).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: 'The delivery is in progress.',
    });
    expect(await reach(id, 'delivered')).toMatchObject({ attempt_count: 1 });
  });

  it('when its webhook is deleted, finished or not', async () => {
    await subscribe('deleted', { max_attempts: 1 });
    await subscribe('removed', { schedule_ms: [86_400_000] });
    const [finished, waiting] = [await publish('deleted'), await publish('removed')];
    await reach(finished, 'dead_letter');
    await reach(waiting, 'retrying');
    await app.delete('/api/webhooks/deleted');
    await app.delete('/api/webhooks/removed');
    for (const id of [finished, waiting]) {
      expect((await retry(id)).body).toMatchObject({
        status: 409,
        detail: 'The webhook of this delivery is deleted.',
      });
    }
  });

  it.each(['update events set data = null where type = $1', 'delete from events where type = $1'])(
    'when its payload is gone (%s)',
    async (erase) => {
      const type = `erased.${erase.slice(0, 6)}`;
      await subscribe(type, { max_attempts: 1 });
      const id = await publish(type);
      await reach(id, 'dead_letter');
      await app.database.query(erase, [type]);
      expect((await retry(id)).body).toMatchObject({
        status: 409,
        detail: 'The event of this delivery has lost its data.',
      });
      expect((await get(id)).status).toBe('dead_letter');
    },
  );
});
