import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { DEFAULT_TENANT, newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { findDeliveries, insertDeliveries, NOWHERE, quickRetry } from './delivery-rows.ts';
import { startSilentReceiver, type SilentReceiver } from './silent-receiver.ts';

const BACKLOG = 100_000;
const HEALTHY = 1_000;
/** Loose: the machine may be busy. Alone it takes a second. */
const PATIENCE_MS = 40_000;

describe('beside others', () => {
  let engine: EngineHarness;
  const receivers: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    engine = await startEngine({ slotsMax: 100 });
  });

  afterEach(async () => {
    await engine.close();
    for (const receiver of receivers.splice(0)) await receiver.close();
  });

  async function startSilent(): Promise<SilentReceiver> {
    const receiver = await startSilentReceiver();
    receivers.push(receiver);
    return receiver;
  }

  async function startAnswering(delayMs = 0): Promise<Receiver> {
    const receiver = await startReceiver(() => ({ status: 200, delayMs }));
    receivers.push(receiver);
    return receiver;
  }

  async function countFinished(webhookId: Uuid): Promise<number> {
    const rows = await engine.database.query<{ count: number }>(
      'select count(*)::int as count from finished_deliveries where webhook_id = $1',
      [webhookId],
    );
    return rows[0]?.count ?? 0;
  }

  async function addBacklog(url: string, count: number, tenantId = DEFAULT_TENANT): Promise<Uuid> {
    const { id } = await engine.addWebhook({ url, retry: quickRetry(50, 60_000) });
    await engine.database.query('update webhooks set tenant_id = $1 where id = $2', [tenantId, id]);
    await insertDeliveries(engine, id, count, 0, tenantId);
    return id;
  }

  it('whose endpoint hangs with 100,000 deliveries due, a healthy webhook’s are delivered meanwhile', async () => {
    const silent = await startSilent();
    const receiver = await startAnswering();
    await addBacklog(silent.url, BACKLOG);
    const healthy = await addBacklog(receiver.url, HEALTHY);
    engine.worker.start();
    const isDone = async (): Promise<boolean> => (await countFinished(healthy)) === HEALTHY;
    await eventually('the healthy are delivered', isDone, PATIENCE_MS);
    expect(silent.arrived()).toBeLessThanOrEqual(16); // some time out meanwhile on a busy machine
  }, 120_000);

  it('whose endpoint is dead with 100,000 deliveries due, a healthy webhook’s are delivered meanwhile', async () => {
    const receiver = await startAnswering();
    const dead = await addBacklog(NOWHERE, BACKLOG);
    const healthy = await addBacklog(receiver.url, HEALTHY);
    engine.worker.start();
    const isDone = async (): Promise<boolean> => (await countFinished(healthy)) === HEALTHY;
    await eventually('the healthy are delivered', isDone, PATIENCE_MS);
    const rows = await engine.database.query<{ untried: number }>(
      'select count(*)::int as untried from live_deliveries where webhook_id = $1 and attempt_count = 0',
      [dead],
    );
    expect(rows[0]?.untried).toBeGreaterThan(BACKLOG / 2);
  }, 120_000);

  it('that hang by the dozen, a webhook has half of the slots for itself', async () => {
    const silent = await startSilent();
    const receiver = await startAnswering(5);
    engine.worker.start();
    const healthy = await addBacklog(receiver.url, 10);
    await eventually('it has answered', async () => (await countFinished(healthy)) === 10);
    for (let count = 0; count < 30; count += 1) await addBacklog(silent.url, 100);
    await eventually('half of the slots hang', () => silent.arrived() === 50, PATIENCE_MS);
    await insertDeliveries(engine, healthy, HEALTHY);
    const isDone = async (): Promise<boolean> => (await countFinished(healthy)) === HEALTHY + 10;
    await eventually('the healthy are delivered', isDone, PATIENCE_MS);
  }, 120_000);

  it('a tenant that floods leaves half of the slots to another', async () => {
    const flooded = await startAnswering(200);
    const receiver = await startAnswering(200);
    for (let count = 0; count < 20; count += 1) await addBacklog(flooded.url, 1_000);
    engine.worker.start();
    await eventually('the flood has all slots', () => engine.worker.statistics().inFlight > 80, PATIENCE_MS);
    const other = await addTenant(engine, 'other');
    const webhook = await addBacklog(receiver.url, 400, other);
    let most = 0;
    const isDone = async (): Promise<boolean> => {
      const rows = await engine.database.query<{ count: number }>(
        `select count(*)::int as count from live_deliveries where webhook_id = $1 and status = 'in_progress'`,
        [webhook],
      );
      most = Math.max(most, rows[0]?.count ?? 0);
      return (await countFinished(webhook)) === 400;
    };
    await eventually('the other tenant’s are delivered', isDone, PATIENCE_MS);
    // By turns between webhooks alone it would have had one slot in twenty-one.
    expect(most).toBeGreaterThan(25);
    expect(flooded.requests.length).toBeLessThan(20_000);
  }, 120_000);

  it('a webhook that has not answered yet is handed off eight, and more once it has', async () => {
    const silent = await startSilent();
    const { id } = await engine.addWebhook({ url: silent.url, events: ['silent'] });
    const receiver = await startAnswering();
    const { id: answering } = await engine.addWebhook({ url: receiver.url, events: ['answered'] });
    engine.worker.start();
    const twenty = (type: string) => Array.from({ length: 20 }, () => newEvent(type, '{}'));
    await engine.publisher.publish(twenty('silent'));
    // A claim that was under way may hold more for a moment, until it has given them back.
    await eventually('eight are in progress', async () => {
      const rows = await findDeliveries(engine, 'webhook_id', id);
      return rows.filter(({ status }) => status === 'in_progress').length === 8;
    });
    await engine.publisher.publish(twenty('answered'));
    await eventually('all are delivered', async () => (await countFinished(answering)) === 20);
    await eventually('none waits', () => engine.worker.statistics().inFlight === 8);
    const reservation = engine.worker.handOff.begin();
    const snapshot = await engine.subscriptions.get(DEFAULT_TENANT);
    const webhook = snapshot.webhooks.get(answering);
    if (webhook === undefined) throw new Error('not in the snapshot');
    let taken = 0;
    while (reservation.take(webhook)) taken += 1;
    reservation.settle([]);
    expect(taken).toBeGreaterThan(8);
    expect(taken).toBeLessThanOrEqual(64);
  });

  it('more urgent deliveries of its own, the others of a webhook wait', async () => {
    const receiver = await startAnswering(5);
    const { id } = await engine.addWebhook({ url: receiver.url, maxInFlight: 1 });
    const ids = await insertDeliveries(engine, id, 30);
    const isUrgent = (index: number): boolean => index % 3 === 2;
    await engine.database.query('update live_deliveries set priority = 5 where id = any ($1::uuid[])', [
      ids.filter((_, index) => isUrgent(index)),
    ]);
    engine.worker.start();
    await eventually('all are delivered', async () => (await countFinished(id)) === 30);
    const attempts = await engine.database.query<{ delivery_id: Uuid }>(
      'select delivery_id from attempts order by started_at, id',
    );
    const urgent = attempts.map(({ delivery_id }) => isUrgent(ids.indexOf(delivery_id)));
    expect(urgent).toEqual([...Array<boolean>(10).fill(true), ...Array<boolean>(20).fill(false)]);
  });
});
