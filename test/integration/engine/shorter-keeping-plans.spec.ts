import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { uuidFloor, type Uuid } from '../../../src/domain/ids.ts';
import {
  BEGIN_BATCH,
  CHANGE_BATCH,
  EXPIRE_ATTEMPT_DATA,
  EXPIRE_EVENT_DATA,
  LOCK_EVENT_DATA,
  LOCK_EVENTS,
  READ_BATCH,
  REMOVE_DELIVERIES,
  REMOVE_EVENTS,
} from '../../../src/engine/history/sql/shorter-keeping.ts';
import { ERASE_FINGERPRINT, ERASE_TRACES } from '../../../src/engine/history/sql/erase-event.ts';
import { FIND_DELIVERY_PORTION } from '../../../src/engine/history/sql/roll-up-deliveries.ts';
import { FIND_PORTION } from '../../../src/engine/history/sql/roll-up.ts';
import { inTransaction, run, type Statement } from '../../../src/engine/statement.ts';
import { OLDEST_OF_TENANT } from '../../../src/retention/sql/oldest-of-tenant.ts';
import {
  createEnginePool,
  DEFAULT_TENANT,
  startEngine,
  type EngineHarness,
} from '../../support/engine-harness.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { rowsRead, scansOf } from '../../support/plan-nodes.ts';
import { PlanWatch, tellPlans } from '../../support/watched-plans.ts';
import { DAY_MS, NOWHERE } from './delivery-rows.ts';

const ROWS_A_DAY = 20_000;
const DAYS = [7, 8, 9];
/** A prepared statement is planned anew five times before Postgres considers a plan for all values. */
const RUNS = 8;
const TABLES = ['events', 'finished_deliveries', 'attempts', 'live_deliveries', 'idempotency_keys'];

let engine: EngineHarness;
let superuser: pg.Pool;
let otherTenant: Uuid;
let pool: pg.Pool;
let watch: PlanWatch;
let until: Uuid;

/** Of two tenants in turns: an event with its delivery, its attempt and its key. */
async function fill(days: number, webhookId: Uuid): Promise<void> {
  const { database } = engine;
  for (const table of ['events', 'finished_deliveries', 'attempts'])
    await engine.pool.query('select ensure_partition($1, current_date - $2::int)', [table, days]);
  // What is known of them is what a test says.
  await superuser.query(`
    do $$ declare day regclass; begin
      for day in select oid::regclass from pg_class where relispartition and relkind = 'r' loop
        execute format('alter table %s set (autovacuum_enabled = off)', day);
      end loop;
    end $$`);
  const start = uuidFloor(engine.clock.now() - days * DAY_MS).slice(0, 15);
  await database.query(
    `with given as materialized (
       select ($1 || '7' || substr(md5(n::text || $2::text), 1, 3) || '-8' || substr(md5(n::text), 4, 3) || '-' ||
               lpad(to_hex(n), 12, '0'))::uuid as id,
              case when n % 2 = 0 then $3::uuid else $4::uuid end as tenant_id
       from generate_series(1, ${ROWS_A_DAY}) n),
     stored as (
       insert into events (id, tenant_id, type, data, occurred_at) select id, tenant_id, 'a', '{"a":1}', now() from given),
     keys as (
       insert into idempotency_keys (tenant_id, scope, key, fingerprint, resource_id, created_at)
       select tenant_id, 'event', id::text, '\\x01', id, now() - random() * interval '6 days' from given),
     tried as (
       insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome,
                             response_status, response_body, request_headers, timings)
       select id, tenant_id, id, $5::uuid, 1, 1, now(), 1, 'succeeded', 200, 'ok', '[]', '{}' from given)
     insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, attempt_count, max_attempts,
                                      lease_token, created_at, completed_at)
     select id, tenant_id, $5::uuid, id, 'a', 'delivered', 1, 10, 1, now(), now() - interval '7 days' from given`,
    [start.slice(0, 14), days, DEFAULT_TENANT, otherTenant, webhookId],
  );
}

beforeAll(async () => {
  engine = await startEngine();
  superuser = new pg.Pool({ connectionString: engine.database.superuserUrl, max: 1 });
  const { id: webhookId } = await engine.addWebhook({ url: NOWHERE });
  otherTenant = await addTenant(engine, 'other');
  for (const days of DAYS) await fill(days, webhookId);
  await tellPlans(engine.database, superuser);
  until = uuidFloor(engine.clock.now() - DAY_MS);
});
afterAll(async () => {
  await superuser.end();
  await engine.close();
});

const NOTHING = uuidFloor(0);

/** Runs it with what the time before has answered, so that it goes on. @returns what each answered */
async function repeat<Row extends pg.QueryResultRow>(
  statement: Statement,
  valuesOf: (before: Row | undefined) => readonly unknown[],
  begin = '',
): Promise<Row[][]> {
  const answers: Row[][] = [];
  for (let count = 0; count < RUNS; count += 1)
    answers.push(
      await inTransaction(pool, async (tx) => {
        await tx.query(begin);
        return await run<Row>(tx, statement, valuesOf(answers.at(-1)?.at(-1)));
      }),
    );
  return answers;
}

/** As `repeat`, in the transaction of a batch. */
async function repeatBatch<Row extends pg.QueryResultRow>(
  statement: Statement,
  valuesOf: (before: Row | undefined) => readonly unknown[],
): Promise<Row[][]> {
  return await repeat(statement, valuesOf, BEGIN_BATCH);
}

/** Read by indexes alone, and no more rows of any table than a bound. */
function expectBounded({ text }: Statement, rowsMax: number): void {
  const plans = watch.take(text);
  expect(plans).toHaveLength(RUNS);
  for (const nodes of plans) {
    for (const table of TABLES) {
      expect(scansOf(nodes, table)).not.toContain('Seq Scan');
      expect(rowsRead(nodes, table)).toBeLessThanOrEqual(rowsMax);
    }
  }
}

describe.each([
  { known: 'nothing', tenantOf: () => DEFAULT_TENANT },
  { known: 'all', tenantOf: () => otherTenant },
])('a batch reads no more than it may where statistics know $known of history', ({ known, tenantOf }) => {
  let tenantId: Uuid;

  beforeAll(async () => {
    tenantId = tenantOf();
    if (known === 'all')
      await superuser.query(`analyze ${TABLES.map((name) => `posthorn.${name}`).join(', ')}`);
    pool = createEnginePool(engine.database.url);
    watch = new PlanWatch(pool);
  });
  afterAll(async () => {
    await pool.end();
  });

  it('of events that lose their data', async () => {
    const locked = await repeatBatch<{ reached_id: Uuid; id: Uuid }>(LOCK_EVENT_DATA, (before) => [
      [tenantId],
      before?.reached_id ?? NOTHING,
      until,
    ]);
    expect(locked.map((rows) => rows.length)).toEqual(Array(RUNS).fill(CHANGE_BATCH));
    expectBounded(LOCK_EVENT_DATA, READ_BATCH + CHANGE_BATCH);
    let place = 0;
    await repeatBatch(EXPIRE_EVENT_DATA, () => [locked[place++]?.map(({ id }) => id)]);
    expectBounded(EXPIRE_EVENT_DATA, 2 * CHANGE_BATCH);
  });

  it('of attempts that lose theirs', async () => {
    await repeatBatch<{ reached_id: Uuid }>(EXPIRE_ATTEMPT_DATA, (before) => [
      [tenantId],
      before?.reached_id ?? NOTHING,
      until,
    ]);
    expectBounded(EXPIRE_ATTEMPT_DATA, READ_BATCH + CHANGE_BATCH);
  });

  it('of a portion to be counted', async () => {
    const [from, to] = [10, 1].map((days) => new Date(engine.clock.now() - days * DAY_MS));
    for (const find of [FIND_PORTION, FIND_DELIVERY_PORTION]) {
      await repeat(find, () => [from, to, CHANGE_BATCH]);
      expectBounded(find, CHANGE_BATCH + 1);
    }
  });

  it('of an event that is erased, and of what a tenant has', async () => {
    const events = await engine.database.query<{ id: Uuid }>(
      'select id from events where tenant_id = $1 limit 8',
      [tenantId],
    );
    let place = 0;
    const next = (): Uuid => events[place++ % events.length]?.id ?? '';
    await repeat(ERASE_TRACES, () => [tenantId, next(), NOTHING]);
    expectBounded(ERASE_TRACES, 10);
    await repeat(ERASE_FINGERPRINT, () => [tenantId, next()]);
    expectBounded(ERASE_FINGERPRINT, 10);
    await repeat(OLDEST_OF_TENANT, () => [tenantId]);
    expectBounded(OLDEST_OF_TENANT, RUNS * CHANGE_BATCH + 10);
  });

  it('of rows that are removed', async () => {
    const before = new Date(engine.clock.now() - 6 * DAY_MS);
    const removed = await repeatBatch<{ id: Uuid }>(REMOVE_DELIVERIES, (last) => [
      tenantId,
      last?.id ?? NOTHING,
      until,
      before,
    ]);
    expect(removed.map((rows) => rows.length)).toEqual(Array(RUNS).fill(CHANGE_BATCH));
    expectBounded(REMOVE_DELIVERIES, 2 * CHANGE_BATCH);
    const held = await repeatBatch<{ id: Uuid }>(LOCK_EVENTS, (last) => [
      tenantId,
      last?.id ?? NOTHING,
      until,
    ]);
    expectBounded(LOCK_EVENTS, CHANGE_BATCH);
    let place = 0;
    await repeatBatch(REMOVE_EVENTS, () => [held[place++]?.map(({ id }) => id)]);
    expectBounded(REMOVE_EVENTS, 2 * CHANGE_BATCH);
  });
});
