import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Uuid } from '../../../src/domain/ids.ts';
import type { HandOff } from '../../../src/engine/publish/hand-off.ts';
import type { NewEvent } from '../../../src/engine/publish/new-event.ts';
import { Publisher } from '../../../src/engine/publish/publisher.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver } from '../../support/receiver.ts';
import { findDeliveries, finishedOf, NOWHERE } from './delivery-rows.ts';
import { startSilentReceiver, type SilentReceiver } from './silent-receiver.ts';

const some = (count: number): NewEvent[] =>
  Array.from({ length: count }, () => newEvent('direct', '{"a": 1}'));

describe('a delivery that is handed off', () => {
  let engine: EngineHarness;
  const receivers: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    engine = await startEngine({ leaseMs: 1_000 });
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

  async function statesOf(webhookId: Uuid): Promise<string[]> {
    return (await findDeliveries(engine, 'webhook_id', webhookId)).map(({ status }) => status);
  }

  /** Another publisher of the same process, whose hand-off does something else besides. */
  function publisherWith(handOff: HandOff): Publisher {
    const { pool, subscriptions, ids } = engine;
    return new Publisher({ pool, subscriptions, ids, handOff, onPublished: () => undefined });
  }

  it('is sent with the payload as it was published, and recorded as any other', async () => {
    const receiver = await startReceiver();
    receivers.push(receiver);
    const { id } = await engine.addWebhook({ url: receiver.url });
    engine.worker.start();
    await engine.publisher.publish([newEvent('direct', '{"b": 1.50, "a": "é"}')]);
    const [delivery] = await finishedOf(engine, id, 1);
    expect(delivery).toMatchObject({ status: 'delivered', attempt_count: 1, lease_token: '1' });
    expect(receiver.requests.map(({ body }) => body.toString())).toEqual([
      '{"type":"direct","timestamp":"2026-11-18T11:06:40.123Z","data":{"b": 1.50, "a": "é"}}',
    ]);
  });

  it('stands as leased from its very publish on', async () => {
    const receiver = await startSilent();
    const { id } = await engine.addWebhook({ url: receiver.url });
    engine.worker.start();
    await engine.publisher.publish(some(3));
    const rows = await engine.database.query(
      `select status, ready, lease_token, unrecorded_claims, attempt_count, next_attempt_at > now() as is_leased
       from live_deliveries where webhook_id = $1`,
      [id],
    );
    const leased = { status: 'in_progress', ready: false, lease_token: '1', unrecorded_claims: 1 };
    expect(rows).toEqual(Array.from({ length: 3 }, () => ({ ...leased, attempt_count: 0, is_leased: true })));
    await eventually('all are sent', () => receiver.arrived() === 3);
  });

  it.each([
    ['paused', `update webhooks set paused_at = now() where id = $1`],
    ['limited to a rate', `update webhooks set rate_limit = '{"limit": 1, "period_ms": 1000}' where id = $1`],
  ])('is not one whose webhook is %s', async (_state, change) => {
    const { id } = await engine.addWebhook({ url: NOWHERE });
    await engine.database.query(change, [id]);
    const reservation = openHandOff().begin();
    const snapshot = await engine.subscriptions.get((await tenantOf(id)) ?? '');
    const webhook = snapshot.webhooks.get(id);
    expect(webhook !== undefined && reservation.take(webhook)).toBe(false);
  });

  /** A claim that was under way may hold one more for a moment, until it has given it back. */
  async function eventuallyAre(
    expected: readonly string[],
    read: () => Promise<readonly (string | undefined)[]>,
  ): Promise<void> {
    await eventually(`the states are ${expected.join(', ')}`, async () =>
      isDeepStrictEqual(await read(), expected),
    );
  }

  function openHandOff(): HandOff {
    engine.worker.start();
    return engine.worker.handOff;
  }

  async function tenantOf(id: Uuid): Promise<Uuid | undefined> {
    const rows = await engine.database.query<{ tenant_id: Uuid }>(
      'select tenant_id from webhooks where id = $1',
      [id],
    );
    return rows[0]?.tenant_id;
  }

  it('is none beyond the webhook’s share, which waits in the queue', async () => {
    const receiver = await startSilent();
    const { id } = await engine.addWebhook({ url: receiver.url, maxInFlight: 2 });
    engine.worker.start();
    await engine.publisher.publish(some(5));
    const shared = ['in_progress', 'in_progress', 'pending', 'pending', 'pending'];
    await eventuallyAre(shared, async () => (await statesOf(id)).sort());
  });

  it('is none beyond the slots of the process, and the more urgent comes first', async () => {
    const receiver = await startSilent();
    const small = engine.createWorker({ slotsMax: 2, leaseMs: 1_000 });
    small.start();
    const { id } = await engine.addWebhook({ url: receiver.url });
    const events = [0, 5, 9].map((priority) => newEvent('direct', '{}', { priority }));
    const published = await publisherWith(small.handOff).publish(events);
    const stateOf = async (event: { id: Uuid }): Promise<string | undefined> =>
      (await findDeliveries(engine, 'event_id', event.id))[0]?.status;
    await eventuallyAre(
      ['pending', 'in_progress', 'in_progress'],
      async () => await Promise.all(published.map(stateOf)),
    );
    expect(await statesOf(id)).toHaveLength(3);
  });

  it('does not go past those that wait in the queue', async () => {
    const receiver = await startReceiver(() => ({ status: 200, delayMs: 2 }));
    receivers.push(receiver);
    const { id } = await engine.addWebhook({ url: receiver.url, maxInFlight: 1 });
    engine.worker.start();
    const ids: string[] = [];
    for (let count = 0; count < 40; count += 1) {
      const [published] = await engine.publisher.publish(some(1));
      ids.push(published?.id ?? '');
    }
    await finishedOf(engine, id, 40);
    const order = await engine.database.query<{ event_id: Uuid }>(
      'select f.event_id from attempts a join finished_deliveries f on f.id = a.delivery_id order by a.started_at',
    );
    expect(order.map(({ event_id }) => event_id)).toEqual(ids);
  });

  it('whose process dies between the commit and the send is sent by another, and has burnt no attempt', async () => {
    const receiver = await startReceiver();
    receivers.push(receiver);
    const { id } = await engine.addWebhook({ url: receiver.url });
    const dying: HandOff = { leaseMs: 1_000, begin: () => ({ take: () => true, settle: () => undefined }) };
    await publisherWith(dying).publish(some(2));
    expect(await statesOf(id)).toEqual(['in_progress', 'in_progress']);
    engine.worker.start();
    const delivered = { status: 'delivered', attempt_count: 1, lease_token: '2' };
    expect(await finishedOf(engine, id, 2)).toMatchObject([delivered, delivered]);
    expect(receiver.requests).toHaveLength(2);
  });

  it('leaves its slot free where nothing was stored', async () => {
    const receiver = await startSilent();
    const { id } = await engine.addWebhook({ url: receiver.url, maxInFlight: 1 });
    engine.worker.start();
    await expect(engine.publisher.publish([newEvent('direct', '{"broken')])).rejects.toThrow();
    const idempotency = { key: 'k', fingerprint: createHash('sha256').update('1').digest() };
    await engine.publisher.publish([newEvent('direct', '{}', { idempotency })]);
    expect(await statesOf(id)).toEqual(['in_progress']);
    await eventually('it is sent', () => receiver.arrived() === 1);
    // Known by its key: another slot is taken for it and freed again, whatever the share.
    const { id: other } = await engine.addWebhook({ url: receiver.url, maxInFlight: 1 });
    await engine.publisher.publish([newEvent('direct', '{}', { idempotency })]);
    await engine.publisher.publish(some(1));
    await eventually('the other webhook’s is sent', async () => (await statesOf(other))[0] === 'in_progress');
  });

  it('is left to the relay where the webhooks have changed since they were read', async () => {
    const receiver = await startReceiver();
    receivers.push(receiver);
    const { id: first } = await engine.addWebhook({ url: receiver.url, maxInFlight: 1 });
    engine.worker.start();
    await engine.publisher.publish(some(1));
    await finishedOf(engine, first, 1);
    const { id: second } = await engine.addWebhook({ url: receiver.url });
    await engine.publisher.publish(some(1)); // by the old snapshot
    await finishedOf(engine, second, 1);
    await finishedOf(engine, first, 2);
    expect(receiver.requests).toHaveLength(3);
    expect(engine.worker.statistics().inFlight).toBe(0);
  });

  it('is given back when the worker stops before it is sent: due at once, and counted nowhere', async () => {
    const { id } = await engine.addWebhook({ url: NOWHERE });
    engine.worker.start();
    let stopped = Promise.resolve();
    const stopping: HandOff = {
      leaseMs: 1_000,
      begin: () => {
        const reservation = engine.worker.handOff.begin();
        return {
          take: (webhook) => reservation.take(webhook),
          settle: (deliveries) => {
            stopped = engine.worker.stop(5_000);
            reservation.settle(deliveries);
          },
        };
      },
    };
    await publisherWith(stopping).publish(some(2));
    await stopped;
    const rows = await engine.database.query(
      `select status, ready, attempt_count, unrecorded_claims, next_attempt_at <= now() as is_due
       from live_deliveries where webhook_id = $1`,
      [id],
    );
    const untouched = {
      status: 'pending',
      ready: true,
      attempt_count: 0,
      unrecorded_claims: 0,
      is_due: true,
    };
    expect(rows).toEqual([untouched, untouched]);
    await publisherWith(engine.worker.handOff).publish(some(1));
    expect(await statesOf(id)).toEqual(['pending', 'pending', 'pending']);
  });
});
