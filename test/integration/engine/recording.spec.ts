import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IdGenerator, type Uuid } from '../../../src/domain/ids.ts';
import { Recorder, type CompletionStore } from '../../../src/engine/dispatch/recorder.ts';
import { Partitions } from '../../../src/engine/history/partitions.ts';
import type { AttemptRecord, Completion } from '../../../src/engine/queue/completion.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver } from '../../support/receiver.ts';
import { cutOff } from '../../support/database-outage.ts';
import {
  completionOf,
  DAY_MS,
  findDelivery,
  finishedOf,
  insertDeliveries,
  NOWHERE,
  quickRetry,
} from './delivery-rows.ts';

const BATCH = 200;

describe('recording', () => {
  let engine: EngineHarness;
  let queue: DeliveryQueue;
  let store: CompletionStore;
  let webhookId: Uuid;

  beforeAll(async () => {
    engine = await startEngine();
    queue = new DeliveryQueue(engine.pool, 60_000);
    const partitions = new Partitions(engine.pool, engine.log);
    store = {
      complete: queue.complete.bind(queue),
      inFlight: () => 1_000,
      ensurePartitions: partitions.ensureFor.bind(partitions),
    };
  });

  afterAll(async () => {
    await engine.close();
  });

  beforeEach(async () => {
    await engine.database.query('delete from live_deliveries');
    ({ id: webhookId } = await engine.addWebhook({ url: NOWHERE, maxInFlight: 1_000 }));
  });

  /** Claims all that is due and makes a success of each, changed where `culprits` says so. */
  async function claimAll(culprits: ReadonlyMap<Uuid, Partial<AttemptRecord>>): Promise<Completion[]> {
    const claimed = await queue.claimDue(BATCH, new Map());
    return claimed.map((delivery) => {
      const answered = { responseHeaders: [['a', 'b']] as const, responseBodyText: 'well' };
      return completionOf(
        engine,
        delivery,
        { kind: 'delivered' },
        { ...answered, ...culprits.get(delivery.id) },
      );
    });
  }

  async function record(completions: readonly Completion[], through = store): Promise<boolean[]> {
    const recorder = new Recorder(through, engine.log);
    return await Promise.all(completions.map(async (completion) => await recorder.record(completion)));
  }

  it('of a batch that the database refuses isolates the culprits, and loses nobody else’s result', async () => {
    const ids = await insertDeliveries(engine, webhookId, BATCH);
    const [nul = '', future = '', impossible = ''] = [ids[17], ids[100], ids[199]];
    const inForty = new IdGenerator(() => engine.clock.now() + 40 * DAY_MS);
    const completions = await claimAll(
      new Map<Uuid, Partial<AttemptRecord>>([
        [nul, { responseBodyText: 'n\0' }],
        [future, { id: inForty.next() }], // no partition yet
        [impossible, { durationMs: -1 }], // a CHECK refuses it
      ]),
    );
    expect(completions).toHaveLength(BATCH);
    expect(await record(completions)).toEqual(completions.map(() => true));

    const rows = await engine.database.query<{ n: number }>(
      `select count(*)::int as n from finished_deliveries d join attempts a on a.delivery_id = d.id
       where d.webhook_id = $1 and d.status = 'delivered' and d.attempt_count = 1 and a.response_body_text = 'well'`,
      [webhookId],
    );
    expect(rows).toEqual([{ n: BATCH - 2 }]); // the one with the new partition among them
    const attempts = await engine.database.query(
      'select outcome, response_body_text, response_body_truncated from attempts where delivery_id = $1',
      [nul],
    );
    expect(attempts).toEqual([
      { outcome: 'succeeded', response_body_text: null, response_body_truncated: true },
    ]);
    expect(await findDelivery(engine, nul)).toMatchObject({ status: 'delivered', attempt_count: 1 });
    const quarantined = { status: 'dead_letter', reason: 'unrecordable', attempt_count: 0 };
    expect(await findDelivery(engine, impossible)).toMatchObject(quarantined);
  });

  it('makes the partition of a delivery that has waited longer than history is kept', async () => {
    const [old = ''] = await insertDeliveries(engine, webhookId, 1, 31 * DAY_MS);
    await insertDeliveries(engine, webhookId, BATCH - 1);
    const completions = await claimAll(new Map());
    expect(completions.map(({ delivery }) => delivery.id)).toContain(old);
    expect(await record(completions)).toEqual(completions.map(() => true));
    const rows = await engine.database.query(
      `select status, count(*)::int as n from finished_deliveries where webhook_id = $1 group by 1`,
      [webhookId],
    );
    expect(rows).toEqual([{ status: 'delivered', n: BATCH }]);
  });

  it('changes nothing when a batch is written again because its answer was lost', async () => {
    const ids = await insertDeliveries(engine, webhookId, 4);
    const claimed = await queue.claimDue(10, new Map());
    const outcomes = [
      { kind: 'delivered' },
      { kind: 'retry', delayMs: 60_000 },
      { kind: 'dead_letter', reason: 'exhausted', disablesWebhook: false },
      { kind: 'retry', delayMs: 0 },
    ] as const;
    const completions = claimed.map((delivery) =>
      completionOf(engine, delivery, outcomes[ids.indexOf(delivery.id)] ?? { kind: 'released' }),
    );
    let losses = 0;
    engine.complaints.length = 0;
    await record(completions, {
      ...store,
      complete: async (batch) => {
        const held = await store.complete(batch);
        losses += 1;
        if (losses === 1) throw new Error('Connection terminated unexpectedly');
        return held;
      },
    });
    const found = await Promise.all(ids.map(async (id) => await findDelivery(engine, id)));
    expect(found.map(({ status, reason, attempt_count }) => [status, reason, attempt_count])).toEqual([
      ['delivered', null, 1],
      ['retrying', null, 1],
      ['dead_letter', 'exhausted', 1],
      ['retrying', null, 1],
    ]);
    const attempts = await engine.database.query(
      'select stale, count(*)::int as n from attempts where webhook_id = $1 group by 1',
      [webhookId],
    );
    expect(attempts).toEqual([{ stale: false, n: 4 }]);
    expect(engine.complaints).toHaveLength(1); // of the connection, and of nothing that was refused
  });

  it('waits for a database that goes away, also while a culprit is being isolated', async () => {
    const [culprit = ''] = await insertDeliveries(engine, webhookId, 1);
    const completions = await claimAll(new Map([[culprit, { responseBodyText: '\0' }]]));
    let calls = 0;
    await record(completions, {
      ...store,
      complete: async (batch) => {
        calls += 1;
        if (calls === 2) throw Object.assign(new Error('gone'), { code: '57P01' });
        return await store.complete(batch);
      },
    });
    // Not quarantined for the outage's sake.
    expect(await findDelivery(engine, culprit)).toMatchObject({ status: 'delivered', attempt_count: 1 });
  });

  it('survives the loss of every connection, and nothing is sent twice for it', async () => {
    const flights = 20;
    const receiver = await startReceiver(() => ({ status: 200, delayMs: 700 }));
    const { id } = await engine.addWebhook({
      url: receiver.url,
      events: ['outage'],
      retry: quickRetry(3),
    });
    engine.worker.start();
    await engine.publisher.publish(Array.from({ length: flights }, () => newEvent('outage', '{}')));
    await eventually('all are in flight', () => receiver.requests.length === flights);
    const letIn = await cutOff(engine.database);
    await eventually('a record has failed', () =>
      engine.complaints.some((line) => line.startsWith('recording failed')),
    );
    await letIn();
    const finished = await finishedOf(engine, id, flights);
    expect(new Set(finished.map(({ status, attempt_count }) => `${status} ${attempt_count}`))).toEqual(
      new Set(['delivered 1']),
    );
    await engine.worker.stop(1_000);
    expect(receiver.requests).toHaveLength(flights);
    await receiver.close();
  });
});
