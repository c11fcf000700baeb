import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Uuid } from '../../../src/domain/ids.ts';
import { ROWS_READ_MAX, runWalk } from '../../../src/database/walk.ts';
import { everythingOf, type DeliveryFilter } from '../../../src/deliveries/sql/branches.ts';
import { findPage } from '../../../src/deliveries/sql/find-page.ts';
import { limitedByWebhooks, type ClaimLimits } from '../../../src/engine/queue/claim-limits.ts';
import type { ClaimedDelivery } from '../../../src/engine/queue/claimed-delivery.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { CLAIM_OUTBOX } from '../../../src/engine/fan-out/sql/claim-outbox.ts';
import { CANCEL_BATCH, CANCEL_WAITING } from '../../../src/engine/queue/sql/cancel-event.ts';
import { EXPIRE_BATCH, EXPIRE_DUE } from '../../../src/engine/queue/sql/expire-due.ts';
import { run } from '../../../src/engine/statement.ts';
import { LIVE_STATISTICS } from '../../../src/operations/sql/live-statistics.ts';
import { CLAIM_DUE } from '../../../src/engine/queue/sql/claim-due.ts';
import { COMPLETE } from '../../../src/engine/queue/sql/complete.ts';
import { LOAD_EVENTS } from '../../../src/engine/queue/sql/load-events.ts';
import { NEXT_DUE, PROMOTE } from '../../../src/engine/queue/sql/promote.ts';
import { RENEW_LEASES } from '../../../src/engine/queue/sql/renew-leases.ts';
import {
  createEnginePool,
  DEFAULT_TENANT,
  startEngine,
  type EngineHarness,
} from '../../support/engine-harness.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { buffersTouched, rowsRead, rowsSorted, scansOf, type PlanNode } from '../../support/plan-nodes.ts';
import { PlanWatch, tellPlans } from '../../support/watched-plans.ts';
import { completionOf, insertDeliveries, NOWHERE } from './delivery-rows.ts';

const WEBHOOKS = 50;
const WAITING_OF_EACH = 1_000;
const WAITING_OF_ONE = 40_000;
const SCHEDULED = 10_000;
const WAITING = WEBHOOKS * WAITING_OF_EACH + WAITING_OF_ONE + SCHEDULED;
const FINISHED = 1_000_000;
const SCHEDULED_EVENTS = 100_000;
/** Rows that a statistic counts at most. */
const COUNTED_MAX = 10_001;
/** A prepared statement is planned anew five times before Postgres considers a plan for all values. */
const RUNS = 8;
const CLAIM_ROWS = 200;
const PROMOTE_ROWS = 1_000;
const PAGE = 50;

/** One in fifty has failed; ids of the coming second, which stay within a partition or the next. */
const INSERT_FINISHED = `
insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, reason, attempt_count,
                                 max_attempts, lease_token, created_at, last_response_status, last_error_type)
select (lpad(to_hex($1::bigint + n / 1000), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' ||
        substr(md5(n::text), 1, 15))::uuid,
       $2::uuid, ($3::uuid[])[1 + n % cardinality($3::uuid[])], md5((n / 10)::text)::uuid, 'type.' || n % 20,
       case when n % 50 = 0 then 'dead_letter' else 'delivered' end::delivery_status,
       case when n % 50 = 0 then 'exhausted' end, 1, 10, 1, now(), case when n % 50 = 0 then 503 else 200 end,
       case when n % 50 = 0 then 'http_status' end
from generate_series(1, $4::int) n`;

let engine: EngineHarness;
let pool: pg.Pool;
let queue: DeliveryQueue;
let watch: PlanWatch;
let webhookIds: readonly Uuid[] = [];
let otherTenant: Uuid;

async function fill(): Promise<void> {
  otherTenant = await addTenant(engine, 'other');
  const added: Uuid[] = [];
  for (let count = 0; count < WEBHOOKS; count += 1)
    added.push((await engine.addWebhook({ url: NOWHERE })).id);
  webhookIds = added;
  for (const id of webhookIds) await insertDeliveries(engine, id, WAITING_OF_EACH);
  const { id: large } = await engine.addWebhook({ url: NOWHERE });
  await engine.database.query('update webhooks set tenant_id = $1 where id = $2', [otherTenant, large]);
  await insertDeliveries(engine, large, WAITING_OF_ONE, 0, otherTenant);
  const scheduled = await insertDeliveries(engine, webhookIds[0] ?? '', SCHEDULED);
  // Half of them are due, the others a day away.
  await engine.database.query(
    `update live_deliveries d set ready = false, next_attempt_at = now() + case when place % 2 = 0 then -place else 86400 end * interval '1 s'
     from unnest($1::uuid[]) with ordinality as g(id, place) where d.id = g.id`,
    [scheduled],
  );
  // One in ten of what waits has an end, a day away.
  await engine.database.query(
    `update live_deliveries set expires_at = now() + interval '1 day' where get_byte(uuid_send(id), 15) % 10 = 0`,
  );
  await engine.database.query(
    `insert into outbox (event_id, tenant_id, next_attempt_at)
     select gen_random_uuid(), $1, now() + n * interval '1 s' + interval '1 h' from generate_series(1, $2::int) n`,
    [DEFAULT_TENANT, SCHEDULED_EVENTS],
  );
  await engine.database.query(INSERT_FINISHED, [
    Math.floor(engine.clock.now()),
    DEFAULT_TENANT,
    webhookIds,
    FINISHED,
  ]);
}

beforeAll(async () => {
  engine = await startEngine();
  const superuser = new pg.Pool({ connectionString: engine.database.superuserUrl, max: 1 });
  await fill();
  await tellPlans(engine.database, superuser);
  await superuser.end();
  pool = createEnginePool(engine.database.url);
  watch = new PlanWatch(pool);
  queue = new DeliveryQueue(pool, 60_000);
}, 300_000);

afterAll(async () => {
  await pool.end();
  await engine.close();
});

/** Nothing large is read from end to end, and no backlog is sorted. */
function expectBounded(nodes: readonly PlanNode[], rowsMax: { live: number; sorted: number }): void {
  for (const table of ['live_deliveries', 'finished_deliveries', 'attempts', 'events', 'webhooks']) {
    expect(scansOf(nodes, table).filter((kind) => !kind.startsWith('Index'))).toEqual([]);
  }
  expect(rowsRead(nodes, 'live_deliveries')).toBeLessThanOrEqual(rowsMax.live);
  expect(rowsSorted(nodes)).toBeLessThanOrEqual(rowsMax.sorted);
}

/** The plans of a statement, each time that it ran: custom ones at first, and then what Postgres prefers. */
function plansOf({ text }: { text: string }, times: number): PlanNode[][] {
  const plans = watch.take(text);
  expect(plans).toHaveLength(times);
  return plans;
}

async function claim(): Promise<ClaimedDelivery[]> {
  return await queue.claimDue(CLAIM_ROWS, limitedByWebhooks(new Map()));
}

describe(`with ${WAITING} deliveries waiting and ${FINISHED} finished`, () => {
  it('a claim hops from webhook to webhook and reads what it takes', async () => {
    for (let time = 0; time < RUNS; time += 1) expect(await claim()).toHaveLength(CLAIM_ROWS);
    for (const nodes of plansOf(CLAIM_DUE[CLAIM_ROWS], RUNS)) {
      // Each row once to be found and once to be changed; each webhook once to be hopped to.
      expectBounded(nodes, { live: 2 * CLAIM_ROWS + WEBHOOKS + 2, sorted: CLAIM_ROWS });
    }
    for (const nodes of plansOf(LOAD_EVENTS, RUNS)) expectBounded(nodes, { live: 0, sorted: CLAIM_ROWS });
  });

  it('a claim reads nothing of the backlogs of a tenant and of webhooks that have no room', async () => {
    const [first = '', ...others] = webhookIds;
    const limits: ClaimLimits = {
      ...limitedByWebhooks(new Map(others.map((id) => [id, 64]))),
      tenantRooms: new Map([[otherTenant, 0]]),
    };
    const claimed = await new DeliveryQueue(pool, 60_000).claimDue(CLAIM_ROWS, limits);
    expect(claimed.length).toBeGreaterThan(0);
    expect(new Set(claimed.map(({ webhookId }) => webhookId))).toEqual(new Set([first]));
    const [nodes = []] = plansOf(CLAIM_DUE[CLAIM_ROWS], 1);
    expectBounded(nodes, { live: 2 * claimed.length + WEBHOOKS + 2, sorted: CLAIM_ROWS });
    watch.take(LOAD_EVENTS.text);
  });

  it('promoting reads what it promotes', async () => {
    for (let time = 0; time < 5; time += 1) expect((await queue.promote()).promoted).toBe(PROMOTE_ROWS);
    for (let time = 0; time < RUNS; time += 1) expect((await queue.promote()).promoted).toBe(0);
    for (const nodes of plansOf(PROMOTE, 5 + RUNS)) {
      expectBounded(nodes, { live: 3 * PROMOTE_ROWS, sorted: PROMOTE_ROWS });
    }
    for (let time = 0; time < RUNS; time += 1) expect(await queue.nextDueMs()).toBeGreaterThan(0);
    for (const nodes of plansOf(NEXT_DUE, RUNS)) expectBounded(nodes, { live: 1, sorted: 0 });
  });

  it('recording and renewing read their own rows', async () => {
    for (let time = 0; time < RUNS; time += 1) {
      const batch = await claim();
      expect(batch.length).toBeGreaterThan(CLAIM_ROWS / 2);
      expect((await queue.renew(batch)).size).toBe(batch.length);
      const completions = batch.map((delivery, index) =>
        completionOf(
          engine,
          delivery,
          index % 2 === 0 ? { kind: 'delivered' } : { kind: 'retry', delayMs: 60_000 },
        ),
      );
      expect((await queue.complete(completions)).size).toBe(batch.length);
    }
    for (const nodes of plansOf(RENEW_LEASES, RUNS)) {
      expectBounded(nodes, { live: 2 * CLAIM_ROWS, sorted: 0 });
    }
    for (const nodes of plansOf(COMPLETE, RUNS)) expectBounded(nodes, { live: CLAIM_ROWS, sorted: 0 });
  });

  it('the relay reads nothing of events whose time has not come', async () => {
    for (let time = 0; time < RUNS; time += 1) expect(await run(pool, CLAIM_OUTBOX, [])).toEqual([]);
    for (const nodes of plansOf(CLAIM_OUTBOX, RUNS)) {
      expectBounded(nodes, { live: 0, sorted: 0 });
      expect(rowsRead(nodes, 'outbox')).toBe(0);
    }
  });

  it('expiring reads what it gives up, and nothing where all have time left', async () => {
    for (let time = 0; time < RUNS; time += 1) expect(await run(pool, EXPIRE_DUE, [])).toEqual([]);
    for (const nodes of plansOf(EXPIRE_DUE, RUNS)) expectBounded(nodes, { live: 0, sorted: 0 });
    await engine.database.query(
      `update live_deliveries set expires_at = now() - interval '1 s'
       where id in (select id from live_deliveries where expires_at is not null and status <> 'in_progress' limit $1)`,
      [2 * EXPIRE_BATCH],
    );
    for (let time = 0; time < 2; time += 1)
      expect(await run(pool, EXPIRE_DUE, [])).toHaveLength(EXPIRE_BATCH);
    for (const nodes of plansOf(EXPIRE_DUE, 2)) {
      expectBounded(nodes, { live: 3 * EXPIRE_BATCH, sorted: EXPIRE_BATCH });
    }
  });

  it('cancelling an event reads its own deliveries', async () => {
    const [row] = await engine.database.query<{ event_id: Uuid }>(
      `select event_id from live_deliveries where webhook_id = $1 and status <> 'in_progress' limit 1`,
      [webhookIds[9]],
    );
    const cancelled = await run(pool, CANCEL_WAITING, [DEFAULT_TENANT, row?.event_id]);
    expect(cancelled.length).toBeGreaterThan(0);
    const [nodes = []] = plansOf(CANCEL_WAITING, 1);
    expectBounded(nodes, { live: 3 * CANCEL_BATCH, sorted: CANCEL_BATCH });
  });

  it('the statistics of a scrape count so far, and hop for the oldest that is due', async () => {
    const { rows } = await pool.query(LIVE_STATISTICS);
    expect(rows).toMatchObject([{ scheduled: COUNTED_MAX, outbox: 0 }]);
    const [nodes = []] = plansOf(LIVE_STATISTICS, 1);
    expect(rowsRead(nodes, 'live_deliveries')).toBeLessThanOrEqual(COUNTED_MAX + 2 * (WEBHOOKS + 2));
    expect(rowsRead(nodes, 'outbox')).toBeLessThanOrEqual(COUNTED_MAX);
  });

  it.each<[string, () => Partial<DeliveryFilter>, number]>([
    ['of the tenant', () => ({}), 2 * PAGE],
    ['delivered', () => ({ statuses: new Set(['delivered'] as const) }), 2 * PAGE],
    ['failed', () => ({ statuses: new Set(['retrying', 'dead_letter'] as const) }), WAITING],
    // What no index of the queue knows is looked for as far as a page may walk: once for the rows, once for its end.
    ['of a type', () => ({ eventType: 'type.3' }), 2 * ROWS_READ_MAX],
    ['of a webhook', () => ({ webhookId: webhookIds[7] ?? '' }), 2 * ROWS_READ_MAX],
  ])('a page of deliveries %s comes along an index', async (_name, filterOf, liveMax) => {
    const query = findPage(
      { ...everythingOf(DEFAULT_TENANT), ...filterOf() },
      { limit: PAGE, cursor: undefined },
    );
    if (query === null) throw new Error('no table can hold a match');
    expect((await runWalk<{ id: Uuid }>(pool, DEFAULT_TENANT, query)).length).toBeGreaterThan(PAGE);
    const [nodes = []] = plansOf(query, 1);
    expectBounded(nodes, { live: liveMax, sorted: 3 * (PAGE + 1) });
    expect(rowsRead(nodes, 'finished_deliveries')).toBeLessThanOrEqual(4 * PAGE);
    expect(buffersTouched(nodes)).toBeLessThan(10 * PAGE + liveMax);
  });
});
