import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../src/domain/ids.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp();
  await app.post('/api/webhooks', { url: receiver.url });
});

afterAll(async () => {
  await app.close();
  await receiver.close();
});

async function publish(call: string): Promise<string> {
  const rows = await app.database.query<{ id: string }>(`select publish(${call}) as id`);
  return rows[0]?.id ?? '';
}

const arrivedOf = (id: string) => receiver.requests.find(({ headers }) => headers['webhook-id'] === id);

async function isFannedOut(id: string): Promise<boolean> {
  const found = await app.database.query('select from outbox where event_id = $1', [
    fromPublicId('event', id),
  ]);
  return found.length === 0;
}

async function deliveriesOf(id: string): Promise<{ status: string; next_retry_at: string | null }[]> {
  const answer = await app.get(`/api/events/${id}/deliveries`);
  expect(answer.status).toBe(200);
  return (answer.body as { data: { status: string; next_retry_at: string | null }[] }).data;
}

async function validate(validation: string): Promise<void> {
  expect((await app.patch('/api/tenants/default', { validation })).status).toBe(200);
}

describe('an event that is published from SQL', () => {
  it('is delivered as it was written, under the id that was answered', async () => {
    const id = await publish(
      `'order.paid', '{"b": 1.0,"a":"\\u0000\\ud800"}', occurred_at => '2026-01-31T12:00:00Z'`,
    );
    const request = await eventually('it arrives', () => arrivedOf(id));
    expect(request.body.toString()).toBe(
      '{"type":"order.paid","timestamp":"2026-01-31T12:00:00.000Z","data":{"b": 1.0,"a":"\\u0000\\ud800"}}',
    );
    expect((await app.get(`/api/events/${id}`)).body).toMatchObject({
      id,
      type: 'order.paid',
      refusal: null,
    });
  });

  it('waits for its deliver_at', async () => {
    const id = await publish(`'order.paid', '{}', deliver_at => now() + interval '1 hour'`);
    const soon = await publish(`'order.paid', '{}', deliver_at => now() + interval '1 second'`);
    await eventually('the sooner one arrives', () => arrivedOf(soon));
    expect(await isFannedOut(id)).toBe(false);
    expect(await deliveriesOf(id)).toEqual([]);
    expect(arrivedOf(id)).toBeUndefined();
  });

  describe('of a type with a schema', () => {
    const bad = `'shop.checked', '{"amount": "much"}'`;

    beforeAll(async () => {
      const schema = { type: 'object', properties: { amount: { type: 'integer' } } };
      await app.post('/api/event-types', { name: 'shop.checked', schema });
    });

    it('never fails its transaction, goes nowhere, and shows why, where its tenant rejects what breaks it', async () => {
      await validate('reject');
      const [id, good] = [await publish(bad), await publish(`'shop.checked', '{"amount": 5}'`)];
      await eventually('the good one arrives', () => arrivedOf(good));
      await eventually('the bad one is judged', async () => await isFannedOut(id));
      expect(await deliveriesOf(id)).toEqual([]);
      const http = await app.post('/api/events', { type: 'shop.checked', data: { amount: 'much' } });
      expect(http.status).toBe(422);
      const { errors } = http.body as { errors: unknown };
      expect((await app.get(`/api/events/${id}`)).body).toMatchObject({
        data: { amount: 'much' },
        refusal: { reason: 'invalid_data', errors },
      });
      const explained = await app.post('/api/events/explain', { event_id: id });
      const { data } = explained.body as { data: object[] };
      expect(data).toContainEqual(expect.objectContaining({ would_send: false, reason: 'refused' }));
    });

    it.each(['warn', 'off'])('is delivered where its tenant does not: %s', async (validation) => {
      await validate(validation);
      const id = await publish(bad);
      await eventually('it arrives', () => arrivedOf(id));
      expect((await app.get(`/api/events/${id}`)).body).toMatchObject({ refusal: null });
    });
  });

  describe('beyond a quota of its tenant', () => {
    const setQuotas = async (quotas: Record<string, number | null> | null): Promise<void> => {
      expect((await app.patch('/api/tenants/default', { quotas })).status).toBe(200);
    };
    const refusalOf = async (id: string): Promise<unknown> => {
      await eventually('it is judged', async () => await isFannedOut(id));
      return ((await app.get(`/api/events/${id}`)).body as { refusal: unknown }).refusal;
    };
    const refusal = (path: string, quota: string): object => ({
      reason: 'quota_exceeded',
      errors: [{ path, message: `is beyond the tenant's quota ${quota}` }],
    });

    afterEach(async () => {
      await setQuotas(null);
    });

    it('never fails its transaction, goes nowhere, and shows why: bytes of its data', async () => {
      await setQuotas({ payload_bytes: 20 });
      const [big, small] = [
        await publish(`'order.paid', '{"a":"${'x'.repeat(20)}"}'`),
        await publish(`'order.paid', '{}'`),
      ];
      expect(await refusalOf(big)).toEqual(refusal('data', 'payload_bytes'));
      expect(await deliveriesOf(big)).toEqual([]);
      await eventually('the small one arrives', () => arrivedOf(small));
    });

    it('and what is over the events of its minute', async () => {
      await setQuotas({ events_per_minute: 0 });
      const id = await publish(`'order.paid', '{}'`);
      expect(await refusalOf(id)).toEqual(refusal('', 'events_per_minute'));
    });

    it('counts towards it', async () => {
      await setQuotas({ events_per_minute: 1_000 });
      const usage = async (): Promise<number> =>
        ((await app.get('/api/tenants/default/usage')).body as { events_per_minute: { used: number } })
          .events_per_minute.used;
      const id = await publish(`'order.paid', '{}'`);
      expect(await refusalOf(id)).toBeNull();
      expect(await usage()).toBeGreaterThan(0);
    });
  });
});
