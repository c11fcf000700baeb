import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { startReceiver, type Answer, type Receiver } from '../../support/receiver.ts';
import { finishedOf, insertDeliveries, quickRetry } from './delivery-rows.ts';

describe('what becomes of a delivery', () => {
  let engine: EngineHarness;
  let receiver: Receiver;
  let answer: (index: number) => Answer = () => ({ status: 204 });

  beforeAll(async () => {
    engine = await startEngine();
    receiver = await startReceiver((_, index) => answer(index));
    engine.worker.start();
  });

  afterEach(() => {
    receiver.requests.length = 0;
    answer = () => ({ status: 204 });
  });

  afterAll(async () => {
    await engine.close();
    await receiver.close();
  });

  /** Inserts a delivery whose webhook is paused meanwhile, so that `change` comes before its claim. */
  async function deliverAfter(webhookId: Uuid, change: string, values: unknown[]): Promise<void> {
    await engine.database.query('update webhooks set paused_at = now() where id = $1', [webhookId]);
    await insertDeliveries(engine, webhookId, 1);
    await engine.database.query(change, values);
    await engine.database.query('update subscription_versions set version = version + 1');
    await engine.database.query('update webhooks set paused_at = null where id = $1', [webhookId]);
  }

  it('410 disables the webhook, and what waits for it is given up without a request', async () => {
    answer = () => ({ status: 410 });
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['gone'], maxInFlight: 1 });
    await engine.publisher.publish(Array.from({ length: 5 }, () => newEvent('gone', '{}')));
    const finished = await finishedOf(engine, id, 5);
    expect(finished.map(({ status, reason, attempt_count }) => [status, reason, attempt_count])).toEqual([
      ['dead_letter', 'final_status', 1],
      ...[1, 2, 3, 4].map(() => ['dead_letter', 'webhook_disabled', 0]),
    ]);
    expect(receiver.requests).toHaveLength(1);
    const states = await engine.database.query(
      'select disabled_at is not null as is_disabled, disabled_reason from webhook_states where webhook_id = $1',
      [id],
    );
    expect(states).toEqual([{ is_disabled: true, disabled_reason: 'gone' }]);

    await engine.publisher.publish([newEvent('gone', '{}')]); // stale here: the relay matches it anew
    await engine.publisher.publish([newEvent('gone', '{}')]);
    const outbox = await engine.database.query('select event_id from outbox');
    expect(outbox.length).toBeLessThanOrEqual(1);
    expect(await finishedOf(engine, id, 5)).toHaveLength(5);
  });

  it.each([
    ['where it is longer', '1', 50, 1_000],
    ['but not where the policy waits longer', '0', 400, 400],
  ])('Retry-After is waited for %s', async (_, header, delayMs, waitMs) => {
    answer = (index) => (index === 0 ? { status: 503, headers: { 'retry-after': header } } : { status: 204 });
    const retry = quickRetry(3, delayMs);
    const type = `busy.${header}`;
    const { id } = await engine.addWebhook({ url: receiver.url, events: [type], retry });
    await engine.publisher.publish([newEvent(type, '{}')]);
    expect(await finishedOf(engine, id, 1)).toMatchObject([{ status: 'delivered', attempt_count: 2 }]);
    const [first, second] = receiver.requests.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(waitMs - 1);
  });

  it('a deleted webhook cancels it', async () => {
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['none'] });
    await deliverAfter(id, 'update webhooks set deleted_at = now() where id = $1', [id]);
    const [delivery] = await finishedOf(engine, id, 1);
    expect(delivery).toMatchObject({ status: 'cancelled', reason: 'webhook_deleted', attempt_count: 0 });
    expect(receiver.requests).toHaveLength(0);
  });

  it('a tenant that is gone cancels it, whatever the process remembers', async () => {
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['tenant.kept'] });
    const tenantId = engine.ids.next();
    await engine.database.query('insert into tenants (id) values ($1)', [tenantId]);
    await engine.database.query('insert into subscription_versions (tenant_id) values ($1)', [tenantId]);
    await engine.database.query('update webhooks set tenant_id = $1 where id = $2', [tenantId, id]);
    await engine.publisher.publish([newEvent('tenant.kept', '{}', { tenantId })]);
    await finishedOf(engine, id, 1); // this process knows the tenant and its webhook now
    expect(receiver.requests).toHaveLength(1);
    await engine.database.query('delete from tenants where id = $1', [tenantId]);
    const [deliveryId] = await insertDeliveries(engine, id, 1, 0, tenantId);
    expect(await finishedOf(engine, id, 2)).toContainEqual(
      expect.objectContaining({ id: deliveryId, status: 'cancelled', reason: 'webhook_deleted' }),
    );
    expect(receiver.requests).toHaveLength(1);
  });

  it('an event past its time is given up', async () => {
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['late'] });
    await engine.publisher.publish([newEvent('late', '{}', { expiresAt: engine.clock.now() - 1_000 })]);
    const [delivery] = await finishedOf(engine, id, 1);
    expect(delivery).toMatchObject({ status: 'dead_letter', reason: 'expired', attempt_count: 0 });
    expect(receiver.requests).toHaveLength(0);
  });

  it.each([
    ['an erased payload', 'update events set data = null where id in (select event_id from live_deliveries)'],
    ['an event that is gone', 'delete from events where id in (select event_id from live_deliveries)'],
  ])('%s cancels it', async (_, change) => {
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['none'] });
    await deliverAfter(id, change, []);
    const [delivery] = await finishedOf(engine, id, 1);
    expect(delivery).toMatchObject({ status: 'cancelled', reason: 'event_erased', attempt_count: 0 });
    expect(receiver.requests).toHaveLength(0);
  });
});
