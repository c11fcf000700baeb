import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Publisher } from '../../../src/engine/publish/publisher.ts';
import { SubscriptionCache } from '../../../src/engine/fan-out/subscription-cache.ts';
import { QuotaError } from '../../../src/engine/quotas/quota-error.ts';
import { NO_KEYS } from '../../support/assemble-engine.ts';
import {
  createEnginePool,
  DEFAULT_TENANT,
  newEvent,
  startEngine,
  type EngineHarness,
} from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { awaitWholeMinute } from '../../support/quota-tenants.ts';
import { countStatements } from '../../support/statement-counter.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(async () => {
  await engine.close();
});

type Column = 'events_per_minute_quota' | 'live_deliveries_quota' | 'payload_bytes_quota';

async function setQuota(column: Column, quota: number | null): Promise<void> {
  await engine.database.query(`update tenants set ${column} = $1 where id = $2`, [quota, DEFAULT_TENANT]);
  await engine.database.query('update subscription_versions set version = version + 1');
  engine.subscriptions.forget(DEFAULT_TENANT);
}

const publish = async (count = 1) =>
  await engine.publisher.publish(Array.from({ length: count }, () => newEvent('a', '{}')));

/** What was refused, by the quota's name; null for what was stored. */
const outcomes = async (works: readonly Promise<unknown>[]): Promise<(string | null)[]> =>
  (await Promise.allSettled(works)).map((result) => {
    if (result.status === 'fulfilled') return null;
    if (result.reason instanceof QuotaError) return result.reason.quota;
    throw result.reason;
  });

async function countRows(table: 'events' | 'live_deliveries' | 'outbox'): Promise<number> {
  return (await engine.database.query(`select from ${table}`)).length;
}

describe('publishing in process', () => {
  it('is held to events a minute, alone, in batches and by another process at once', async () => {
    await awaitWholeMinute(engine);
    await setQuota('events_per_minute_quota', 100);
    const pool = createEnginePool(engine.database.url);
    const { ids } = engine;
    const subscriptions = new SubscriptionCache(pool, NO_KEYS);
    const other = new Publisher({ pool, subscriptions, ids, handOff: null, onPublished: () => undefined });
    const found = await outcomes(
      Array.from({ length: 120 }, async (_, index) =>
        index % 3 === 0 ? await publish(2) : await other.publish([newEvent('a', '{}')]),
      ),
    );
    expect(new Set(found)).toEqual(new Set([null, 'events_per_minute']));
    // A pair may find one place, which the next one takes.
    expect(await countRows('events')).toBe(100);
    await pool.end();
  });

  it('writes nothing more once the minute is known to be used up', async () => {
    await awaitWholeMinute(engine);
    await setQuota('events_per_minute_quota', 5);
    await publish(5);
    const statements = countStatements(engine.pool);
    expect(new Set(await outcomes(Array.from({ length: 50 }, async () => await publish())))).toEqual(
      new Set(['events_per_minute']),
    );
    expect([...statements.counts]).toEqual([]);
  });

  it('takes no statement more where there is no quota', async () => {
    await publish();
    const statements = countStatements(engine.pool);
    await publish();
    await setQuota('payload_bytes_quota', null);
    await publish();
    expect([...statements.counts.keys()].filter((name) => name.startsWith('admit'))).toEqual([]);
    expect(await engine.database.query('select from tenant_usage')).toEqual([]);
  });

  it('frees the slots that it had set aside for what is refused', async () => {
    await engine.addWebhook({ url: 'http://127.0.0.1:9/' });
    await setQuota('live_deliveries_quota', 0);
    expect(await outcomes([publish(), publish()])).toEqual(['live_deliveries', 'live_deliveries']);
    expect(engine.worker.statistics().inFlight).toBe(0);
    expect(await countRows('live_deliveries')).toBe(0);
    expect(await countRows('events')).toBe(0);
  });
});

describe('deliveries that the relay makes', () => {
  it('count at once, though nobody refuses them', async () => {
    await setQuota('live_deliveries_quota', 3);
    await publish(); // with no webhook yet, and counted from here on
    const { id } = await engine.addWebhook({ url: 'http://127.0.0.1:9/' });
    await engine.database.query('update webhooks set paused_at = now() where id = $1', [id]);
    // The process knows of no webhook: three events are left to the relay.
    await publish(3);
    expect(await countRows('outbox')).toBe(3);
    engine.worker.start();
    await eventually('all are fanned out', async () => (await countRows('live_deliveries')) === 3);
    await eventually('the queue is full', async () => (await outcomes([publish()]))[0] === 'live_deliveries');
    expect(await countRows('live_deliveries')).toBe(3);
  });
});
