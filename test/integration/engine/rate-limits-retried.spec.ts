import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { limitedByWebhooks } from '../../../src/engine/queue/claim-limits.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { DeliveryRetry } from '../../../src/engine/queue/delivery-retry.ts';
import { SHOWN_STATUS } from '../../../src/engine/queue/sql/holds.ts';
import { DEFAULT_TENANT, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { findDeliveries, finishedOf, insertDeliveries } from './delivery-rows.ts';

let engine: EngineHarness;
let receiver: Receiver;
beforeAll(async () => {
  engine = await startEngine();
  receiver = await startReceiver(() => ({ status: 204 }));
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
});

async function countDelivered(id: Uuid): Promise<number> {
  const deliveries = await findDeliveries(engine, 'webhook_id', id);
  return deliveries.filter(({ status }) => status === 'delivered').length;
}

describe('what is retried by hand', () => {
  it('is counted anew, and waits for an hour that takes it', async () => {
    const { id } = await engine.addWebhook({ url: receiver.url, rateLimit: { per_hour: 8 } });
    await insertDeliveries(engine, id, 5);
    engine.worker.start();
    await finishedOf(engine, id, 5);
    const ids = (await findDeliveries(engine, 'webhook_id', id)).map((delivery) => delivery.id);
    expect((await new DeliveryRetry(engine.pool).moveBack(DEFAULT_TENANT, ids)).size).toBe(5);
    await eventually('the hour is full', async () => (await countDelivered(id)) === 3);
    const queue = new DeliveryQueue(engine.pool, 60_000);
    expect(await queue.claimDue(200, limitedByWebhooks(new Map()))).toEqual([]);
    expect(receiver.requests).toHaveLength(8);
    const shown = `select ${SHOWN_STATUS} as status
      from live_deliveries d join webhook_holds h on h.webhook_id = d.webhook_id`;
    const isLimited = { status: 'rate_limited' };
    expect(await engine.database.query(shown)).toEqual([isLimited, isLimited]);
    await engine.database.query(
      `update webhook_buckets set hour_began_at = hour_began_at - interval '1 hour'`,
    );
    await eventually('the next hour takes them', async () => (await countDelivered(id)) === 5);
    expect(receiver.requests).toHaveLength(10);
  });
});
