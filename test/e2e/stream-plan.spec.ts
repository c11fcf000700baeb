import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { ROWS_READ_MAX, runWalk, type Query } from '../../src/database/walk.ts';
import { findAfter, findByIds, findIdsBetween } from '../../src/deliveries/sql/attempt-feed.ts';
import { addDeliveryHistory, type DeliveryHistory } from '../support/delivery-history.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { nodesOf, rowsRead, type PlanNode } from '../support/plan-nodes.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const COUNT = 50_000;
const LIVE_COUNT = 500;
const LIMIT = 500;
const scope = { tenantId: DEFAULT_TENANT, webhookId: null };

let database: TestDatabase;
let pool: pg.Pool;
let history: DeliveryHistory;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(
    database.url,
    {
      schema: 'posthorn',
      role: 'app',
      applicationName: 'plans',
      isPlannerPinned: false,
      connectionsMax: 1,
      statementTimeoutMs: 10_000,
      lockTimeoutMs: 2_000,
    },
    () => undefined,
  );
  history = await addDeliveryHistory(database, COUNT, LIVE_COUNT);
  // An attempt each, under the id of its delivery.
  await database.query(
    `insert into attempts (id, tenant_id, delivery_id, webhook_id, webhook_version, number, started_at, duration_ms, outcome,
                           response_status, request_headers, timings)
     select id, tenant_id, id, webhook_id, 1, 1, now(), 1, 'succeeded', 204, '[]', '{}' from deliveries`,
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const idAt = (share: number): string => history.ids[Math.floor(COUNT * share)] ?? '';

async function explain(query: Query): Promise<PlanNode[]> {
  const explained = { ...query, text: `explain (analyze, timing off, format json) ${query.text}` };
  const [row] = await runWalk<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(pool, DEFAULT_TENANT, explained);
  return row === undefined ? [] : nodesOf(row['QUERY PLAN'][0].Plan);
}

function expectIndexed(nodes: readonly PlanNode[]): void {
  const scans = nodes.filter((node) => node['Relation Name'] !== undefined);
  expect(scans.length).toBeGreaterThan(0);
  expect(scans.filter((node) => !node['Node Type'].startsWith('Index'))).toEqual([]);
}

describe.each([
  ['before their statistics are gathered', ''],
  ['after', 'analyze'],
])('attempts, %s', (_when, preparation) => {
  beforeAll(async () => {
    if (preparation !== '') await database.query(preparation);
  });

  it.each([0, 0.5, 0.99])('are read on from a place at %d of them for what is told', async (share) => {
    const nodes = await explain(findAfter(scope, idAt(share), LIMIT));
    expectIndexed(nodes);
    // Every second fifty is another tenant's; beside them, the place where the walk would end is looked for.
    expect(rowsRead(nodes, 'attempts')).toBeLessThanOrEqual(ROWS_READ_MAX + 2 * LIMIT + 100);
    expect(rowsRead(nodes, 'finished_deliveries') + rowsRead(nodes, 'live_deliveries')).toBeLessThanOrEqual(
      2 * LIMIT,
    );
  });

  it('are read again between two places, and nowhere else', async () => {
    const nodes = await explain(findIdsBetween(scope, idAt(0.98), idAt(0.99)));
    expectIndexed(nodes);
    expect(rowsRead(nodes, 'attempts')).toBeLessThanOrEqual(COUNT / 100 + 1);
  });

  it('are found by their ids', async () => {
    const ids = history.ids.slice(1_000, 1_050);
    const nodes = await explain(findByIds(scope, ids));
    expectIndexed(nodes);
    expect(rowsRead(nodes, 'attempts')).toBeLessThanOrEqual(ids.length);
  });
});
