import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import type { ClaimedDelivery } from '../../../src/engine/queue/claimed-delivery.ts';
import { limitedByWebhooks } from '../../../src/engine/queue/claim-limits.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { createEnginePool, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { insertDeliveries, NOWHERE } from './delivery-rows.ts';

const LEASE_MS = 60_000;
const NONE = limitedByWebhooks(new Map());
const idsOf = (claimed: readonly ClaimedDelivery[]): Uuid[] => claimed.map(({ id }) => id);

describe('claiming', () => {
  let engine: EngineHarness;
  let queue: DeliveryQueue;

  beforeAll(async () => {
    engine = await startEngine();
  });

  afterAll(async () => {
    await engine.close();
  });

  beforeEach(async () => {
    await engine.database.query('delete from live_deliveries');
    queue = new DeliveryQueue(engine.pool, LEASE_MS);
  });

  async function addWebhook(maxInFlight: number): Promise<Uuid> {
    return (await engine.addWebhook({ url: NOWHERE, maxInFlight })).id;
  }

  it('gives no delivery to two claimers', async () => {
    for (let webhook = 0; webhook < 4; webhook += 1) {
      await insertDeliveries(engine, await addWebhook(1_000), 500);
    }
    const otherPool = createEnginePool(engine.database.url);
    const queues = [queue, new DeliveryQueue(otherPool, LEASE_MS)];
    const claimed: ClaimedDelivery[] = [];
    for (let round = 0; round < 40 && claimed.length < 2_000; round += 1) {
      const results = await Promise.all(
        [...queues, ...queues, ...queues].map(async (one) => await one.claimDue(50, NONE)),
      );
      claimed.push(...results.flat());
    }
    await otherPool.end();
    expect(claimed).toHaveLength(2_000);
    expect(new Set(idsOf(claimed)).size).toBe(2_000);
    expect(await queue.claimDue(50, NONE)).toEqual([]);
  });

  it('leases what it takes for as long as it says, counted by the database', async () => {
    const [id] = await insertDeliveries(engine, await addWebhook(10), 1);
    const [claimed] = await queue.claimDue(10, NONE);
    const [row] = await engine.database.query(
      `select id, status, ready, lease_token, unrecorded_claims, attempt_count,
              next_attempt_at - updated_at = interval '1 minute' as is_leased_a_minute
       from live_deliveries`,
    );
    expect(claimed).toMatchObject({ id, leaseToken: '1', event: { data: '{"inserted":true}' } });
    expect(row).toEqual({
      id,
      status: 'in_progress',
      ready: false,
      lease_token: '1',
      unrecorded_claims: 1,
      attempt_count: 0,
      is_leased_a_minute: true,
    });
  });

  it('never lets the backlog of one webhook stand before the rows of another', async () => {
    const before = await addWebhook(64);
    const flooded = await addWebhook(64);
    const after = await addWebhook(64);
    await insertDeliveries(engine, flooded, 5_000); // first in time
    await insertDeliveries(engine, before, 10);
    await insertDeliveries(engine, after, 10);
    const claimed: ClaimedDelivery[] = [];
    for (let round = 0; round < 3; round += 1) claimed.push(...(await queue.claimDue(50, NONE)));
    const counts = [before, after].map((id) => claimed.filter(({ webhookId }) => webhookId === id).length);
    expect(counts).toEqual([10, 10]);
  });

  it('passes over paused webhooks, which keep their rows', async () => {
    const paused = await addWebhook(10);
    const open = await addWebhook(10);
    const held = await insertDeliveries(engine, paused, 3);
    const free = await insertDeliveries(engine, open, 3);
    await engine.database.query('update webhooks set paused_at = now() where id = $1', [paused]);
    expect(idsOf(await queue.claimDue(50, NONE))).toEqual(free);
    expect(await queue.claimDue(50, NONE)).toEqual([]);
    await engine.database.query('update webhooks set paused_at = null where id = $1', [paused]);
    expect(idsOf(await queue.claimDue(50, NONE))).toEqual(held);
  });

  it('takes no more of a webhook than it may have in flight', async () => {
    const webhook = await addWebhook(3);
    const ids = await insertDeliveries(engine, webhook, 10);
    expect(idsOf(await queue.claimDue(50, NONE))).toEqual(ids.slice(0, 3));
    expect(await queue.claimDue(50, limitedByWebhooks(new Map([[webhook, 3]])))).toEqual([]);
    expect(await queue.claimDue(50, limitedByWebhooks(new Map([[webhook, 4]])))).toEqual([]); // the limit has been lowered since
    expect(idsOf(await queue.claimDue(50, limitedByWebhooks(new Map([[webhook, 1]]))))).toEqual(
      ids.slice(3, 5),
    );
  });

  it("takes a webhook's rows by priority, and of one priority the oldest first", async () => {
    const ids = await insertDeliveries(engine, await addWebhook(2), 6);
    const priorities = [0, 5, 0, 100, 5, 0];
    await engine.database.query(
      'update live_deliveries d set priority = p.priority from unnest($1::uuid[], $2::int[]) p(id, priority) where d.id = p.id',
      [ids, priorities],
    );
    const taken: Uuid[][] = [];
    for (let round = 0; round < 3; round += 1) taken.push(idsOf(await queue.claimDue(10, NONE)).toSorted());
    expect(taken.map((pair) => pair.map((id) => ids.indexOf(id)))).toEqual([
      [1, 3],
      [0, 4],
      [2, 5],
    ]);
  });

  it('goes on behind the last webhook it took from, and starts anew at the end', async () => {
    const webhooks: Uuid[] = [];
    for (let count = 0; count < 4; count += 1) webhooks.push(await addWebhook(10));
    for (const id of webhooks) await insertDeliveries(engine, id, 20);
    const order: (Uuid | undefined)[] = [];
    for (let round = 0; round < 8; round += 1) {
      const claimed = await queue.claimDue(10, NONE);
      expect(new Set(claimed.map(({ webhookId }) => webhookId)).size).toBe(1);
      order.push(claimed[0]?.webhookId);
    }
    expect(order).toEqual([...webhooks, ...webhooks]);
  });

  it('takes what belongs to a webhook or an event that is gone, so that it can be ended', async () => {
    const webhook = await addWebhook(10);
    const [id = ''] = await insertDeliveries(engine, webhook, 1);
    await engine.database.query('delete from events where id = (select event_id from live_deliveries)');
    await engine.database.query('delete from webhooks where id = $1', [webhook]);
    expect(await queue.claimDue(10, NONE)).toMatchObject([{ id, event: null }]);
  });
});
