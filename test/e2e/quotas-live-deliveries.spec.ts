import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { addQuotaTenant, setQuotas, type QuotaTenant } from '../support/quota-tenants.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let other: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  other = await startTestAppOn(app.database, { POSTHORN_ROLE: 'api' });
  receiver = await startReceiver(() => ({ status: 204 }));
});
afterAll(async () => {
  await other.close();
  await app.close();
  await receiver.close();
});

const EVENT = { type: 'order.paid', data: { a: 1 } };
const publish = (by: TestApp, { header }: QuotaTenant) => by.post('/api/events', EVENT).set(header);
const publishBatch = (by: TestApp, { header }: QuotaTenant, count: number) =>
  by.post('/api/events/batch', { events: Array.from({ length: count }, () => EVENT) }).set(header);

/** With two webhooks that are paused, so that each event makes two deliveries that stay. */
async function pausedTenant(quota: number): Promise<QuotaTenant & { readonly webhooks: readonly string[] }> {
  const tenant = await addQuotaTenant(app, { live_deliveries: quota });
  const webhooks: string[] = [];
  for (let made = 0; made < 2; made += 1) {
    const answer = await app.post('/api/webhooks', { url: receiver.url }).set(tenant.header);
    const { id } = answer.body as { id: string };
    await app.post(`/api/webhooks/${id}/pause`).set(tenant.header);
    webhooks.push(id);
  }
  return { ...tenant, webhooks };
}

async function countLive({ id }: QuotaTenant): Promise<number> {
  return (await app.database.query('select id from live_deliveries where tenant_id = $1', [id])).length;
}

describe('live deliveries', () => {
  it('are never more than the quota, of sixty events at once by two processes', async () => {
    const tenant = await pausedTenant(51);
    // A process that has not yet read the webhooks leaves its first event to the relay.
    for (const by of [app, other]) expect((await publish(by, tenant)).status).toBe(202);
    await eventually('both are fanned out', async () => (await countLive(tenant)) === 4);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => publish(index % 2 === 0 ? app : other, tenant)),
    );
    expect(await countLive(tenant)).toBe(50);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(23);
    for (const { body, headers } of answers.filter(({ status }) => status !== 202)) {
      expect(body).toMatchObject({
        status: 429,
        code: 'queue_full',
        detail: 'The tenant may have 51 live deliveries, and these would be more.',
      });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  it('count all of a batch, all or nothing', async () => {
    const tenant = await pausedTenant(10);
    expect((await publishBatch(app, tenant, 3)).status).toBe(202);
    expect((await publishBatch(app, tenant, 3)).body).toMatchObject({ code: 'queue_full' });
    expect(await countLive(tenant)).toBe(6);
    expect((await publishBatch(app, tenant, 2)).status).toBe(202);
    expect(await countLive(tenant)).toBe(10);
  });

  it('leave room again once they have ended', async () => {
    const tenant = await pausedTenant(4);
    expect((await publishBatch(app, tenant, 2)).status).toBe(202);
    expect((await publish(app, tenant)).status).toBe(429);
    for (const id of tenant.webhooks) await app.post(`/api/webhooks/${id}/resume`).set(tenant.header);
    await eventually('there is room', async () => (await publish(app, tenant)).status === 202);
    await eventually('all are delivered', async () => (await countLive(tenant)) === 0);
  });

  it('hold nothing back that makes none, and no repetition', async () => {
    const tenant = await pausedTenant(2);
    const keyed = { ...EVENT, idempotency_key: 'first' };
    expect((await app.post('/api/events', keyed).set(tenant.header)).status).toBe(202);
    expect((await publish(app, tenant)).status).toBe(429);
    const again = await app.post('/api/events', keyed).set(tenant.header);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([202, 'true']);
    for (const id of tenant.webhooks)
      await app.patch(`/api/webhooks/${id}`, { events: ['nothing.else'] }).set(tenant.header);
    await eventually('the webhooks are known', async () => (await publish(app, tenant)).status === 202);
    expect(await countLive(tenant)).toBe(2);
  });

  it('are counted from what is there when the quota is set', async () => {
    const tenant = await pausedTenant(1_000);
    await setQuotas(app, tenant.uid, null);
    expect((await publishBatch(app, tenant, 20)).status).toBe(202);
    await setQuotas(app, tenant.uid, { live_deliveries: 41 });
    expect((await publish(app, tenant)).body).toMatchObject({ code: 'queue_full' });
    await setQuotas(app, tenant.uid, { live_deliveries: 42 });
    expect((await publish(app, tenant)).status).toBe(202);
    expect(await countLive(tenant)).toBe(42);
  });
});
