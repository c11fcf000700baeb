import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Uuid } from '../../../src/domain/ids.ts';
import { limitedByWebhooks } from '../../../src/engine/queue/claim-limits.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { startReceiver } from '../../support/receiver.ts';
import { findDelivery, finishedOf, insertDeliveries, NOWHERE } from './delivery-rows.ts';

const MIB = 1_048_576;
const CLAIM_MIB = 16;
const NO_LIMITS = limitedByWebhooks(new Map());

describe('the payloads that a claim loads', () => {
  let engine: EngineHarness;

  beforeAll(async () => {
    engine = await startEngine();
  });

  afterAll(async () => {
    await engine.close();
  });

  beforeEach(async () => {
    await engine.database.query('delete from live_deliveries');
  });

  async function setPayload(deliveryId: Uuid, data: string): Promise<void> {
    await engine.database.query(
      `update events set data = $2 where id = (select event_id from live_deliveries where id = $1)`,
      [deliveryId, data],
    );
  }

  /** Damages every payload that is stored outside of its row, as a lost disk page would. */
  async function damagePayloads(): Promise<void> {
    const superuser = new pg.Client({ connectionString: engine.database.superuserUrl });
    await superuser.connect();
    await superuser.query('create extension pg_surgery');
    const { rows } = await superuser.query<{ name: string }>(
      `select reltoastrelid::regclass::text as name from pg_class
       where oid in (select tableoid from posthorn.events) and pg_relation_size(reltoastrelid) > 0`,
    );
    for (const { name } of rows) {
      await superuser.query(
        `select heap_force_kill('${name}'::regclass, array(select ctid from ${name})::tid[])`,
      );
    }
    await superuser.end();
  }

  it('are 16 MiB at most; the other deliveries wait their turn again, uncounted', async () => {
    const { id: webhookId } = await engine.addWebhook({ url: NOWHERE, maxInFlight: 1_000 });
    const ids: Uuid[] = [];
    for (let count = 0; count < 40; count += 1) {
      const [id = ''] = await insertDeliveries(engine, webhookId, 1);
      await setPayload(id, JSON.stringify('x'.repeat(MIB))); // a few KB where it is stored
      ids.push(id);
    }
    const queue = new DeliveryQueue(engine.pool, 60_000);
    const first = await queue.claimDue(200, NO_LIMITS);
    expect(first).toHaveLength(CLAIM_MIB);
    expect(queue.hasSeenAll).toBe(false);
    expect(
      await engine.database.query(
        `select status, ready, unrecorded_claims, attempt_count, count(*)::int as n
         from live_deliveries group by 1, 2, 3, 4 order by n`,
      ),
    ).toEqual([
      { status: 'in_progress', ready: false, unrecorded_claims: 1, attempt_count: 0, n: CLAIM_MIB },
      { status: 'pending', ready: true, unrecorded_claims: 0, attempt_count: 0, n: 40 - CLAIM_MIB },
    ]);

    const claimed = [...first];
    for (let round = 0; round < 10 && claimed.length < 40; round += 1) {
      claimed.push(...(await queue.claimDue(200, NO_LIMITS)));
    }
    expect(claimed.map(({ id }) => id).sort()).toEqual(ids);
    expect(claimed.every(({ event }) => event?.data.length === MIB + 2)).toBe(true);
  });

  it('are the others’ all the same when one cannot be read, which ends with its reason', async () => {
    const receiver = await startReceiver();
    const { id: webhookId } = await engine.addWebhook({ url: receiver.url });
    const [before = ''] = await insertDeliveries(engine, webhookId, 1);
    const [culprit = ''] = await insertDeliveries(engine, webhookId, 1);
    const [after = ''] = await insertDeliveries(engine, webhookId, 1);
    await engine.database.query('vacuum full events'); // what other tests stored is gone
    await setPayload(culprit, JSON.stringify(randomBytes(50_000).toString('hex')));
    await damagePayloads();
    engine.worker.start();
    await finishedOf(engine, webhookId, 3);
    const unreadable = { status: 'dead_letter', reason: 'unreadable', attempt_count: 0 };
    expect(await findDelivery(engine, culprit)).toMatchObject(unreadable);
    for (const id of [before, after]) {
      expect(await findDelivery(engine, id)).toMatchObject({ status: 'delivered', attempt_count: 1 });
    }
    expect(receiver.requests).toHaveLength(2);
    await receiver.close();
  });
});
