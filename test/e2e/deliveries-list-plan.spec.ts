import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { ROWS_READ_MAX, runWalk } from '../../src/database/walk.ts';
import { everythingOf, type DeliveryFilter } from '../../src/deliveries/sql/branches.ts';
import { findPage } from '../../src/deliveries/sql/find-page.ts';
import type { PageRequest } from '../../src/http/pagination.ts';
import { addDeliveryHistory, type DeliveryHistory } from '../support/delivery-history.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { buffersTouched, nodesOf, rowsRead, type PlanNode } from '../support/plan-nodes.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const LIMIT = 50;
const COUNT = 100_000;
const LIVE_COUNT = 5_000;
/** Pages of 8 KiB that a statement may touch: some for each row that it reads, and the ways down to them. */
const BUFFERS_MAX = 1_000;
const everything = everythingOf(DEFAULT_TENANT);
const filters: readonly [string, () => Partial<DeliveryFilter>][] = [
  ['the tenant alone', () => ({})],
  ['status=failed', () => ({ statuses: new Set(['retrying', 'dead_letter']) })],
  ['status=dead_letter,cancelled', () => ({ statuses: new Set(['dead_letter', 'cancelled']) })],
  ['status=delivered', () => ({ statuses: new Set(['delivered']) })],
  ['webhook_id', () => ({ webhookId: history.webhookIds[7] ?? '' })],
  ['event_type', () => ({ eventType: 'type.3' })],
  [
    'q=https://…, of three webhooks',
    () => ({ search: { kind: 'webhooks', ids: history.webhookIds.slice(6, 9) } }),
  ],
  ['status=failed&q=https://…, of all webhooks', () => failedOf(history.webhookIds)],
  // No index knows these, but they are of failures: among all deliveries a page of them would read fifty times as many.
  ['error_type', () => ({ errorTypes: new Set(['http_status'] as const) })],
  ['response_status=5xx', () => ({ responseStatuses: new Set([500, 502, 503]) })],
];

const failedOf = (ids: readonly string[]): Partial<DeliveryFilter> => ({
  statuses: new Set(['dead_letter']),
  search: { kind: 'webhooks', ids },
});

let history: DeliveryHistory;
let database: TestDatabase;
let pool: pg.Pool;
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
  history = await addDeliveryHistory(database, COUNT, LIVE_COUNT);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** All nodes of the plan of what a page reads, the root first. */
async function explain(filter: Partial<DeliveryFilter>, cursor: PageRequest['cursor']): Promise<PlanNode[]> {
  const query = findPage({ ...everything, ...filter }, { limit: LIMIT, cursor });
  if (query === null) throw new Error('no table can hold a match');
  const explained = { ...query, text: `explain (analyze, buffers, timing off, format json) ${query.text}` };
  const [row] = await runWalk<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(pool, everything.tenantId, explained);
  return row === undefined ? [] : nodesOf(row['QUERY PLAN'][0].Plan);
}

/** No table is read but along an index, nothing is sorted but pages, and a page costs what a page costs. */
function expectWalk(nodes: readonly PlanNode[]): void {
  const kinds = nodes.filter((node) => node['Relation Name'] !== undefined).map((node) => node['Node Type']);
  expect(kinds.length).toBeGreaterThan(0);
  expect(kinds.filter((kind) => !kind.startsWith('Index'))).toEqual([]);
  // Each of up to two walks reads one page and a row, and passes over few of the other tenant's.
  expect(rowsRead(nodes, 'finished_deliveries')).toBeLessThan(8 * LIMIT);
  // Of the queue nothing of the other tenant's half; where a page is not full of it, it is read again for the place of its end.
  expect(rowsRead(nodes, 'live_deliveries')).toBeLessThanOrEqual(LIVE_COUNT);
  const sorted = nodes.filter((node) => node['Node Type'].includes('Sort'));
  expect(Math.max(0, ...sorted.map((node) => node['Actual Rows']))).toBeLessThanOrEqual(3 * (LIMIT + 1));
  expect(buffersTouched(nodes)).toBeLessThan(BUFFERS_MAX);
}

const idAt = (share: number): string => history.ids[Math.floor(COUNT * share)] ?? '';
const PLACES: readonly [string, () => PageRequest['cursor']][] = [
  ['the newest', () => undefined],
  ['next, within the queue', () => ({ direction: 'next', id: idAt(0.98) })],
  ['next, half way', () => ({ direction: 'next', id: idAt(0.5) })],
  ['next, near the end', () => ({ direction: 'next', id: idAt(0.02) })],
  ['prev, near the end', () => ({ direction: 'prev', id: idAt(0.02) })],
  ['prev, half way', () => ({ direction: 'prev', id: idAt(0.5) })],
  ['prev, near the newest', () => ({ direction: 'prev', id: idAt(0.93) })],
];

describe.each([
  ['before their statistics are gathered', ''],
  ['after', 'analyze'],
])('a page of 100,000 deliveries, %s', (_when, preparation) => {
  beforeAll(async () => {
    if (preparation !== '') await database.query(preparation);
  });

  it.each(filters)('is read along an index, at any depth: %s', async (_name, filterOf) => {
    for (const [place, cursorOf] of PLACES) {
      const nodes = await explain(filterOf(), cursorOf());
      const read = rowsRead(nodes, 'finished_deliveries') + rowsRead(nodes, 'live_deliveries');
      expect({ place, isRead: read > 0 }).toEqual({ place, isRead: true });
      expectWalk(nodes);
    }
  });

  it.each([
    ['the tenant alone', () => ({})],
    ['status=dead_letter', () => ({ statuses: new Set(['dead_letter'] as const) })],
    ['webhook_id', () => ({ webhookId: history.webhookIds[7] ?? '' })],
    ['event_type', () => ({ eventType: 'type.3' })],
  ])('is read along an index within a range of times: %s', async (_name, filterOf) => {
    const ids = { from: idAt(0.4), before: idAt(0.6) };
    for (const cursor of [undefined, { direction: 'next', id: idAt(0.5) }] as const) {
      const nodes = await explain({ ...filterOf(), ids }, cursor);
      expect(rowsRead(nodes, 'finished_deliveries')).toBeGreaterThan(0);
      expectWalk(nodes);
    }
  });

  it.each<[string, () => Partial<DeliveryFilter>]>([
    ['a type', () => ({ search: { kind: 'word', word: 'type.3', webhookIds: [] } })],
    ['nothing', () => ({ search: { kind: 'word', word: 'unheard', webhookIds: [] } })],
    [
      'a uid',
      () => ({ search: { kind: 'word', word: 'unheard', webhookIds: [history.webhookIds[7] ?? ''] } }),
    ],
    [
      'the webhooks of a URL, many',
      () => ({ search: { kind: 'webhooks', ids: history.webhookIds.slice(7, 17) } }),
    ],
  ])('is looked for along an index for a bounded number of rows: q is %s', async (_name, filterOf) => {
    for (const [, cursorOf] of PLACES) {
      const nodes = await explain(filterOf(), cursorOf());
      const scans = nodes.filter((node) => node['Relation Name'] !== undefined);
      expect(scans.filter((node) => !node['Node Type'].startsWith('Index'))).toEqual([]);
      // Once for what is found, and once for the place where it was given up.
      expect(rowsRead(nodes, 'finished_deliveries')).toBeLessThanOrEqual(2 * ROWS_READ_MAX);
      expect(rowsRead(nodes, 'live_deliveries')).toBeLessThanOrEqual(2 * LIVE_COUNT);
    }
  });

  it.each<[string, () => Partial<DeliveryFilter>, number]>([
    ['a delivery', () => ({ search: { kind: 'delivery', id: idAt(0.5) } }), 1],
    ['an event', () => ({ search: { kind: 'event', id: history.eventIds[5] ?? '' } }), 10],
  ])('reads what an id names, and nothing else: q is that of %s', async (_name, filterOf, count) => {
    const nodes = await explain(filterOf(), undefined);
    expect(rowsRead(nodes, 'finished_deliveries')).toBe(count);
    expectWalk(nodes);
  });

  it('reads those of one event, and no others', async () => {
    const eventId = history.eventIds[Math.floor(history.eventIds.length / 2)] ?? '';
    for (const cursor of [undefined, { direction: 'next', id: idAt(0.98) }] as const) {
      const nodes = await explain({ eventId }, cursor);
      expect(rowsRead(nodes, 'finished_deliveries')).toBe(10);
      expectWalk(nodes);
    }
  });
});
