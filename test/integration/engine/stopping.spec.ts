import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver } from '../../support/receiver.ts';
import { cutOff } from '../../support/database-outage.ts';
import { findDeliveries, finishedOf, quickRetry } from './delivery-rows.ts';
import { startSilentReceiver, type SilentReceiver } from './silent-receiver.ts';

/** Longer than any of these tests lasts. */
const GRACE_MS = 25_000;

describe('a worker that is stopped', () => {
  let engine: EngineHarness;
  const receivers: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    engine = await startEngine();
    engine.worker.start();
  });

  afterEach(async () => {
    await engine.close();
    for (const receiver of receivers.splice(0)) await receiver.close();
  });

  async function startSilent(answer?: (index: number) => number | null): Promise<SilentReceiver> {
    const receiver = await startSilentReceiver(answer);
    receivers.push(receiver);
    return receiver;
  }

  async function publishTo(receiver: { readonly url: string }, count: number): Promise<Uuid> {
    const { id } = await engine.addWebhook({ url: receiver.url, retry: quickRetry(5, 1) });
    await engine.publisher.publish(Array.from({ length: count }, () => newEvent('stop', '{}')));
    return id;
  }

  async function countInProgress(): Promise<number> {
    const rows = await engine.database.query(`select id from live_deliveries where status = 'in_progress'`);
    return rows.length;
  }

  it('lets what is in flight end, records it, and claims no more', async () => {
    const receiver = await startReceiver(() => ({ status: 200, delayMs: 500 }));
    receivers.push(receiver);
    const id = await publishTo(receiver, 80); // 64 of them in flight, the others waiting
    await eventually('as many are in flight as may be', () => receiver.requests.length === 64);
    await engine.worker.stop(GRACE_MS);
    expect(await countInProgress()).toBe(0);
    const states = (await findDeliveries(engine, 'webhook_id', id)).map(({ status }) => status);
    expect(states.filter((status) => status === 'delivered')).toHaveLength(64);
    expect(states.filter((status) => status === 'pending')).toHaveLength(16);
    expect(receiver.requests).toHaveLength(64);
  });

  it('beyond its grace aborts, counts no attempt, and leaves the delivery due at once to another', async () => {
    // The delivery fails once before: it is in its second attempt when it is interrupted.
    const receiver = await startSilent((index) => (index === 0 ? 500 : index === 1 ? null : 200));
    const id = await publishTo(receiver, 1);
    await eventually('the second attempt is in flight', () => receiver.arrived() === 2);
    await engine.worker.stop(50);
    expect(await findDeliveries(engine, 'webhook_id', id)).toMatchObject([
      { status: 'retrying', ready: true, attempt_count: 1 },
    ]);
    expect(await countInProgress()).toBe(0);

    const other = engine.createWorker();
    other.start();
    const [delivery] = await finishedOf(engine, id, 1);
    expect(delivery).toMatchObject({ status: 'delivered', attempt_count: 2 });
    expect(receiver.arrived()).toBe(3);
    const attempts = await engine.database.query(
      'select number, outcome, error_type, stale from attempts where delivery_id = $1 order by id',
      [delivery?.id],
    );
    expect(attempts).toEqual([
      { number: 1, outcome: 'failed', error_type: 'http_status', stale: false },
      { number: 2, outcome: 'failed', error_type: 'interrupted', stale: false },
      { number: 2, outcome: 'succeeded', error_type: null, stale: false },
    ]);
  });

  it('gives a delivery that was never tried before back as it was', async () => {
    const receiver = await startSilent();
    const id = await publishTo(receiver, 3);
    await eventually('all are in flight', () => receiver.arrived() === 3);
    await engine.worker.stop(0);
    expect(await findDeliveries(engine, 'webhook_id', id)).toMatchObject(
      [1, 2, 3].map(() => ({ status: 'pending', ready: true, attempt_count: 0 })),
    );
  });

  it('ends although the database is away, and what it could not record is sent again', async () => {
    const receiver = await startSilent((index) => (index === 0 ? null : 200));
    const id = await publishTo(receiver, 1);
    await eventually('it is in flight', () => receiver.arrived() === 1);
    const letIn = await cutOff(engine.database);
    const startedAt = performance.now();
    await engine.worker.stop(300);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await letIn();
    expect(await countInProgress()).toBe(1);
    await engine.database.query('update live_deliveries set next_attempt_at = now()'); // its lease's end
    engine.createWorker().start();
    expect(await finishedOf(engine, id, 1)).toMatchObject([{ status: 'delivered', attempt_count: 1 }]);
  });
});
