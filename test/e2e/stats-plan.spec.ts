import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { inSnapshot } from '../../src/database/snapshot.ts';
import { uuidFloor } from '../../src/domain/ids.ts';
import type { Statement } from '../../src/engine/statement.ts';
import { COUNT_DELIVERIES, COUNT_TENANT_DELIVERIES } from '../../src/stats/sql/count-deliveries.ts';
import { FIND_START } from '../../src/stats/sql/find-start.ts';
import { MEASURE_ATTEMPTS } from '../../src/stats/sql/measure-attempts.ts';
import { idBoundsOf } from '../../src/stats/stats-window.ts';
import { addAttempts } from '../support/attempt-rows.ts';
import { addDeliveries, nextId } from '../support/delivery-rows.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { nodesOf, rowsRead, type PlanNode } from '../support/plan-nodes.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const COUNT = 6_000;
/** Of the tenant: one in ten of all; of the webhook: one in ten of those. */
const OWN = COUNT / 10;
const webhookIds = Array.from({ length: 10 }, nextId);
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const yesterday = { after: today - DAY_MS, before: today };
const nameOf = (table: string): string =>
  `${table}_p${new Date(yesterday.after).toISOString().slice(0, 10).replaceAll('-', '')}`;

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  const session = { schema: 'posthorn', role: 'app', applicationName: 'plans' } as const;
  const limits = { connectionsMax: 1, statementTimeoutMs: 10_000, lockTimeoutMs: 2_000 };
  pool = createPool(database.url, { ...session, ...limits, isPlannerPinned: false }, () => undefined);
  // As many yesterday as today, yesterday's about noon, so that no attempt of theirs can be today's.
  for (const from of [yesterday.after + 6 * HOUR_MS, today]) {
    const plans = Array.from({ length: COUNT }, (_, n) => ({
      status: 'delivered' as const,
      madeAt: from + (n * 12 * HOUR_MS) / COUNT,
      completedAt: from + (n * 12 * HOUR_MS) / COUNT + 1_000,
      webhookId: n % 10 === 0 ? (webhookIds[(n / 10) % 10] ?? '') : nextId(),
      tenantId: n % 10 === 0 ? DEFAULT_TENANT : '01980000-0000-7000-8000-000000000002',
    }));
    const ids = await addDeliveries(database, plans);
    const made = plans.map((plan, n) => ({
      ...plan,
      deliveryId: ids[n] ?? '',
      durationMs: n,
      errorType: null,
    }));
    await addAttempts(database, made);
  }
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** The scans of history that were run, not those which the plan held ready for other days. */
async function scansOf({ text }: Statement, values: readonly unknown[]): Promise<PlanNode[]> {
  const rows = await inSnapshot(pool, DEFAULT_TENANT, 10_000, async (snapshot) => {
    const explained = `explain (analyze, timing off, format json) ${text}`;
    return (await snapshot.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explained, [...values])).rows;
  });
  return rows
    .flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan))
    .filter((node) => /^(?:finished_deliveries|attempts)_p/.test(node['Relation Name'] ?? ''))
    .filter((node) => node['Actual Loops'] > 0);
}

describe.each([
  ['before their statistics are gathered', ''],
  ['after', 'analyze'],
])('the statements over a day of two, %s', (_when, preparation) => {
  beforeAll(async () => {
    if (preparation !== '') await database.query(preparation);
  });

  describe.each([
    ['a tenant', null, OWN, COUNT_TENANT_DELIVERIES],
    ['a webhook', webhookIds[7], OWN / 10, COUNT_DELIVERIES],
  ])('of %s', (_whose, webhookId, count, countDeliveries) => {
    // Nothing is counted yet: all of the window is its head.
    const [from, before] = idBoundsOf(yesterday);
    const rows = [DEFAULT_TENANT, from, before, webhookId, before, before];

    it.each([
      [FIND_START.name, FIND_START, [...rows, 100_000]],
      [countDeliveries.name, countDeliveries, [...rows, [], [], []]],
    ])('read that day, and no more than is counted, by an index: %s', async (_name, statement, values) => {
      const scans = await scansOf(statement, values);
      expect(new Set(scans.map((scan) => scan['Relation Name']))).toEqual(
        new Set([nameOf('finished_deliveries')]),
      );
      expect(scans.filter((scan) => !scan['Node Type'].startsWith('Index'))).toEqual([]);
      expect(rowsRead(scans)).toBe(count);
    });

    it('probe for each delivery’s attempts in that day alone', async () => {
      const next = uuidFloor(Date.now());
      const scans = await scansOf(MEASURE_ATTEMPTS, [
        ...rows,
        Date.now(),
        next,
        ...[[], [], [], [], []],
        from,
        next,
      ]);
      expect(new Set(scans.map((scan) => scan['Relation Name']))).toEqual(
        new Set([nameOf('finished_deliveries'), nameOf('attempts')]),
      );
      expect(scans.filter((scan) => !scan['Node Type'].startsWith('Index'))).toEqual([]);
      expect(rowsRead(scans)).toBe(2 * count);
    });
  });

  it('stop where they are told to', async () => {
    const [from, before] = idBoundsOf(yesterday);
    const scans = await scansOf(FIND_START, [DEFAULT_TENANT, from, before, null, before, before, 100]);
    expect(rowsRead(scans)).toBeLessThanOrEqual(102);
  });
});
