import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import type { Rollups } from '../../src/engine/history/rollups.ts';
import { toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { rebuildStats } from '../../src/cli/rebuild-stats.ts';
import { toStatsSummaryJson, toWebhookStatsJson } from '../../src/stats/stats-json.ts';
import { StatsRepository, type StatsRecord } from '../../src/stats/stats.repository.ts';
import { addAttempts } from '../support/attempt-rows.ts';
import { addDeliveries, nextId, type RowStatus } from '../support/delivery-rows.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { advanceToNow, createRollups, openEnginePool } from '../support/roll-up.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const HOUR_MS = 3_600_000;
const SPAN_MS = 60 * HOUR_MS;
const OTHER_TENANT = '01980000-0000-7000-8000-000000000002';
const webhookIds: readonly Uuid[] = Array.from({ length: 3 }, nextId);
const keptDays = { minute: 1, hour: 90, day: 730 };

let database: TestDatabase;
let pool: pg.Pool;
let rollups: Rollups;
/** Reads buckets, and rows where there are none. */
let rolled: StatsRepository;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = openEnginePool(database);
  rollups = createRollups(pool, { keptDays, portion: 20 });
  rolled = new StatsRepository(pool, { rowsMax: 100_000, keptDays });
  for (const table of ['attempts', 'finished_deliveries']) {
    for (let ago = 0; ago < 4; ago += 1)
      await database.query(`select ensure_partition($1, current_date - $2::int)`, [table, ago]);
  }
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const moment = fc.integer({ min: 0, max: SPAN_MS - 1 });
const attempt = fc.record({
  delayMs: fc.integer({ min: 0, max: 30 * HOUR_MS }),
  durationMs: fc.integer({ min: 0, max: 5_000 }),
  errorType: fc.constantFrom(null, null, 'http_status', 'timeout_error', 'dns_error', 'interrupted'),
  isStale: fc.boolean(),
});
const delivery = fc.record({
  status: fc.constantFrom<RowStatus>('retrying', 'delivered', 'dead_letter', 'cancelled', 'shadowed'),
  madeAt: moment,
  webhookId: fc.constantFrom(...webhookIds),
  eventType: fc.constantFrom('a', 'B', 'a.b'),
  isOwn: fc.boolean(),
  attempts: fc.array(attempt, { minLength: 1, maxLength: 3 }),
});
type Plan = typeof delivery extends fc.Arbitrary<infer T> ? T : never;
const plans = fc.array(delivery, { maxLength: 40 });
const windows = fc.array(
  fc.tuple(moment, moment).filter(([one, other]) => one !== other),
  { minLength: 1, maxLength: 4 },
);

async function insert(planned: readonly Plan[], start: number): Promise<void> {
  const tenantOf = ({ isOwn }: Plan): Uuid => (isOwn ? DEFAULT_TENANT : OTHER_TENANT);
  const now = Date.now();
  const ids = await addDeliveries(
    database,
    planned.map((plan) => ({
      status: plan.status,
      madeAt: start + plan.madeAt,
      webhookId: plan.webhookId,
      eventType: plan.eventType,
      tenantId: tenantOf(plan),
      completedAt: Math.max(now, start + plan.madeAt + 31 * HOUR_MS),
    })),
  );
  await addAttempts(
    database,
    planned.flatMap((plan, n) =>
      plan.attempts.map(({ delayMs, ...made }) => ({
        ...made,
        deliveryId: ids[n] ?? '',
        webhookId: plan.webhookId,
        tenantId: tenantOf(plan),
        madeAt: Math.min(now, start + plan.madeAt + delayMs),
      })),
    ),
  );
}

/** What retries, late ends and purges do, each by a statement of its own. */
const CHANGES = [
  `with gone as (delete from finished_deliveries where webhook_id = $1 and status = 'dead_letter' returning *)
   insert into live_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, ready, next_attempt_at, attempt_count,
                                max_attempts, lease_token)
   select id, tenant_id, webhook_id, event_id, event_type, 'retrying', false, now(), attempt_count, 10, 1 from gone`,
  `with ended as (delete from live_deliveries where webhook_id = $1 and event_type = 'a' returning *)
   insert into finished_deliveries (id, tenant_id, webhook_id, event_id, event_type, status, attempt_count, max_attempts,
                                    lease_token, created_at)
   select id, tenant_id, webhook_id, event_id, event_type, 'delivered', attempt_count, 10, 1, now() from ended`,
  `delete from finished_deliveries where webhook_id = $1 and status = 'cancelled' and attempt_count = 0`,
];

async function change(): Promise<void> {
  for (const webhookId of webhookIds.slice(1))
    for (const text of CHANGES) await database.query(text, [webhookId]);
}

async function shown(repository: StatsRepository, [one, other]: [number, number], start: number) {
  const window = { after: start + Math.min(one, other), before: start + Math.max(one, other) };
  const read = async (webhookId: Uuid | null): Promise<StatsRecord> =>
    await repository.measure({ tenantId: DEFAULT_TENANT, webhookId }, window, Date.now());
  const summary = toStatsSummaryJson(await read(null));
  const webhooks = [];
  for (const webhookId of webhookIds) {
    const stats = toWebhookStatsJson({ ...(await read(webhookId)), webhookId });
    webhooks.push({ ...stats, webhook_id: toPublicId('webhook', webhookId) });
  }
  return { summary, webhooks };
}

/** The same answers, once over buckets and once over rows alone. */
async function expectEqual(ranges: readonly [number, number][], start: number): Promise<void> {
  for (const range of ranges) {
    const byBuckets = await shown(rolled, range, start);
    await database.query('alter table stats_mark rename to stats_mark_kept');
    await database.query('create table stats_mark (rolled_until timestamptz)');
    await database.query('grant select on stats_mark to posthorn_app');
    const byRows = await shown(rolled, range, start);
    await database.query('drop table stats_mark');
    await database.query('alter table stats_mark_kept rename to stats_mark');
    expect(byBuckets).toEqual(byRows);
  }
}

describe('statistics of what is counted', () => {
  it('are those of the rows: at once, after changes, when these are added, and when all is counted anew', async () => {
    await fc.assert(
      fc.asyncProperty(plans, windows, async (planned, ranges) => {
        await database.query(
          'truncate live_deliveries, finished_deliveries, attempts, attempt_stats, attempt_totals, delivery_stats, delivery_totals, delivery_changes, stats_mark',
        );
        const start = Date.now() - SPAN_MS;
        await insert(planned, start);
        await advanceToNow(rollups, pool);
        await expectEqual(ranges, start);
        await change();
        await expectEqual(ranges, start);
        await rollups.advance();
        const [left] = await database.query<{ count: number }>(
          'select count(*)::int as count from delivery_changes where at < (select rolled_until from stats_mark)',
        );
        expect(left?.count).toBe(0);
        await expectEqual(ranges, start);
        await change();
        await rebuildStats(rollups, pool, () => undefined);
        await expectEqual(ranges, start);
      }),
      { numRuns: 6 },
    );
  }, 240_000);
});
