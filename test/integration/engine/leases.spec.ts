import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AttemptRunner } from '../../../src/engine/dispatch/attempt-runner.ts';
import { BLIND_OBSERVER } from '../../../src/engine/engine-observer.ts';
import { Recorder } from '../../../src/engine/dispatch/recorder.ts';
import { Slots } from '../../../src/engine/dispatch/slots.ts';
import type { ClaimedDelivery } from '../../../src/engine/queue/claimed-delivery.ts';
import { limitedByWebhooks } from '../../../src/engine/queue/claim-limits.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import type { Transport } from '../../../src/engine/transport/transport.ts';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver } from '../../support/receiver.ts';
import { completionOf, findDelivery, finishedOf, insertDeliveries, NOWHERE } from './delivery-rows.ts';

const LEASE_MS = 1_000;

describe('a lease', () => {
  let engine: EngineHarness;
  let queue: DeliveryQueue;

  beforeAll(async () => {
    engine = await startEngine({ leaseMs: LEASE_MS });
    queue = new DeliveryQueue(engine.pool, LEASE_MS);
  });

  afterAll(async () => {
    await engine.close();
  });

  beforeEach(async () => {
    await engine.database.query('delete from live_deliveries');
  });

  async function claimOne(url = NOWHERE): Promise<ClaimedDelivery> {
    const { id } = await engine.addWebhook({ url });
    await insertDeliveries(engine, id, 1);
    return await claimAgain();
  }

  async function claimAgain(): Promise<ClaimedDelivery> {
    const [claimed] = await queue.claimDue(1, limitedByWebhooks(new Map()));
    if (claimed === undefined) throw new Error('nothing is due');
    return claimed;
  }

  async function endLeases(): Promise<void> {
    await engine.database.query(`update live_deliveries set next_attempt_at = now() where not ready`);
  }

  async function attemptsOf(deliveryId: string): Promise<object[]> {
    return await engine.database.query(
      'select outcome, stale from attempts where delivery_id = $1 order by id',
      [deliveryId],
    );
  }

  /** Runs attempts as a worker does, and counts the leases that had ended. */
  function createRunner(transport: Transport): { runner: AttemptRunner; leasesLost: () => number } {
    const store = {
      inFlight: () => 1,
      complete: queue.complete.bind(queue),
      ensurePartitions: () => Promise.resolve(),
    };
    let leasesLost = 0;
    const runner = new AttemptRunner({
      subscriptions: engine.subscriptions,
      transport,
      recorder: new Recorder(store, engine.log),
      slots: new Slots(1),
      ids: engine.ids,
      clock: engine.clock,
      random: () => 0.5,
      log: engine.log,
      observer: { ...BLIND_OBSERVER, leaseLost: () => void (leasesLost += 1) },
      tracer: null,
      signal: new AbortController().signal,
      onRetryScheduled: () => undefined,
      onGone: () => Promise.resolve(),
    });
    return { runner, leasesLost: () => leasesLost };
  }

  it('that another holds now keeps a late result from changing anything; the attempt is kept as stale', async () => {
    const late = await claimOne();
    await endLeases();
    expect(await queue.promote()).toEqual({ promoted: 1, crashed: 0 });
    const current = await claimAgain();
    expect(current).toMatchObject({ id: late.id, leaseToken: '2' });

    for (const kind of ['delivered', 'released'] as const) {
      expect((await queue.complete([completionOf(engine, late, { kind })])).size).toBe(0);
    }
    await queue.complete([completionOf(engine, late, { kind: 'retry', delayMs: 0 })]);
    const state = { status: 'in_progress', attempt_count: 0, lease_token: '2' };
    expect(await findDelivery(engine, late.id)).toMatchObject(state);
    const stale = ['succeeded', 'failed', 'failed'].map((outcome) => ({ outcome, stale: true }));
    expect(await attemptsOf(late.id)).toEqual(stale);

    const completion = completionOf(engine, current, { kind: 'delivered' });
    expect(await queue.complete([completion])).toEqual(new Set([completion]));
    expect(await findDelivery(engine, late.id)).toMatchObject({ status: 'delivered', attempt_count: 1 });
    expect(await attemptsOf(late.id)).toEqual([...stale, { outcome: 'succeeded', stale: false }]);
  });

  it('tells the late result from the current one when both are recorded together', async () => {
    const late = await claimOne();
    await endLeases();
    await queue.promote();
    const current = await claimAgain();
    const lateResult = completionOf(engine, late, { kind: 'retry', delayMs: 0 });
    const currentResult = completionOf(engine, current, { kind: 'delivered' });
    expect(await queue.complete([lateResult, currentResult])).toEqual(new Set([currentResult]));
    expect(await findDelivery(engine, late.id)).toMatchObject({ status: 'delivered', attempt_count: 1 });
    expect(await attemptsOf(late.id)).toEqual([
      { outcome: 'failed', stale: true },
      { outcome: 'succeeded', stale: false },
    ]);
  });

  it('cannot be renewed once another holds the delivery', async () => {
    const late = await claimOne();
    await endLeases();
    await queue.promote();
    expect((await queue.renew([late])).size).toBe(0);
    const current = await claimAgain();
    expect(await queue.renew([late, current])).toEqual(new Set([current.id]));
    expect((await queue.renew([late])).size).toBe(0);
  });

  it('ends with the process that held it, and the delivery is sent by another', async () => {
    const receiver = await startReceiver();
    const claimed = await claimOne(receiver.url); // and is never heard of again
    const worker = engine.createWorker({ leaseMs: LEASE_MS });
    worker.start();
    await eventually('the dead one’s delivery is sent', () => receiver.requests.length > 0);
    const [delivery] = await finishedOf(engine, claimed.webhookId, 1);
    expect(delivery).toMatchObject({ status: 'delivered', attempt_count: 1, lease_token: '2' });
    await worker.stop(1_000);
    expect(receiver.requests).toHaveLength(1);
    await receiver.close();
  });

  it('is kept while a slow receiver takes longer than it lasts', async () => {
    const receiver = await startReceiver(() => ({ status: 200, delayMs: 3 * LEASE_MS }));
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['slow'] });
    const workers = [engine.createWorker({ leaseMs: LEASE_MS }), engine.createWorker({ leaseMs: LEASE_MS })];
    for (const worker of workers) worker.start();
    await engine.publisher.publish([newEvent('slow', '{}')]);
    const [delivery] = await finishedOf(engine, id, 1);
    expect(delivery).toMatchObject({ status: 'delivered', attempt_count: 1, lease_token: '1' });
    await Promise.all(
      workers.map(async (worker) => {
        await worker.stop(1_000);
      }),
    );
    expect(receiver.requests).toHaveLength(1);
    await receiver.close();
  });

  it('that has ended is never sent on: whoever was paused past it does nothing', async () => {
    const receiver = await startReceiver();
    const claimed = await claimOne(receiver.url);
    const transport = createTransport({ allowedNetworks: ['127.0.0.0/8'] });
    const { runner, leasesLost } = createRunner(transport);
    await runner.run({ delivery: claimed, leaseEndsAt: performance.now(), sentAt: null });
    expect(receiver.requests).toHaveLength(0);
    expect(leasesLost()).toBe(1);
    expect(await attemptsOf(claimed.id)).toEqual([]);
    expect(await findDelivery(engine, claimed.id)).toMatchObject({ status: 'in_progress', attempt_count: 0 });

    await runner.run({ delivery: claimed, leaseEndsAt: performance.now() + 10_000, sentAt: null });
    expect(receiver.requests).toHaveLength(1);
    expect(leasesLost()).toBe(1);
    await transport.close();
    await receiver.close();
  });

  it('that ends while there is no connection yet is not sent on either', async () => {
    const receiver = await startReceiver();
    const entry = {
      delivery: await claimOne(receiver.url),
      leaseEndsAt: performance.now() + 10_000,
      sentAt: null,
    };
    const transport = createTransport({ allowedNetworks: ['127.0.0.0/8'] });
    const { runner, leasesLost } = createRunner({
      send: async (request) => {
        entry.leaseEndsAt = performance.now();
        return await transport.send(request);
      },
      close: transport.close.bind(transport),
    });
    await runner.run(entry);
    expect(receiver.requests).toHaveLength(0);
    expect(leasesLost()).toBe(1);
    expect(await attemptsOf(entry.delivery.id)).toEqual([]);
    await transport.close();
    await receiver.close();
  });

  it('taken five times without a record ends the delivery, and no other', async () => {
    const { id: webhookId } = await engine.addWebhook({ url: NOWHERE });
    const [poison = '', fourTimes = ''] = await insertDeliveries(engine, webhookId, 2);
    await engine.database.query('update live_deliveries set unrecorded_claims = 3 where id = $1', [
      fourTimes,
    ]);
    await engine.database.query('update live_deliveries set unrecorded_claims = 4 where id = $1', [poison]);
    expect(await queue.claimDue(10, limitedByWebhooks(new Map()))).toHaveLength(2);
    await endLeases();
    expect(await queue.promote()).toEqual({ promoted: 1, crashed: 1 });
    const crashed = { status: 'dead_letter', reason: 'crashed', attempt_count: 0 };
    expect(await findDelivery(engine, poison)).toMatchObject(crashed);
    expect(await findDelivery(engine, fourTimes)).toMatchObject({ status: 'pending', ready: true });

    const held = await claimAgain(); // for the fifth time, and recorded: the count begins anew
    await queue.complete([completionOf(engine, held, { kind: 'retry', delayMs: 0 })]);
    expect(await queue.promote()).toEqual({ promoted: 1, crashed: 0 });
    await claimAgain();
    await endLeases();
    expect(await queue.promote()).toEqual({ promoted: 1, crashed: 0 });
    expect(await findDelivery(engine, fourTimes)).toMatchObject({ status: 'retrying', attempt_count: 1 });
  });
});
