import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { runWalk, type Query } from '../../src/database/walk.ts';
import { findPage, type EventFilter } from '../../src/events/sql/find-page.ts';
import type { Cursor } from '../../src/http/pagination.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { addEvents } from '../support/event-rows.ts';
import { nodesOf, type PlanNode } from '../support/plan-nodes.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const LIMIT = 50;
const COUNT = 50_000;
const BATCH = 10_000;
const everything: EventFilter = {
  tenantId: DEFAULT_TENANT,
  type: null,
  tag: null,
  ids: { from: null, before: null },
};

let database: TestDatabase;
let pool: pg.Pool;
let ids: string[];
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
  ids = [];
  for (let start = 0; start < COUNT; start += BATCH) {
    // Of each ten, nine belong to somebody else.
    const plans = Array.from({ length: BATCH }, (_, n) =>
      n % 10 === 0
        ? { type: `type.${n % 20}`, tags: ['own'] }
        : { tenantId: '01980000-0000-7000-8000-000000000002' },
    );
    ids.push(...(await addEvents(database, plans)));
  }
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function scansOf(query: Query): Promise<PlanNode[]> {
  const explained = { ...query, text: `explain (analyze, timing off, format json) ${query.text}` };
  const [row] = await runWalk<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(pool, DEFAULT_TENANT, explained);
  const nodes = row === undefined ? [] : nodesOf(row['QUERY PLAN'][0].Plan);
  return nodes.filter((node) => node['Relation Name'] !== undefined);
}

describe.each([
  ['before its statistics are gathered', ''],
  ['after', 'analyze'],
])('a page of 50,000 events, %s', (_when, preparation) => {
  beforeAll(async () => {
    if (preparation !== '') await database.query(preparation);
  });

  it.each<[string, () => Partial<EventFilter>]>([
    ['the tenant alone', () => ({})],
    ['a type that every second one has', () => ({ type: 'type.10' })],
    ['a tag that all have', () => ({ tag: 'own' })],
    ['a range of times', () => ({ ids: { from: ids[1_000] ?? '', before: ids[49_000] ?? '' } })],
  ])('reads the tenant’s own rows alone, along an index, at any depth: %s', async (_name, filterOf) => {
    const places: (Cursor | undefined)[] = [
      undefined,
      { direction: 'next', id: ids[2_000] ?? '' },
      { direction: 'prev', id: ids[2_000] ?? '' },
      { direction: 'prev', id: ids[40_000] ?? '' },
    ];
    for (const cursor of places) {
      const scans = await scansOf(findPage({ ...everything, ...filterOf() }, { limit: LIMIT, cursor }));
      expect(scans.map((node) => node['Node Type']).filter((kind) => !kind.startsWith('Index'))).toEqual([]);
      const read = scans.map(
        (node) => node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)),
      );
      expect(Math.max(...read)).toBeGreaterThan(0);
      expect(Math.max(...read)).toBeLessThanOrEqual(2 * (LIMIT + 1));
    }
  });
});
