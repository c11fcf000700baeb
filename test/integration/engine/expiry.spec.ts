import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../../support/receiver.ts';
import { findDelivery, finishedOf, insertDeliveries, quickRetry } from './delivery-rows.ts';

const EXPIRED = { status: 'dead_letter', reason: 'expired' };
const HOUR_MS = 3_600_000;

describe('a delivery whose event’s time to live ends', () => {
  let engine: EngineHarness;
  let receiver: Receiver;
  let answer: Answer;

  beforeAll(async () => {
    engine = await startEngine();
    receiver = await startReceiver(() => answer);
    engine.worker.start();
  });

  beforeEach(() => {
    answer = { status: 204 };
    receiver.requests.length = 0;
  });

  afterAll(async () => {
    await engine.close();
    await receiver.close();
  });

  async function expire(id: Uuid): Promise<void> {
    await engine.database.query('update live_deliveries set expires_at = now() where id = $1', [id]);
  }

  /** The event's time is over while its first attempt is under way. */
  async function publishAndOutlive(type: string, webhookId: Uuid): Promise<void> {
    await engine.publisher.publish([newEvent(type, '{}', { expiresAt: engine.clock.now() + HOUR_MS })]);
    await eventually('it is sent', () => receiver.requests.length > 0);
    const outlived = await engine.database.query(
      `update live_deliveries set expires_at = now() where webhook_id = $1 and status = 'in_progress' returning id`,
      [webhookId],
    );
    expect(outlived).toHaveLength(1);
  }

  async function expiredOf(id: Uuid): Promise<void> {
    await eventually('it is given up', async () => (await findDelivery(engine, id)).status === 'dead_letter');
    expect(await findDelivery(engine, id)).toMatchObject(EXPIRED);
  }

  it('is given up although its webhook is paused and nobody claims it', async () => {
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['none'] });
    await engine.database.query('update webhooks set paused_at = now() where id = $1', [webhookId]);
    const [id = '', other = ''] = await insertDeliveries(engine, webhookId, 2);
    await expire(id);
    await expiredOf(id);
    expect(await findDelivery(engine, other)).toMatchObject({ status: 'pending', attempt_count: 0 });
    expect(receiver.requests).toEqual([]);
  });

  it('is given up while it waits for its next attempt', async () => {
    answer = { status: 500 };
    const retry = quickRetry(3, HOUR_MS);
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['waits'], retry });
    const expiresAt = engine.clock.now() + HOUR_MS;
    await engine.publisher.publish([newEvent('waits', '{}', { expiresAt })]);
    const [row] = await eventually('it waits', async () => {
      const rows = await engine.database.query<{ id: Uuid }>(
        `select id from live_deliveries where webhook_id = $1 and status = 'retrying'`,
        [webhookId],
      );
      return rows.length > 0 && rows;
    });
    await expire(row?.id ?? '');
    await expiredOf(row?.id ?? '');
    expect(receiver.requests).toHaveLength(1);
  });

  it('is left to the attempt that is under way, which may still succeed', async () => {
    answer = { status: 204, delayMs: 1_500 };
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['in.time'] });
    await publishAndOutlive('in.time', webhookId);
    expect(await finishedOf(engine, webhookId, 1)).toMatchObject([{ status: 'delivered', attempt_count: 1 }]);
  });

  it('is not tried again after an attempt that outlived it', async () => {
    answer = { status: 500, delayMs: 1_000 };
    const retry = quickRetry(5, 1);
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['too.late'], retry });
    await publishAndOutlive('too.late', webhookId);
    expect(await finishedOf(engine, webhookId, 1)).toMatchObject([{ ...EXPIRED, attempt_count: 1 }]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('is one of more than a statement gives up', async () => {
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['none'] });
    await engine.database.query('update webhooks set paused_at = now() where id = $1', [webhookId]);
    await insertDeliveries(engine, webhookId, 2_500);
    await engine.database.query('update live_deliveries set expires_at = now() where webhook_id = $1', [
      webhookId,
    ]);
    const finished = await finishedOf(engine, webhookId, 2_500);
    expect(new Set(finished.map(({ reason }) => reason))).toEqual(new Set(['expired']));
    expect(receiver.requests).toEqual([]);
  });

  it('can be retried by hand, without an end then', async () => {
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['by.hand'] });
    await engine.publisher.publish([newEvent('by.hand', '{}', { expiresAt: engine.clock.now() - 1 })]);
    const [delivery] = await finishedOf(engine, webhookId, 1);
    expect(delivery).toMatchObject({ ...EXPIRED, attempt_count: 0 });
    const rows = await engine.database.query<{ expires_at: unknown }>(
      'select expires_at from finished_deliveries where id = $1',
      [delivery?.id],
    );
    expect(rows).toEqual([{ expires_at: expect.any(Date) as unknown }]);
  });
});
