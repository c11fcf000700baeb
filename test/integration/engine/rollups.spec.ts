import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { rebuildStats } from '../../../src/cli/rebuild-stats.ts';
import type { Uuid } from '../../../src/domain/ids.ts';
import type { Rollups } from '../../../src/engine/history/rollups.ts';
import { addAttempts, type AttemptRowPlan } from '../../support/attempt-rows.ts';
import { addDeliveries, nextId } from '../../support/delivery-rows.ts';
import { advanceToNow, createRollups, openEnginePool } from '../../support/roll-up.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const GRAINS = ['minute', 'hour', 'day'] as const;
const ERRORS = [null, null, 'http_status', 'timeout_error', 'interrupted'];
const webhookIds = [nextId(), nextId(), nextId()];

let database: TestDatabase;
let pool: pg.Pool;
let rollups: Rollups;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = openEnginePool(database);
  for (const table of ['attempts', 'finished_deliveries']) {
    for (let ago = 0; ago < 5; ago += 1)
      await database.query(`select ensure_partition($1, current_date - $2::int)`, [table, ago]);
  }
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => {
  rollups = createRollups(pool);
});
afterEach(async () => {
  await database.query(
    'truncate attempts, finished_deliveries, live_deliveries, attempt_stats, attempt_totals, delivery_stats, delivery_totals, delivery_changes, stats_mark',
  );
});

/** Deliveries of some types, waiting and finished, with attempts of every kind at these moments. */
async function addAt(moments: readonly number[]): Promise<void> {
  const ids = await addDeliveries(
    database,
    moments.map((madeAt, n) => ({
      status: n % 5 === 0 ? 'retrying' : 'delivered',
      madeAt: madeAt - 1_000,
      completedAt: madeAt,
      webhookId: webhookIds[n % 3] ?? '',
      eventType: `type.${n % 4}`,
    })),
  );
  await addAttempts(
    database,
    moments.map((madeAt, n): AttemptRowPlan => ({
      deliveryId: ids[n] ?? '',
      webhookId: webhookIds[n % 3] ?? '',
      madeAt,
      durationMs: (n * 37) % 900,
      errorType: ERRORS[n % ERRORS.length] ?? null,
      isStale: n % 11 === 0,
    })),
  );
}

const advance = async (): Promise<void> => {
  await advanceToNow(rollups, pool);
};

const markMs = async (): Promise<number | null> =>
  (await database.query<{ at: Date }>('select rolled_until as at from stats_mark'))[0]?.at.getTime() ?? null;

/** What a grain says, and what the rows up to the mark say, both as texts in one order. */
async function compare(grain: string): Promise<{ readonly counted: string[]; readonly rows: string[] }> {
  const text = `format('%s %s %s %s %s %s %s', at, webhook_id, event_type, outcome, error_type, is_counted, count(*))`;
  const [counted, rows] = await Promise.all([
    database.query<{ text: string }>(
      `select ${text.replace('count(*)', `sum(count) || ' ' || sum(duration_ms_sum)`)} as text from attempt_stats
       where grain = $1 group by at, webhook_id, event_type, outcome, error_type, is_counted order by 1`,
      [grain],
    ),
    database.query<{ text: string }>(
      `select ${text.replace('count(*)', `count(*) || ' ' || sum(duration_ms)`)} as text
       from (select date_trunc($1, a.started_at, 'UTC') as at, a.webhook_id, d.event_type, a.outcome, a.duration_ms,
                    coalesce(a.error_type, '') as error_type,
                    not a.stale and coalesce(a.error_type, '') <> 'interrupted' as is_counted
             from attempts a join deliveries d on d.id = a.delivery_id
             where a.started_at < (select date_trunc($1, rolled_until, 'UTC') from stats_mark)) a
       group by at, webhook_id, event_type, outcome, error_type, is_counted order by 1`,
      [grain],
    ),
  ]);
  return { counted: counted.map((row) => row.text), rows: rows.map((row) => row.text) };
}

async function expectEqual(): Promise<void> {
  for (const grain of GRAINS) {
    const { counted, rows } = await compare(grain);
    expect(counted).toEqual(rows);
  }
}

const spread = (count: number, spanMs: number): number[] => {
  const end = Date.now() - 2 * MINUTE_MS;
  return Array.from({ length: count }, (_, n) => Math.floor(end - (spanMs * (count - n)) / count));
};

describe('statistics of attempts', () => {
  it('are the counts of the rows by minute, hour and day, up to the mark', async () => {
    await addAt(spread(2_000, 3 * DAY_MS));
    await advance();
    expect(await markMs()).toBeGreaterThan(Date.now() - 2 * MINUTE_MS);
    expect((await compare('day')).rows.length).toBeGreaterThan(20);
    await expectEqual();
  });

  it('go on in portions, and stop in no minute', async () => {
    rollups = createRollups(pool, { portion: 70 });
    await addAt(spread(1_000, DAY_MS));
    await advance();
    await expectEqual();
    await addAt(spread(50, 30_000));
    await advance();
    await expectEqual();
  });

  it('have a histogram that adds up, whose bounds hold what was measured', async () => {
    await addAt(spread(500, HOUR_MS));
    await advance();
    const bounds = await database.query<{ up_to_ms: number; count: string; sum: string }>(
      `select up_to_ms, sum(count) as count, sum(duration_ms_sum) as sum from attempt_stats where grain = 'minute' group by 1`,
    );
    expect(bounds.reduce((total, { count }) => total + Number(count), 0)).toBe(500);
    for (const { up_to_ms, count, sum } of bounds) {
      expect(Number(sum) / Number(count)).toBeLessThanOrEqual(up_to_ms);
      expect(Number(sum) / Number(count)).toBeGreaterThan(0.75 * up_to_ms - 2);
    }
  });

  it('are the same when they are counted twice, by two processes', async () => {
    await addAt(spread(500, DAY_MS));
    await advance();
    const before = await compare('minute');
    await database.query('delete from stats_mark');
    rollups = createRollups(pool);
    await advance();
    expect(await compare('minute')).toEqual(before);
    await expectEqual();
  });

  it('begin where there is nothing, at the present', async () => {
    await advance();
    expect(await markMs()).toBeGreaterThan(Date.now() - 2 * MINUTE_MS);
  });
});

describe('what is recorded late', () => {
  it('is waited for while its transaction is open, and counted once', async () => {
    await addAt(spread(100, HOUR_MS));
    await advance();
    const client = await pool.connect();
    try {
      await client.query('begin');
      await insertOne(client, Date.now() - MINUTE_MS);
      const before = await markMs();
      await database.query(`update stats_mark set rolled_until = rolled_until - interval '5 minutes'`);
      // What it goes to is chosen while that transaction is open.
      rollups = createRollups(pool);
      for (let round = 0; round < 3; round += 1) await rollups.advance();
      expect(await markMs()).toBe((before ?? 0) - 5 * MINUTE_MS);
      await client.query('commit');
    } finally {
      client.release();
    }
    await advance();
    expect(await markMs()).toBeGreaterThan(Date.now() - 2 * MINUTE_MS);
    await expectEqual();
  });

  it('is counted with what came before it, hours and days too, where the mark had gone past', async () => {
    await addAt(spread(200, DAY_MS));
    await advance();
    await insertOne(pool, Date.now() - 10 * MINUTE_MS);
    await rollups.advance();
    await expectEqual();
  });

  it('may be as late as no process has counted for', async () => {
    await addAt(spread(200, 3 * HOUR_MS));
    await advance();
    await database.query(`update stats_mark set rolled_until = rolled_until - interval '2 hours'`);
    await insertOne(pool, Date.now() - 130 * MINUTE_MS);
    await advance();
    await expectEqual();
  });
});

describe('statistics that are kept', () => {
  it('go in whole days, the finest first', async () => {
    await addAt(spread(500, 4 * DAY_MS - HOUR_MS));
    rollups = createRollups(pool, { keptDays: { minute: 1, hour: 2, day: 3 } });
    await advance();
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const firsts = await database.query<{ grain: string; first: Date }>(
      'select grain, min(at) as first from attempt_stats group by grain',
    );
    expect(firsts).toHaveLength(3);
    for (const { grain, first } of firsts) {
      const keptDays = { minute: 1, hour: 2, day: 3 }[grain] ?? 0;
      expect(first.getTime()).toBeGreaterThanOrEqual(today - keptDays * DAY_MS);
      expect(first.getTime()).toBeLessThan(today - (keptDays - 1) * DAY_MS);
    }
  });

  it('are counted anew by the command, from the rows that there are', async () => {
    await addAt(spread(1_000, 3 * DAY_MS));
    await advance();
    await database.query(`update attempt_stats set count = count + 1 where up_to_ms > 100`);
    await database.query(`delete from attempt_stats where grain <> 'minute'`);
    const told: string[] = [];
    await rebuildStats(rollups, pool, (line) => told.push(line));
    await expectEqual();
    expect(told.length).toBeGreaterThan(3);
    expect(told.at(-1)).toBe('The statistics are those of the attempts that are kept.');
  });

  it('keep what was counted of a tenant whose rows have been removed since, beside one whose rows are there', async () => {
    await addAt(spread(300, 3 * DAY_MS));
    await advance();
    const before = await Promise.all(GRAINS.map(async (grain) => (await compare(grain)).counted));
    const removed = new Date(Math.floor(Date.now() / DAY_MS - 1) * DAY_MS);
    const owner = `(select id from tenants where uid = 'default')`;
    await database.query(
      `insert into retention_marks (tenant_id, kind, mark) select ${owner}, 'history', uuid_floor($1)`,
      [removed],
    );
    // Some of a minute may go before the others: what is removed of a day is not looked into.
    const gone = await database.query(
      `delete from attempts where id < uuid_floor($1) and webhook_id = $2 returning id`,
      [removed, webhookIds[0]],
    );
    expect(gone.length).toBeGreaterThan(20);
    await rebuildStats(rollups, pool, () => undefined);
    expect(await Promise.all(GRAINS.map(async (grain) => (await compare(grain)).counted))).toEqual(before);
    await database.query('delete from retention_marks');
    await rebuildStats(rollups, pool, () => undefined);
    expect(await Promise.all(GRAINS.map(async (grain) => (await compare(grain)).counted))).not.toEqual(
      before,
    );
  });

  it('outlive the rows that they were counted over', async () => {
    await addAt(spread(300, 2 * DAY_MS));
    await advance();
    const { counted } = await compare('day');
    await database.query('truncate attempts');
    await rebuildStats(rollups, pool, () => undefined);
    await rollups.advance();
    expect((await compare('day')).counted).toEqual(counted);
  });
});

/** One attempt at a moment, as a worker would record it. */
async function insertOne(client: Pick<pg.Pool, 'query'>, madeAt: number): Promise<Uuid> {
  const query = async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> =>
    (await client.query<Row>(text, values)).rows;
  const [deliveryId = ''] = await addDeliveries(database, [
    { status: 'delivered', madeAt: madeAt - 1_000, webhookId: webhookIds[0] ?? '', eventType: 'late' },
  ]);
  await addAttempts({ query }, [
    { deliveryId, webhookId: webhookIds[0] ?? '', madeAt, durationMs: 5, errorType: null },
  ]);
  return deliveryId;
}
