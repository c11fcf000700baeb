import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { runWalk, type Query } from '../../src/database/walk.ts';
import { everythingOf, type DeliveryFilter } from '../../src/deliveries/sql/branches.ts';
import { findPage } from '../../src/deliveries/sql/find-page.ts';
import type { PageRequest } from '../../src/http/pagination.ts';
import { addDeliveries, nextId, type RowStatus } from '../support/delivery-rows.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const LIMIT = 50;
const COUNT = 50_000;
const BATCH = 10_000;
const webhookIds = Array.from({ length: 50 }, nextId);
const everything = everythingOf(DEFAULT_TENANT);
const filters: readonly [string, Partial<DeliveryFilter>][] = [
  ['the tenant alone', {}],
  ['status=failed', { statuses: new Set(['retrying', 'dead_letter']) }],
  ['status=dead_letter,cancelled', { statuses: new Set(['dead_letter', 'cancelled']) }],
  ['status=delivered', { statuses: new Set(['delivered']) }],
  ['webhook_id', { webhookId: webhookIds[7] ?? '' }],
  ['event_type', { eventType: 'type.3' }],
  // No index knows these, but they are of failures: among all deliveries a page of them would read fifty times as many.
  ['error_type', { errorTypes: new Set(['http_status'] as const) }],
  ['response_status=5xx', { responseStatuses: new Set([500, 502, 503]) }],
];

let database: TestDatabase;
let pool: pg.Pool;
let ids: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  const session = {
    schema: 'posthorn',
    role: 'app',
    applicationName: 'plans',
    isPlannerPinned: false,
  } as const;
  pool = createPool(
    database.url,
    { ...session, connectionsMax: 1, statementTimeoutMs: 10_000, lockTimeoutMs: 2_000 },
    () => undefined,
  );
  ids = [];
  const statusOf = (n: number): RowStatus => (n % 50 === 7 ? 'dead_letter' : 'delivered');
  for (let start = 0; start < COUNT; start += BATCH) {
    const plans = Array.from({ length: BATCH }, (_, offset) => {
      const n = start + offset;
      return {
        status: statusOf(n),
        webhookId: webhookIds[n % 50] ?? '',
        eventType: `type.${n % 20}`,
        ...(statusOf(n) === 'delivered' ? {} : { errorType: 'http_status', responseStatus: 503 }),
        // Half of the rows belong to somebody else.
        tenantId: Math.floor(n / 50) % 2 === 0 ? DEFAULT_TENANT : '01980000-0000-7000-8000-000000000002',
      };
    });
    ids.push(...(await addDeliveries(database, plans)));
  }
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function explain(query: Query): Promise<PlanNode[]> {
  const explained = { ...query, text: `explain (analyze, timing off, format json) ${query.text}` };
  const [row] = await runWalk<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(pool, explained);
  const list = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(list)];
  return row === undefined ? [] : list(row['QUERY PLAN'][0].Plan);
}

/** Rows that a scan of history looked at, found or not. */
function rowsRead(nodes: readonly PlanNode[]): number {
  return nodes
    .filter((node) => node['Relation Name']?.startsWith('finished_deliveries') ?? false)
    .reduce((sum, node) => {
      return sum + node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
    }, 0);
}

/** A range of 10,000 ids: a place far into the history. */
const aRange = (): DeliveryFilter['ids'] => ({ from: ids[20_000] ?? '', before: ids[30_000] ?? '' });

describe.each([
  ['before its statistics are gathered', ''],
  ['after', 'analyze'],
])('a page of 50,000 finished deliveries, %s', (_when, preparation) => {
  beforeAll(async () => {
    if (preparation !== '') await database.query(preparation);
  });

  it.each([
    ['the tenant alone', {}],
    ['status=dead_letter', { statuses: new Set(['dead_letter'] as const) }],
    ['webhook_id', { webhookId: webhookIds[7] ?? '' }],
    ['event_type', { eventType: 'type.3' }],
  ])('is read along an index within a range of times: %s', async (_name, filter) => {
    for (const cursor of [undefined, { direction: 'next', id: ids[25_000] ?? '' }] as const) {
      const query = findPage({ ...everything, ...filter, ids: aRange() }, { limit: LIMIT, cursor });
      const nodes = await explain(query ?? { text: 'select', values: [] });
      expect(rowsRead(nodes)).toBeGreaterThan(0);
      expect(rowsRead(nodes)).toBeLessThan(8 * LIMIT);
    }
  });

  it.each(filters)('is read along an index, at any depth: %s', async (_name, filter) => {
    const places: PageRequest['cursor'][] = [
      undefined,
      { direction: 'next', id: ids[2_000] ?? '' },
      { direction: 'prev', id: ids[2_000] ?? '' },
      { direction: 'prev', id: ids[48_000] ?? '' },
    ];
    for (const cursor of places) {
      const query = findPage({ ...everything, ...filter }, { limit: LIMIT, cursor });
      const nodes = await explain(query ?? { text: 'select', values: [] });
      const kinds = nodes
        .filter((node) => node['Relation Name'] !== undefined)
        .map((node) => node['Node Type']);
      expect(kinds.filter((kind) => !kind.startsWith('Index'))).toEqual([]);
      // Each of up to two walks reads one page and a row, and passes over few of the other tenant's.
      expect(rowsRead(nodes)).toBeLessThan(8 * LIMIT);
      const sorted = nodes.filter((node) => node['Node Type'] === 'Sort');
      expect(Math.max(0, ...sorted.map((node) => node['Actual Rows']))).toBeLessThanOrEqual(2 * (LIMIT + 1));
    }
  });
});
