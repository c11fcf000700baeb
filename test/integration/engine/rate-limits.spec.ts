import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { limitedByWebhooks } from '../../../src/engine/queue/claim-limits.ts';
import type { ClaimedDelivery } from '../../../src/engine/queue/claimed-delivery.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { newEvent, startEngine, type EngineHarness, type RateLimit } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../../support/receiver.ts';
import { countStatements } from '../../support/statement-counter.ts';
import { findDeliveries, finishedOf, insertDeliveries, NOWHERE, quickRetry } from './delivery-rows.ts';
import { GrantLog, mostWithin } from './grant-log.ts';

const LEASE_MS = 60_000;
/** No token comes back while a test lasts. */
const HARDLY = 0.01;

describe('a webhook with a rate limit', () => {
  let engine: EngineHarness;
  let receiver: Receiver;
  let answer: (index: number) => Answer;

  beforeEach(async () => {
    engine = await startEngine();
    answer = () => ({ status: 204 });
    receiver = await startReceiver((_request, index) => answer(index));
  });

  afterEach(async () => {
    await engine.close();
    await receiver.close();
  });

  async function addLimited(rateLimit: RateLimit, maxAttempts = 10): Promise<Uuid> {
    const retry = quickRetry(maxAttempts);
    return (await engine.addWebhook({ url: receiver.url, maxInFlight: 500, retry, rateLimit })).id;
  }

  async function setLimit(id: Uuid, rateLimit: RateLimit | null): Promise<void> {
    await engine.database.query('update webhooks set rate_limit = $2 where id = $1', [id, rateLimit]);
  }

  async function moveHourBack(id: Uuid): Promise<void> {
    await engine.database.query(
      `update webhook_buckets set hour_began_at = hour_began_at - interval '1 hour' where webhook_id = $1`,
      [id],
    );
  }

  async function claim(queue: DeliveryQueue): Promise<ClaimedDelivery[]> {
    return await queue.claimDue(200, limitedByWebhooks(new Map()));
  }

  async function countBy(id: Uuid): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { status } of await findDeliveries(engine, 'webhook_id', id)) {
      counts[status] = (counts[status] ?? 0) + 1;
    }
    return counts;
  }

  it('of 10 a second and a burst of 20 gets what its bucket allows from two workers, and never more', async () => {
    const grants = await GrantLog.open(engine);
    const id = await addLimited({ requests_per_second: 10, burst: 20 });
    await insertDeliveries(engine, id, 400);
    engine.worker.start();
    engine.createWorker().start();
    const ofTwelveSeconds = async (): Promise<number[] | false> => {
      const moments = await grants.of(id);
      return (moments.at(-1) ?? 0) - (moments[0] ?? 0) > 12_000 && moments;
    };
    const moments = await eventually('twelve seconds are over', ofTwelveSeconds, 40_000);
    expect(mostWithin(moments, 10_000)).toBeLessThanOrEqual(120);
    expect(mostWithin(moments, 1_000)).toBeLessThanOrEqual(30);
    const seconds = ((moments.at(-1) ?? 0) - (moments[0] ?? 0)) / 1_000;
    expect(moments.length).toBeGreaterThanOrEqual(0.95 * (20 + 10 * seconds));
  }, 60_000);

  it('whose receiver comes back with 1,000 due gets them at its rate', async () => {
    const grants = await GrantLog.open(engine);
    const id = await addLimited({ requests_per_second: 200, burst: 50 });
    await insertDeliveries(engine, id, 1_000);
    await engine.database.query(
      `update live_deliveries set status = 'retrying', attempt_count = 1, ready = false, next_attempt_at = now()`,
    );
    engine.worker.start();
    engine.createWorker().start();
    await finishedOf(engine, id, 1_000, 45_000);
    const moments = await grants.of(id);
    expect(moments).toHaveLength(1_000);
    expect(mostWithin(moments, 1_000)).toBeLessThanOrEqual(250);
    expect(mostWithin(moments, 100)).toBeLessThanOrEqual(70);
  }, 60_000);

  it('has its tokens given out once, however many claims come for them at the same moment', async () => {
    const ids = await Promise.all(
      [1, 7, 50].map(async (burst) => await addLimited({ requests_per_second: HARDLY, burst })),
    );
    for (const id of ids) await insertDeliveries(engine, id, 200);
    const queues = Array.from({ length: 6 }, () => new DeliveryQueue(engine.pool, LEASE_MS));
    const taken: ClaimedDelivery[] = [];
    for (let round = 0; round < 20; round += 1) {
      taken.push(...(await Promise.all(queues.map(claim))).flat());
    }
    expect(new Set(taken.map((delivery) => delivery.id)).size).toBe(taken.length);
    expect(ids.map((id) => taken.filter(({ webhookId }) => webhookId === id).length)).toEqual([1, 7, 50]);
  });

  it('of 100 an hour has exactly 100 of 500 sent, and the others in the hours that follow', async () => {
    const id = await addLimited({ per_hour: 100 });
    await insertDeliveries(engine, id, 500);
    engine.worker.start();
    engine.createWorker().start();
    for (let hour = 1; hour <= 5; hour += 1) {
      const sent = 100 * hour;
      await eventually('as many are sent', async () => (await countBy(id)).delivered === sent);
      expect(await countBy(id)).toEqual(
        sent === 500 ? { delivered: 500 } : { delivered: sent, pending: 500 - sent },
      );
      await moveHourBack(id);
    }
    expect(receiver.requests).toHaveLength(500);
  }, 60_000);

  it('has a retry of what was counted sent in the same hour, and each attempt takes a token', async () => {
    answer = (index) => ({ status: index < 5 ? 503 : 204 });
    const id = await addLimited({ requests_per_second: HARDLY, burst: 9, per_hour: 5 });
    await insertDeliveries(engine, id, 20);
    engine.worker.start();
    const sent = async (): Promise<boolean> =>
      receiver.requests.length === 9 && (await countBy(id)).delivered === 4;
    await eventually('the tokens are used', sent);
    expect(await countBy(id)).toEqual({ delivered: 4, retrying: 1, pending: 15 });
    await setLimit(id, { per_hour: 5 });
    await eventually('the last retry is sent', async () => (await countBy(id)).delivered === 5);
    expect(await countBy(id)).toEqual({ delivered: 5, pending: 15 });
  });

  it('waits at no cost: no attempt is counted, and nobody else is delayed', async () => {
    const id = await addLimited({ requests_per_second: HARDLY, burst: 1 });
    const { id: other } = await engine.addWebhook({ url: receiver.url, maxInFlight: 8 });
    await insertDeliveries(engine, id, 1_000);
    await insertDeliveries(engine, other, 200);
    engine.worker.start();
    await finishedOf(engine, other, 200);
    await eventually('one is sent', async () => (await countBy(id)).delivered === 1);
    const waiting = await engine.database.query(
      `select count(*)::int as count from live_deliveries
       where webhook_id = $1 and ready and attempt_count = 0 and unrecorded_claims = 0 and lease_token = 0`,
      [id],
    );
    expect(waiting).toEqual([{ count: 999 }]);
  });

  it('goes by another limit from the next claim on', async () => {
    const id = await addLimited({ requests_per_second: HARDLY, burst: 2 });
    await insertDeliveries(engine, id, 30);
    const queue = new DeliveryQueue(engine.pool, LEASE_MS);
    expect(await claim(queue)).toHaveLength(2);
    await setLimit(id, { per_hour: 12 });
    expect(await claim(queue)).toHaveLength(10);
    expect(await claim(queue)).toHaveLength(0);
    await setLimit(id, null);
    expect(await claim(queue)).toHaveLength(18);
  });

  it('has tokens back that were taken for nothing, and none of an hour that is over', async () => {
    const id = await addLimited({ requests_per_second: HARDLY, burst: 3, per_hour: 5 });
    await insertDeliveries(engine, id, 10);
    const queue = new DeliveryQueue(engine.pool, LEASE_MS);
    const bucket = async (): Promise<unknown> => {
      const [row] = await engine.database.query<{ tokens: number; hour_count: number }>(
        'select round(tokens) as tokens, hour_count from webhook_buckets',
      );
      return row;
    };
    const release = async (deliveries: readonly ClaimedDelivery[]): Promise<void> => {
      const outcome = { kind: 'released' } as const;
      await queue.complete(
        deliveries.map((delivery) => ({ delivery, outcome, attemptsMax: null, attempt: null })),
      );
    };
    const first = await claim(queue);
    expect(await bucket()).toEqual({ tokens: 0, hour_count: 3 });
    await release(first);
    await release(first); // by leases that no longer stand
    expect(await bucket()).toEqual({ tokens: 3, hour_count: 0 });
    const second = await claim(queue);
    expect(second).toHaveLength(3);
    await moveHourBack(id);
    await engine.database.query('update webhook_buckets set tokens = 1');
    const [third] = await claim(queue);
    await release(second);
    expect(await bucket()).toEqual({ tokens: 3, hour_count: 1 });
    expect(third?.pass).toMatchObject({ hasToken: true, isCountedInHour: true, isProbe: false });
  });

  it('is held back no more once it is disabled or deleted', async () => {
    const [disabled, deleted] = [await addLimited({ per_hour: 1 }), await addLimited({ per_hour: 1 })];
    for (const id of [disabled, deleted]) await insertDeliveries(engine, id, 50);
    await engine.database.query('update webhooks set active = false where id = $1', [disabled]);
    await engine.database.query('update webhooks set deleted_at = now() where id = $1', [deleted]);
    await engine.database.query('update subscription_versions set version = version + 1');
    engine.worker.start();
    await finishedOf(engine, disabled, 50);
    await finishedOf(engine, deleted, 50);
    expect([await countBy(disabled), await countBy(deleted)]).toEqual([
      { dead_letter: 50 },
      { cancelled: 50 },
    ]);
    expect(receiver.requests).toHaveLength(0);
  });

  it('is looked at when a token is due, and not all the time', async () => {
    const statements = countStatements(engine.pool);
    const id = await addLimited({ requests_per_second: 50, burst: 1 });
    await insertDeliveries(engine, id, 1_000);
    engine.worker.start();
    const isSent = async (): Promise<boolean> => ((await countBy(id)).delivered ?? 0) >= 50;
    const beganAt = performance.now();
    await eventually('fifty are sent', isSent, 30_000);
    const tookMs = performance.now() - beganAt;
    const claims = [...statements.counts].reduce(
      (sum, [name, count]) => sum + (name.startsWith('claim_due') ? count : 0),
      0,
    );
    // One for each token, one for each end of an attempt and one for each poll, and as many again.
    expect(claims).toBeLessThanOrEqual(2 * (2 * receiver.requests.length + tookMs / 50));
  }, 60_000);

  it('is never handed off to, and gets what is published all the same', async () => {
    const id = await addLimited({ requests_per_second: 1_000, burst: 10 });
    engine.worker.start();
    await engine.publisher.publish(Array.from({ length: 30 }, () => newEvent('published', '{}')));
    await finishedOf(engine, id, 30);
    // What is handed off is leased without a claim, and takes nothing.
    const [bucket] = await engine.database.query('select hour_count from webhook_buckets');
    expect(bucket).toEqual({ hour_count: 30 });
  });

  it('that nobody listens for burns its budget at its rate', async () => {
    const { id } = await engine.addWebhook({
      url: NOWHERE,
      retry: quickRetry(2),
      rateLimit: { requests_per_second: 500, burst: 5 },
    });
    await insertDeliveries(engine, id, 20);
    engine.worker.start();
    expect(
      (await finishedOf(engine, id, 20)).every(
        ({ status, attempt_count }) => status === 'dead_letter' && attempt_count === 2,
      ),
    ).toBe(true);
  });
});
