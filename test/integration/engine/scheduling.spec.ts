import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { BLIND_OBSERVER } from '../../../src/engine/engine-observer.ts';
import { EventCancel, type EventCancellation } from '../../../src/engine/queue/event-cancel.ts';
import { DEFAULT_TENANT, newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { findDeliveries, finishedOf, NOWHERE } from './delivery-rows.ts';

const HOUR_MS = 3_600_000;

describe('a scheduled event', () => {
  let engine: EngineHarness;
  let receiver: Receiver;

  beforeAll(async () => {
    engine = await startEngine();
    receiver = await startReceiver(() => ({ status: 204 }));
    engine.worker.start();
  });

  afterEach(async () => {
    await engine.database.query('update webhooks set deleted_at = now()');
    await engine.database.query('update subscription_versions set version = version + 1');
    await engine.database.query('delete from outbox');
    receiver.requests.length = 0;
  });

  afterAll(async () => {
    await engine.close();
    await receiver.close();
  });

  async function publish(type: string, deliverAt: number): Promise<string> {
    const [event] = await engine.publisher.publish([newEvent(type, '{"n":1}', { deliverAt, priority: 9 })]);
    return event?.id ?? '';
  }

  /** Another event, published behind it, is delivered: all that was due before has had its turn. */
  async function othersPass(): Promise<void> {
    const { id } = await engine.addWebhook({ url: receiver.url, events: ['other'] });
    await engine.publisher.publish([newEvent('other', '{}', { deliverAt: engine.clock.now() - 1 })]);
    await finishedOf(engine, id, 1);
  }

  /** Moves the time of an event to what the database's clock says, and this far from it. */
  async function moveDue(id: string, distance: string): Promise<void> {
    await engine.database.query(
      `update outbox set next_attempt_at = now() + $2::interval where event_id = $1`,
      [id, distance],
    );
  }

  it('is not matched before its time by the database’s clock, and at once then', async () => {
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['timed'] });
    const id = await publish('timed', engine.clock.now() + HOUR_MS);
    await othersPass();
    expect(await findDeliveries(engine, 'event_id', id)).toEqual([]);
    await moveDue(id, '1 min');
    await othersPass();
    expect(receiver.requests.filter(({ body }) => body.includes('timed'))).toEqual([]);
    await moveDue(id, '0');
    const [delivery] = await finishedOf(engine, webhookId, 1);
    expect(delivery).toMatchObject({ status: 'delivered', attempt_count: 1 });
    expect(await engine.database.query('select event_id from outbox')).toEqual([]);
  });

  it('is stored with its times, and one whose time has passed is due at once', async () => {
    const later = await publish('stored', engine.clock.now() + HOUR_MS);
    const past = await publish('stored', 0);
    const rows = await engine.database.query(
      `select e.id, o.next_attempt_at = e.deliver_at as is_at_its_time, o.next_attempt_at > now() as is_waiting
       from events e left join outbox o on o.event_id = e.id where e.id = any ($1::uuid[]) order by e.id`,
      [[later, past]],
    );
    expect(rows[0]).toEqual({ id: later, is_at_its_time: true, is_waiting: true });
    // No earlier than it was published: a time long ago is no way past those who wait.
    expect(rows[1]).not.toMatchObject({ is_waiting: true });
  });

  it('is all that an outbox row and an event have to say: who else inserts the two has scheduled it', async () => {
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url, events: ['foreign'] });
    const id = engine.ids.next();
    await engine.database.query(
      `with stored as (
         insert into events (id, tenant_id, type, data, occurred_at, deliver_at)
         values ($1, $2, 'foreign', '{}', now(), now() + interval '1 hour') returning id, tenant_id, deliver_at)
       insert into outbox (event_id, tenant_id, next_attempt_at) select id, tenant_id, deliver_at from stored`,
      [id, DEFAULT_TENANT],
    );
    await othersPass();
    expect(await findDeliveries(engine, 'event_id', id)).toEqual([]);
    await moveDue(id, '0');
    expect(await finishedOf(engine, webhookId, 1)).toMatchObject([{ status: 'delivered' }]);
  });

  describe('that is cancelled', () => {
    let recorded = 0;
    const record = async (): Promise<void> => {
      recorded += 1;
      await Promise.resolve();
    };
    const cancel = async (id: string, tenantId = DEFAULT_TENANT): Promise<EventCancellation> =>
      await new EventCancel(engine.pool, BLIND_OBSERVER).cancel(tenantId, id, record);

    it('goes nowhere, and another tenant cannot do it', async () => {
      await engine.addWebhook({ url: receiver.url, events: ['off'] });
      const id = await publish('off', engine.clock.now() + HOUR_MS);
      const stranger = await cancel(id, engine.ids.next());
      expect(stranger).toMatchObject({ isFanOutCancelled: false, cancelledAt: null });
      expect(await cancel(id)).toEqual({
        isFanOutCancelled: true,
        deliveries: 0,
        inProgress: 0,
        cancelledAt: expect.any(Date) as unknown,
      });
      await othersPass();
      expect(await findDeliveries(engine, 'event_id', id)).toEqual([]);
    });

    it('while the relay is at it takes the deliveries that the relay has just made', async () => {
      const { id: webhookId } = await engine.addWebhook({ url: NOWHERE, events: ['raced'] });
      await engine.database.query('update webhooks set paused_at = now() where id = $1', [webhookId]);
      const id = await publish('raced', engine.clock.now() + HOUR_MS);
      const relay = new pg.Client({ connectionString: engine.database.url });
      await relay.connect();
      await relay.query('begin; set local role posthorn_app');
      await relay.query('select from posthorn.outbox where event_id = $1 for update', [id]);
      const cancelling = cancel(id);
      await eventually('it waits for the relay', async () => {
        const waiting = await engine.database.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        return waiting.length > 0;
      });
      await relay.query(
        `insert into posthorn.live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready,
                                               next_attempt_at, max_attempts)
         values ($1, $2, $3, $4, 'raced', 'pending', true, now(), 3)`,
        [engine.ids.next(), DEFAULT_TENANT, webhookId, id],
      );
      await relay.query('delete from posthorn.outbox where event_id = $1', [id]);
      await relay.query('commit');
      await relay.end();
      expect(await cancelling).toMatchObject({ isFanOutCancelled: false, deliveries: 1 });
      expect(await findDeliveries(engine, 'event_id', id)).toMatchObject([{ status: 'cancelled' }]);
    });

    it('takes more than one statement’s deliveries, and leaves what is in flight', async () => {
      const { id: webhookId } = await engine.addWebhook({ url: NOWHERE, events: ['none'] });
      await engine.database.query('update webhooks set paused_at = now() where id = $1', [webhookId]);
      const id = await publish('many', engine.clock.now() + HOUR_MS);
      await engine.database.query('delete from outbox');
      await engine.database.query(
        `insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at,
                                      max_attempts, lease_token)
         select (substr($1::uuid::text, 1, 24) || lpad(to_hex(n), 12, '0'))::uuid, $2, $3, $1::uuid, 'many',
                case when n = 1 then 'in_progress' else 'pending' end::delivery_status, n > 1,
                now() + interval '1 hour', 3, 1
         from generate_series(1, 2501) n`,
        [id, DEFAULT_TENANT, webhookId],
      );
      recorded = 0;
      expect(await cancel(id)).toMatchObject({ isFanOutCancelled: false, deliveries: 2_500, inProgress: 1 });
      expect(await cancel(id)).toMatchObject({ deliveries: 0, inProgress: 1, cancelledAt: null });
      expect(recorded).toBe(1);
    });

    it('stays as it was where what is told of it cannot be stored', async () => {
      const id = await publish('untold', engine.clock.now() + HOUR_MS);
      const cancellation = new EventCancel(engine.pool, BLIND_OBSERVER).cancel(
        DEFAULT_TENANT,
        id,
        async () => {
          await Promise.reject(new Error('the log is full'));
        },
      );
      await expect(cancellation).rejects.toThrow('the log is full');
      expect(await cancel(id)).toMatchObject({ isFanOutCancelled: true });
    });
  });
});
