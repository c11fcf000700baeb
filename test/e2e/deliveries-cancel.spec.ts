import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface DeliveryAnswer {
  id: string;
  status: string;
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

async function subscribe(type: string, retry: object = {}): Promise<void> {
  const url = `${receiver.url}${type}`;
  expect((await app.post('/api/webhooks', { uid: type, url, events: [type], retry })).status).toBe(201);
}

async function publish(type: string): Promise<string> {
  const event = (await app.post('/api/events', { type, data: {} })).body as { id: string };
  const list = await app.get(`/api/events/${event.id}/deliveries`);
  return (list.body as { data: { id: string }[] }).data[0]?.id ?? '';
}

const get = async (id: string): Promise<DeliveryAnswer> =>
  (await app.get(`/api/deliveries/${id}`)).body as DeliveryAnswer;
const reach = async (id: string, status: string): Promise<DeliveryAnswer> =>
  await eventually(`${id} is ${status}`, async () => {
    const delivery = await get(id);
    return delivery.status === status && delivery;
  });
const cancel = (id: string) => app.post(`/api/deliveries/${id}/cancel`);
const pause = async (uid: string, moment: 'now()' | 'null'): Promise<unknown> =>
  await app.database.query(`update webhooks set paused_at = ${moment} where uid = $1`, [uid]);
const requestsTo = (path: string): number =>
  receiver.requests.filter((one) => one.path === `/${path}`).length;

describe('200', () => {
  it('ends one that waits for its next attempt, and keeps what is known of the last one', async () => {
    await subscribe('waiting', { schedule_ms: [86_400_000] });
    const id = await publish('waiting');
    await reach(id, 'retrying');
    const cancelled = await cancel(id);
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      id,
      status: 'cancelled',
      reason: 'cancelled_by_request',
      attempt_count: 1,
      next_retry_at: null,
      last_response_status: 500,
      last_error_type: 'http_status',
      completed_at: expect.stringMatching(/Z$/) as unknown,
    });
    expect(await get(id)).toMatchObject({ ...(cancelled.body as object), attempts: [{ number: 1 }] });
    expect((await app.get('/api/deliveries?status=cancelled')).text).toContain(id);
  });

  it('ends one that is due, which is then never sent', async () => {
    await subscribe('due');
    await pause('due', 'now()');
    const [ended, other] = [await publish('due'), await publish('due')];
    expect((await cancel(ended)).body).toMatchObject({ status: 'cancelled', attempt_count: 0 });
    answer = { status: 200 };
    await pause('due', 'null');
    await reach(other, 'delivered');
    expect(requestsTo('due')).toBe(1);
    expect((await get(ended)).status).toBe('cancelled');
  });

  it('can be taken back by a retry', async () => {
    await subscribe('back', { schedule_ms: [86_400_000] });
    const id = await publish('back');
    await reach(id, 'retrying');
    await cancel(id);
    answer = { status: 200 };
    expect((await app.post(`/api/deliveries/${id}/retry`)).status).toBe(202);
    expect(await reach(id, 'delivered')).toMatchObject({ attempt_count: 2 });
  });

  it('is answered to one of ten at once; to the others it is finished', async () => {
    await subscribe('many', { schedule_ms: [86_400_000] });
    const id = await publish('many');
    await reach(id, 'retrying');
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(id)));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('or a claim gets it, never both', async () => {
    await subscribe('raced');
    answer = { status: 200 };
    await pause('raced', 'now()');
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) ids.push(await publish('raced'));
    await pause('raced', 'null');
    const answers = await Promise.all(ids.map((id) => cancel(id)));
    for (const [index, id] of ids.entries()) {
      await reach(id, answers[index]?.status === 200 ? 'cancelled' : 'delivered');
    }
    expect(requestsTo('raced')).toBe(answers.filter(({ status }) => status === 409).length);
  });
});

describe('404', () => {
  it.each(['dlv_01h455vb4pex5vsknk084sn02q', 'nonsense'])('for the unknown id %s', async (id) => {
    expect((await cancel(id)).body).toMatchObject({ status: 404, detail: 'There is no such delivery.' });
  });

  it('for another tenant’s delivery, which goes on', async () => {
    await addTenant(app, 'acme');
    await subscribe('owned', { schedule_ms: [86_400_000] });
    const id = await publish('owned');
    await reach(id, 'retrying');
    expect((await cancel(id).set('Posthorn-Tenant', 'acme')).status).toBe(404);
    expect((await get(id)).status).toBe('retrying');
  });
});

describe('409', () => {
  it('while it is in progress, and its attempt goes on', async () => {
    await subscribe('slow');
    answer = { status: 200, delayMs: 1_000 };
    const id = await publish('slow');
    await reach(id, 'in_progress');
    expect((await cancel(id)).body).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: 'The delivery is in progress.',
    });
    expect(await reach(id, 'delivered')).toMatchObject({ attempt_count: 1 });
  });

  it.each([
    ['delivered', 200],
    ['dead_letter', 500],
  ])('when it is finished: %s', async (status, code) => {
    await subscribe(status, { max_attempts: 1 });
    answer = { status: code };
    const id = await publish(status);
    const before = await reach(id, status);
    expect((await cancel(id)).body).toMatchObject({ status: 409, detail: 'The delivery is finished.' });
    expect(await get(id)).toEqual(before);
  });
});
