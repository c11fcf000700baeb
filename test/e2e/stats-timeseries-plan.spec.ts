import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { inSnapshot } from '../../src/database/snapshot.ts';
import type { Uuid } from '../../src/domain/ids.ts';
import { ATTEMPT_GROUPS, ATTEMPT_SERIES } from '../../src/stats/sql/attempt-series.ts';
import { addAttempts } from '../support/attempt-rows.ts';
import { addDeliveries, nextId } from '../support/delivery-rows.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { nodesOf, rowsRead, type PlanNode } from '../support/plan-nodes.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Buckets of each grain; one in ten is the tenant's, and one in a hundred the webhook's. */
const BUCKETS = 5_000;
const NEW = 40;
const OLD = 4_000;
const webhookId = nextId();

/** A mark of a noon, so that all three grains are read. */
const mark = Math.floor(Date.now() / DAY_MS) * DAY_MS - 12 * HOUR_MS;

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  const session = { schema: 'posthorn', role: 'app', applicationName: 'plans' } as const;
  const limits = { connectionsMax: 1, statementTimeoutMs: 10_000, lockTimeoutMs: 2_000 };
  pool = createPool(database.url, { ...session, ...limits, isPlannerPinned: false }, () => undefined);
  await database.query('insert into stats_mark (rolled_until) values ($1)', [new Date(mark)]);
  for (const [grain, spanMs] of [
    ['minute', MINUTE_MS],
    ['hour', HOUR_MS],
    ['day', DAY_MS],
  ] as const) {
    await database.query(
      `insert into attempt_stats (grain, at, tenant_id, webhook_id, event_type, outcome, error_type, is_counted, up_to_ms, count,
                                  duration_ms_sum, made_at, last_started_at)
       select $1, to_timestamp(($2::float8 - (1 + n / 20) * $3::float8) / 1000), case when n % 10 = 0 then $4::uuid else gen_random_uuid() end,
              case when n % 100 = 0 then $5::uuid else gen_random_uuid() end, 'a', 'succeeded', '', true, 10, 1, 10, now(), now()
       from generate_series(0, $6::int - 1) n`,
      [grain, Math.floor(mark / spanMs) * spanMs, spanMs, DEFAULT_TENANT, webhookId, BUCKETS],
    );
  }
  // Many before the mark, and few behind it.
  const plans = Array.from({ length: OLD + NEW }, (_, n) => ({
    status: 'delivered' as const,
    madeAt: mark + (n - OLD) * 1_000,
    webhookId,
  }));
  const ids = await addDeliveries(database, plans);
  await addAttempts(
    database,
    plans.map((plan, n) => ({ ...plan, deliveryId: ids[n] ?? '', durationMs: 5, errorType: null })),
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function nodesRun(text: string, values: readonly unknown[]): Promise<PlanNode[]> {
  const rows = await inSnapshot(pool, DEFAULT_TENANT, 10_000, async (snapshot) => {
    const explained = `explain (analyze, timing off, format json) ${text}`;
    return (await snapshot.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explained, [...values])).rows;
  });
  return rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan)).filter((node) => node['Actual Loops'] > 0);
}

describe.each([
  ['before their statistics are gathered', ''],
  ['after', 'analyze'],
])('the statements of a series, %s', (_when, preparation) => {
  beforeAll(async () => {
    if (preparation !== '') await database.query(preparation);
  });

  const cases = (['minute', 'hour', 'day'] as const).flatMap((interval) =>
    [ATTEMPT_SERIES[interval], ATTEMPT_GROUPS[interval]].flatMap(({ name, text }) =>
      [null, webhookId].map((webhook): [string, string, string, Uuid | null] => [
        name,
        webhook === null ? 'a tenant' : 'a webhook',
        text,
        webhook,
      ]),
    ),
  );

  it.each(cases)(
    'read their buckets by an index and the rows behind the mark alone: %s of %s',
    async (_name, _whose, text, webhook) => {
      const values = [DEFAULT_TENANT, new Date(mark - 100 * DAY_MS), new Date(mark + HOUR_MS), webhook, null];
      const nodes = await nodesRun(text, values);
      const scans = nodes.filter((node) =>
        /^(?:attempt_stats|attempts|finished)/.test(node['Relation Name'] ?? ''),
      );
      expect(scans.filter((scan) => !scan['Node Type'].startsWith('Index'))).toEqual([]);
      expect(rowsRead(scans, 'attempts_p')).toBe(NEW);
      expect(rowsRead(scans, 'attempt_stats')).toBeGreaterThan(0);
      // Three grains at most, of the tenant's or the webhook's alone.
      expect(rowsRead(scans, 'attempt_stats')).toBeLessThanOrEqual(
        (3 * BUCKETS) / (webhook === null ? 10 : 100),
      );
    },
  );
});
