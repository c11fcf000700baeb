import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { BLIND_OBSERVER, type FanOutCounts } from '../../../src/engine/engine-observer.ts';
import { IdempotencyError, type NewEvent } from '../../../src/engine/publish/new-event.ts';
import { DEFAULT_TENANT, newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { NOWHERE } from './delivery-rows.ts';
import { eventually } from '../../support/eventually.ts';

/** An event under a key; the fingerprint is that of its payload. */
function keyed(key: string, data = '{}'): NewEvent {
  const fingerprint = createHash('sha256').update(data).digest();
  return newEvent('keyed', data, { idempotency: { key, fingerprint } });
}

describe('publishing', () => {
  let engine: EngineHarness;

  beforeAll(async () => {
    engine = await startEngine(); // its worker stands still, so that what a commit left can be looked at
  });

  afterAll(async () => {
    await engine.close();
  });

  afterEach(async () => {
    await engine.database.query('update webhooks set deleted_at = now()');
    await engine.database.query('delete from live_deliveries');
    await engine.database.query('delete from outbox');
    await engine.database.query('delete from idempotency_keys');
    await engine.database.query('update subscription_versions set version = version + 1');
    engine.subscriptions.forget(DEFAULT_TENANT);
  });

  async function count(table: string, where = 'true'): Promise<number> {
    const rows = await engine.database.query<{ n: number }>(
      `select count(*)::int as n from ${table} where ${where}`,
    );
    return rows[0]?.n ?? -1;
  }

  async function publish(...events: NewEvent[]): Promise<string[]> {
    const published = await engine.publisher.publish(events);
    return published.map(({ id }) => id);
  }

  async function receiversOf(eventId: string): Promise<string[]> {
    const rows = await engine.database.query<{ webhook_id: string }>(
      'select webhook_id from live_deliveries where event_id = $1 order by webhook_id',
      [eventId],
    );
    return rows.map((row) => row.webhook_id);
  }

  it('commits an event together with its deliveries', async () => {
    const first = await engine.addWebhook({ url: NOWHERE, events: ['order.paid'] });
    const second = await engine.addWebhook({ url: NOWHERE, events: ['order.*'] });
    await engine.addWebhook({ url: NOWHERE, events: ['invoice.paid'] });
    const [id = ''] = await publish(newEvent('order.paid', '{}', { priority: 7, tags: ['a "b"', '{,}'] }));
    const rows = await engine.database.query(
      `select d.webhook_id, d.status, d.ready, d.priority, d.tags, d.xmin = e.xmin as is_together
       from live_deliveries d join events e on e.id = d.event_id where e.id = $1 order by d.webhook_id`,
      [id],
    );
    const row = { status: 'pending', ready: true, priority: 7, tags: ['a "b"', '{,}'], is_together: true };
    expect(rows).toEqual([first, second].map((webhook) => ({ webhook_id: webhook.id, ...row })));
    expect(await count('outbox')).toBe(0);
  });

  it('leaves an event to the relay when the subscriptions have moved on, and the relay misses nobody', async () => {
    const webhooks = [(await engine.addWebhook({ url: NOWHERE, events: ['moved'] })).id];
    await publish(newEvent('moved', '1')); // the publisher knows the webhook now
    expect(await count('outbox')).toBe(0);
    const relaying = engine.createWorker({ slotsMax: 0 });
    // The second time, the relay too has an old snapshot.
    for (const round of ['2', '3']) {
      webhooks.push((await engine.addWebhook({ url: NOWHERE, events: ['moved'] })).id);
      const before = await count('live_deliveries');
      const publishing = publish(newEvent('moved', round));
      if (round === '2') {
        await publishing;
        expect([await count('outbox'), await count('live_deliveries')]).toEqual([1, before]);
        relaying.start();
      }
      const [id = ''] = await publishing;
      await eventually('the relay has fanned out', async () => (await count('outbox')) === 0);
      expect(await receiversOf(id)).toEqual(webhooks);
      await publish(newEvent('moved', '"now it knows them"'));
    }
    await relaying.stop(0);
  });

  it('brings an event to each of more webhooks than one statement takes', async () => {
    await engine.database.query(
      `insert into webhooks (id, tenant_id, name, url, events, retry)
       select gen_random_uuid(), $1, 'one of many', $2, '{crowd}', $3 from generate_series(1, 12000)`,
      [DEFAULT_TENANT, NOWHERE, JSON.stringify({ schedule_ms: [1], jitter: 0, retry_on: 'any_failure' })],
    );
    await engine.database.query('update subscription_versions set version = version + 1');
    engine.subscriptions.forget(DEFAULT_TENANT);
    const [id = ''] = await publish(newEvent('crowd', '{}'));
    expect(await count('live_deliveries', `event_id = '${id}'`)).toBe(0);
    const relaying = engine.createWorker({ slotsMax: 0 });
    relaying.start();
    await eventually('the relay has fanned out', async () => (await count('outbox')) === 0);
    const rows = await engine.database.query<{ rows: number; webhooks: number }>(
      'select count(*)::int as rows, count(distinct webhook_id)::int as webhooks from live_deliveries where event_id = $1',
      [id],
    );
    expect(rows).toEqual([{ rows: 12_000, webhooks: 12_000 }]);
    await relaying.stop(0);
  });

  it('leaves what a batch brings beyond one statement to the relay, which does it in pieces', async () => {
    const [webhooks, events] = [50, 1_000];
    for (let made = 0; made < webhooks; made += 1) {
      await engine.addWebhook({ url: NOWHERE, events: ['wide'] });
    }
    const ids = await publish(...Array.from({ length: events }, () => newEvent('wide', '{}')));
    // 100 events of 50 webhooks each fill a statement.
    expect([await count('live_deliveries'), await count('outbox')]).toEqual([5_000, events - 100]);
    const fannedOut: number[] = [];
    const observer = {
      ...BLIND_OBSERVER,
      fannedOut: (_by: string, counts: FanOutCounts) => fannedOut.push(counts.deliveries),
    };
    const relaying = engine.createWorker({ slotsMax: 0, observer });
    relaying.start();
    await eventually('all are fanned out', async () => (await count('outbox')) === 0, 60_000);
    await relaying.stop(0);
    expect(Math.max(...fannedOut)).toBe(5_000); // a transaction
    const rows = await engine.database.query<{ events: number; rows: number; pairs: number }>(
      `select count(distinct event_id)::int as events, count(*)::int as rows,
              count(distinct (event_id, webhook_id))::int as pairs
       from live_deliveries where event_id = any ($1::uuid[])`,
      [ids],
    );
    expect(rows).toEqual([{ events, rows: events * webhooks, pairs: events * webhooks }]);
  });

  it('stores a batch whole or not at all', async () => {
    await engine.addWebhook({ url: NOWHERE, events: ['batch'] });
    const good = Array.from({ length: 1_000 }, (_, index) => newEvent('batch', `{"n":${index}}`));
    const bad = good.with(999, newEvent('batch', '{"n":'));
    await expect(publish(...bad)).rejects.toMatchObject({ code: '22P02' });
    expect([await count('events', `type = 'batch'`), await count('live_deliveries')]).toEqual([0, 0]);

    const ids = await publish(...good);
    const stored = await engine.database.query<{ id: string; n: number }>(
      `select id, (data->>'n')::int as n from events where type = 'batch' order by id`,
    );
    expect(stored).toEqual(ids.map((id, n) => ({ id, n }))); // answered in the order that they were given in
    expect(await count('live_deliveries')).toBe(1_000);
  });

  describe('under a key', () => {
    const REPLAYED = { isReplayed: true, deliveryIds: null, trace: null };

    it('answers a repeated request with its first event, and stores nothing', async () => {
      await engine.addWebhook({ url: NOWHERE, events: ['keyed'] });
      const [first] = await engine.publisher.publish([keyed('k')]);
      const [again] = await engine.publisher.publish([keyed('k')]);
      expect(again).toEqual({ id: first?.id, ...REPLAYED });
      const rows = await engine.database.query<{ id: string }>('select id from live_deliveries');
      expect(first?.deliveryIds).toEqual(rows.map(({ id }) => id));
      expect(await count('live_deliveries')).toBe(1);
    });

    it('refuses the key for another request, and stores nothing of what came with it', async () => {
      await publish(keyed('k'));
      const events = await count('events');
      const refused = publish(newEvent('beside', '{}'), keyed('k', '{"other":1}'));
      await expect(refused).rejects.toBeInstanceOf(IdempotencyError);
      await expect(refused).rejects.toMatchObject({ kind: 'other_request', index: 1 });
      expect(await count('events')).toBe(events);
    });

    it('takes a key that appears twice in a batch once, across statements too', async () => {
      const events = Array.from({ length: 250 }, (_, index) => keyed(`b${index}`));
      const published = await engine.publisher.publish([
        ...events,
        keyed('b0'),
        keyed('b249'),
        keyed('b249'),
      ]);
      expect(published.slice(250)).toEqual(
        [0, 249, 249].map((index) => ({ id: published[index]?.id, ...REPLAYED })),
      );
      await expect(publish(keyed('c'), keyed('c', '{"other":1}'))).rejects.toMatchObject({ index: 1 });
    });

    it('makes one event of twenty requests at once', async () => {
      await engine.addWebhook({ url: NOWHERE, events: ['keyed'] });
      const all = await Promise.all(
        Array.from({ length: 20 }, async () => await engine.publisher.publish([keyed('race')])),
      );
      expect(new Set(all.flat().map(({ id }) => id)).size).toBe(1);
      expect(all.flat().filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
      expect(await count('live_deliveries')).toBe(1);
    });

    it('tells the loser of two batches that wait for each other to come again', async () => {
      const keys = Array.from({ length: 400 }, (_, index) => keyed(`d${String(index).padStart(3, '0')}`));
      const results = await Promise.allSettled([publish(...keys), publish(...keys.toReversed())]);
      const stored = await count('idempotency_keys');
      expect(stored).toBe(400);
      for (const result of results.filter(({ status }) => status === 'rejected')) {
        expect(result).toMatchObject({ reason: { kind: 'still_running' } });
      }
    });
  });

  it('keeps its own types from those who did not name them', async () => {
    const wildcard = await engine.addWebhook({ url: NOWHERE, events: ['*'] });
    const everything = await engine.addWebhook({ url: NOWHERE });
    const named = await engine.addWebhook({ url: NOWHERE, events: ['posthorn.webhook.disabled'] });
    const family = await engine.addWebhook({ url: NOWHERE, events: ['posthorn.*'] });
    await engine.addWebhook({ url: NOWHERE, events: ['post*', 'posthorn', 'order.*'] });
    const receiversOfType = async (type: string): Promise<string[]> => {
      const [id = ''] = await publish(newEvent(type, '{}'));
      return await receiversOf(id);
    };
    expect(await receiversOfType('posthorn.webhook.disabled')).toEqual([named.id, family.id]);
    expect(await receiversOfType('posthornish')).toEqual([wildcard.id, everything.id]);
    expect(await receiversOfType('ordered')).toEqual([wildcard.id, everything.id]);
  });
});
