import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface EventAnswer {
  id: string;
  deliver_at: string | null;
  expires_at: string | null;
  cancelled_at: string | null;
}

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver(({ path }) => ({ status: path === '/broken' ? 500 : 204 }));
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const publish = (body: object) => app.post('/api/events', { type: 'order.due', data: {}, ...body });
const publishOne = async (body: object): Promise<EventAnswer> => {
  const answer = await publish(body);
  expect(answer.status).toBe(202);
  return answer.body as EventAnswer;
};
const subscribe = async (uid: string, path = ''): Promise<void> => {
  const answer = await app.post('/api/webhooks', { uid, url: `${receiver.url}${path}`, events: [uid] });
  expect(answer.status).toBe(201);
};
const deliveriesOf = async (id: string): Promise<Record<string, unknown>[]> => {
  const answer = await app.get(`/api/events/${id}/deliveries`);
  return (answer.body as { data: Record<string, unknown>[] }).data;
};
/** As if the time until then had passed, for the database and for what was published. */
const letCome = async (type: string): Promise<void> => {
  await app.database.query(
    `update outbox o set next_attempt_at = now() from events e where e.id = o.event_id and e.type = $1`,
    [type],
  );
};
const expectFault = async (body: object, path: string, message: string): Promise<void> => {
  const answer = await publish(body);
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ code: 'invalid', errors: [{ path, message }] });
};

describe('202: an event of a later time', () => {
  it('is shown with it, and waits without deliveries', async () => {
    await subscribe('later');
    const deliverAt = inMs(HOUR_MS);
    const event = await publishOne({ type: 'later', deliver_at: deliverAt, expires_after_ms: 60_000 });
    const expiresAt = new Date(Date.parse(deliverAt) + 60_000).toISOString();
    expect(event).toMatchObject({ deliver_at: deliverAt, expires_at: expiresAt, cancelled_at: null });
    expect((await app.get(`/api/events/${event.id}`)).body).toMatchObject({
      deliver_at: deliverAt,
      expires_at: expiresAt,
    });
    expect((await app.get('/api/events?type=later')).body).toMatchObject({
      data: [{ deliver_at: deliverAt }],
    });
    expect(await deliveriesOf(event.id)).toEqual([]);
  });

  it('goes to the webhooks that there are when it has come', async () => {
    await subscribe('born.before');
    const { id } = await publishOne({ type: 'born.before', deliver_at: inMs(HOUR_MS) });
    expect((await app.delete('/api/webhooks/born.before')).status).toBe(204);
    const made = await app.post('/api/webhooks', { url: `${receiver.url}after`, events: ['born.*'] });
    await letCome('born.before');
    const [delivery] = await eventually('it is delivered', async () => {
      const deliveries = await deliveriesOf(id);
      return deliveries[0]?.status === 'delivered' && deliveries;
    });
    expect(delivery).toMatchObject({ webhook_id: (made.body as { id: string }).id, attempt_count: 1 });
  });

  it('is at once where the time has passed', async () => {
    await subscribe('past');
    const deliverAt = '2001-01-01T00:00:00.000Z';
    const answer = await publish({ type: 'past', deliver_at: deliverAt, expires_after_ms: HOUR_MS }).set(
      'Prefer',
      'wait=10',
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ deliver_at: deliverAt, deliveries: [{ status: 'delivered' }] });
    // Its time to live begins with the publish, not in 2001.
    expect(Date.parse((answer.body as EventAnswer).expires_at ?? '')).toBeGreaterThan(Date.now());
  });

  it('is not waited for', async () => {
    const startedAt = performance.now();
    const answer = await publish({ type: 'later', deliver_at: inMs(HOUR_MS) }).set('Prefer', 'wait=30');
    expect(answer.status).toBe(202);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('may be 30 days ahead, and one of a batch', async () => {
    const deliverAt = inMs(30 * DAY_MS - 60_000);
    const events = [
      { type: 'order.due', data: {} },
      { type: 'order.due', data: {}, deliver_at: deliverAt },
    ];
    const answer = await app.post('/api/events/batch', { events });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ data: [{ deliver_at: null }, { deliver_at: deliverAt }] });
  });

  it('is repeated with the same key, and another time is another body', async () => {
    const body = { idempotency_key: 'schedule-1', deliver_at: inMs(HOUR_MS) };
    const first = await publishOne(body);
    const again = await publish(body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first);
    await expectFault(
      { ...body, deliver_at: inMs(2 * HOUR_MS) },
      'idempotency_key',
      expect.any(String) as unknown as string,
    );
  });
});

describe('422', () => {
  const TOO_FAR = 'must be at most 30 days ahead';

  it('for more than 30 days ahead, in a batch at its place', async () => {
    const deliverAt = inMs(30 * DAY_MS + 60_000);
    await expectFault({ deliver_at: deliverAt }, 'deliver_at', TOO_FAR);
    const events = [
      { type: 'order.due', data: {} },
      { type: 'order.due', data: {}, deliver_at: deliverAt },
    ];
    const answer = await app.post('/api/events/batch', { events });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ path: 'events[1].deliver_at', message: TOO_FAR }] });
  });

  it.each(['tomorrow', '2026-02-30T00:00:00Z', '2026-01-01', 1_795_000_000, null])(
    'for the time %j',
    async (deliverAt) => {
      const answer = await publish({ deliver_at: deliverAt });
      expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'deliver_at' }] });
    },
  );

  it.each([0, -1, 1.5, 2_592_000_001, '60000', null])('for a time to live of %j ms', async (lifetimeMs) => {
    const answer = await publish({ expires_after_ms: lifetimeMs });
    expect(answer.status).toBe(422);
    const { errors } = answer.body as { errors: { path: string }[] };
    expect(new Set(errors.map(({ path }) => path))).toEqual(new Set(['expires_after_ms']));
  });
});

describe('POST /api/events/{id}/cancel', () => {
  const cancel = (id: string) => app.post(`/api/events/${id}/cancel`);

  it('200: an event whose time has not come is never delivered', async () => {
    await subscribe('called.off');
    const { id } = await publishOne({ type: 'called.off', deliver_at: inMs(HOUR_MS) });
    const answer = await cancel(id);
    expect(answer.status).toBe(200);
    const cancelledAt = expect.stringMatching(/Z$/) as unknown;
    expect(answer.body).toEqual({
      id,
      cancelled_at: cancelledAt,
      fan_out_cancelled: true,
      cancelled_deliveries: 0,
      in_progress_deliveries: 0,
    });
    expect((await app.get(`/api/events/${id}`)).body).toMatchObject({ cancelled_at: cancelledAt });
    expect((await app.get('/api/events?type=called.off')).body).toMatchObject({
      data: [{ cancelled_at: cancelledAt }],
    });
    await letCome('called.off');
    const explained = await app.post('/api/events/explain', { event_id: id });
    const { data } = explained.body as { data: { reason: string; would_send: boolean }[] };
    expect(data).toContainEqual(expect.objectContaining({ reason: 'cancelled', would_send: false }));
    expect(await deliveriesOf(id)).toEqual([]);
  });

  it('200: of one that is under way, what waits is cancelled, and what has ended stays', async () => {
    await subscribe('under.way');
    await app.post('/api/webhooks', { url: `${receiver.url}broken`, events: ['under.way'] });
    const answer = await publish({ type: 'under.way' }).set('Prefer', 'wait=10');
    const { id } = answer.body as EventAnswer;
    expect((await cancel(id)).body).toMatchObject({
      fan_out_cancelled: false,
      cancelled_deliveries: 1,
      in_progress_deliveries: 0,
    });
    const told = { action: 'event.cancelled', object_type: 'event', object_id: id, object_name: 'under.way' };
    expect((await cancel(id)).status).toBe(409);
    expect((await app.get(`/api/audit?object_id=${id}`)).body).toMatchObject({ data: [told] });
    const deliveries = await deliveriesOf(id);
    expect(deliveries.map(({ status, reason }) => [status, reason]).toSorted()).toEqual([
      ['cancelled', 'cancelled_by_request'],
      ['delivered', null],
    ]);
  });

  it('409 when nothing waits, and the second time', async () => {
    const answer = await publish({ type: 'unheard' }).set('Prefer', 'wait=10');
    const { id } = answer.body as EventAnswer;
    expect((await cancel(id)).body).toMatchObject({ status: 409, code: 'conflict' });
    expect((await app.get(`/api/events/${id}`)).body).toMatchObject({ cancelled_at: null });
    const later = await publishOne({ deliver_at: inMs(HOUR_MS) });
    expect((await cancel(later.id)).status).toBe(200);
    expect((await cancel(later.id)).status).toBe(409);
  });

  it('404 for an event that is not there', async () => {
    expect((await cancel('evt_01k0000000e008000000000001')).body).toMatchObject({ code: 'not_found' });
    expect((await cancel('nonsense')).status).toBe(404);
  });
});

describe('explain tells', () => {
  const explain = async (id: string): Promise<unknown> =>
    (await app.post('/api/events/explain', { event_id: id })).body;

  it('what is still to come, and what comes no more', async () => {
    await subscribe('explained');
    const later = await publishOne({ type: 'explained', deliver_at: inMs(HOUR_MS) });
    const of = (wouldSend: boolean, reason: string) =>
      expect.objectContaining({
        data: expect.arrayContaining([expect.objectContaining({ would_send: wouldSend, reason })]) as unknown,
      });
    expect(await explain(later.id)).toEqual(of(true, 'scheduled'));
    const over = await publishOne({ type: 'explained', expires_after_ms: 1 });
    await eventually('it has expired', () => Date.now() > Date.parse(over.expires_at ?? '') + 100);
    expect(await explain(over.id)).toEqual(of(false, 'expired'));
  });
});
