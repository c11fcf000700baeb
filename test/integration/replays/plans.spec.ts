import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { runWalk, WALK_SETTINGS, type Query } from '../../../src/database/walk.ts';
import { createPool } from '../../../src/database/session.ts';
import { everythingOf } from '../../../src/deliveries/sql/branches.ts';
import { findPage } from '../../../src/deliveries/sql/find-page.ts';
import type { ReplayFilter } from '../../../src/replays/replay-record.ts';
import { toReplayScope } from '../../../src/replays/replay-scope.ts';
import { EVENTS_READ_MAX, findEvents, FIND_KNOWN_DELIVERIES } from '../../../src/replays/sql/find-events.ts';
import { FINISHED_READ_MAX, findFinished } from '../../../src/replays/sql/find-finished.ts';
import { toPublicId, type Uuid } from '../../../src/domain/ids.ts';
import { inTransaction } from '../../../src/engine/statement.ts';
import { addDeliveryHistory, type DeliveryHistory } from '../../support/delivery-history.ts';
import { createEnginePool, DEFAULT_TENANT } from '../../support/engine-harness.ts';
import { addEvents } from '../../support/event-rows.ts';
import { nextId } from '../../support/delivery-rows.ts';
import { buffersTouched, nodesOf, rowsRead, rowsSorted, type PlanNode } from '../../support/plan-nodes.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const COUNT = 100_000;
const EVENTS = 20_000;
const LIMIT = 50;

let database: TestDatabase;
let pool: pg.Pool;
let history: DeliveryHistory;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createEnginePool(database.url);
  history = await addDeliveryHistory(database, COUNT, 0);
  for (let start = 0; start < EVENTS; start += 5_000)
    await addEvents(
      database,
      Array.from({ length: 5_000 }, () => ({})),
    );
  await database.query(
    `insert into webhooks (id, tenant_id, name, url, retry)
     select id, $2, '', 'http://127.0.0.1:9/', '{}' from unnest($1::uuid[]) as id`,
    [history.webhookIds, DEFAULT_TENANT],
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** All nodes of the plan of a statement as a batch runs it, the root first. */
async function explain({ text, values }: Query): Promise<PlanNode[]> {
  return await inTransaction(pool, async (client) => {
    await client.query(WALK_SETTINGS);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (analyze, buffers, timing off, format json) ${text}`,
      values,
    );
    return rows[0] === undefined ? [] : nodesOf(rows[0]['QUERY PLAN'][0].Plan);
  });
}

const scansOfTables = (nodes: readonly PlanNode[]): string[] =>
  nodes.filter((node) => node['Relation Name'] !== undefined).map((node) => node['Node Type']);

function expectIndexed(nodes: readonly PlanNode[]): void {
  const kinds = scansOfTables(nodes);
  expect(kinds.length).toBeGreaterThan(0);
  expect(kinds.filter((kind) => !kind.startsWith('Index'))).toEqual([]);
}

const idAt = (share: number): Uuid => history.ids[Math.floor(COUNT * share)] ?? '';
const scopeOf = (mode: 'failed' | 'all' | 'missing', filter: ReplayFilter = {}) =>
  toReplayScope({ tenantId: DEFAULT_TENANT, mode, createdAt: new Date(Date.now() + 60_000) }, filter);

describe.each([
  ['before their statistics are gathered', ''],
  ['after', 'analyze'],
])('a batch of a replay over 100,000 deliveries, %s', (_when, preparation) => {
  beforeAll(async () => {
    if (preparation !== '') await database.query(preparation);
  });

  it.each([
    ['dead letters', 'failed', () => ({})],
    [
      'dead letters of a webhook',
      'failed',
      () => ({ webhook_id: toPublicId('webhook', history.webhookIds[7] ?? '') }),
    ],
    ['dead letters of an error type', 'failed', () => ({ error_type: 'timeout_error' })],
    ['all', 'all', () => ({})],
    ['all of a webhook', 'all', () => ({ webhook_id: toPublicId('webhook', history.webhookIds[3] ?? '') })],
    ['all of a type', 'all', () => ({ event_type: 'type.3' })],
    ['all with a tag that none has', 'all', () => ({ tag: 'none' })],
    ['all of an event', 'all', () => ({ event_id: toPublicId('event', history.eventIds[100] ?? '') })],
  ] as const)('is read along an index, at any depth: %s', async (_name, mode, filterOf) => {
    for (const mark of [idAt(0), idAt(0.5), idAt(0.99)]) {
      const nodes = await explain(findFinished(scopeOf(mode, filterOf()), mark, LIMIT));
      expectIndexed(nodes);
      // Two walks: one for what it makes due, and one for the place where reading was given up.
      expect(rowsRead(nodes, 'finished_deliveries')).toBeLessThanOrEqual(2 * FINISHED_READ_MAX + LIMIT);
      expect(rowsSorted(nodes)).toBeLessThanOrEqual(FINISHED_READ_MAX);
      expect(buffersTouched(nodes)).toBeLessThan(20 * FINISHED_READ_MAX);
    }
  });

  it('reads no more events than a look has, and their deliveries by the index on the event', async () => {
    const nodes = await explain(findEvents(scopeOf('missing'), idAt(0)));
    expectIndexed(nodes);
    expect(rowsRead(nodes, 'events')).toBeLessThanOrEqual(EVENTS_READ_MAX);
    const eventIds = history.eventIds.slice(0, EVENTS_READ_MAX);
    const values = [DEFAULT_TENANT, eventIds];
    const known = await explain({ text: FIND_KNOWN_DELIVERIES.text, values });
    expectIndexed(known);
    expect(rowsRead(known, 'finished_deliveries')).toBeLessThanOrEqual(10 * EVENTS_READ_MAX);
  });
});

describe('the list of a replay’s deliveries', () => {
  it('is read by what the replay has made due, and not through history', async () => {
    const replayId = nextId();
    const session = {
      schema: 'posthorn',
      role: 'app',
      applicationName: 'plans',
      isPlannerPinned: false,
    } as const;
    const apiPool = createPool(
      database.url,
      { ...session, connectionsMax: 1, statementTimeoutMs: 10_000, lockTimeoutMs: 2_000 },
      () => undefined,
    );
    await database.query(
      `insert into replays (id, tenant_id, mode, filter, rate_per_second, mark, next_batch_at, created_at, updated_at)
       values ($1, $2, 'all', '{}', 1, $1, 'infinity', now(), now())`,
      [replayId, DEFAULT_TENANT],
    );
    await database.query(
      `insert into replay_deliveries (replay_id, delivery_id, tenant_id)
       select $1, id, $2 from finished_deliveries where tenant_id = $2 order by id limit 10000`,
      [replayId, DEFAULT_TENANT],
    );
    await database.query('analyze replay_deliveries');
    const ofReplay = { ...everythingOf(DEFAULT_TENANT), replayId };
    for (const cursor of [undefined, { direction: 'next', id: idAt(0.1) }] as const) {
      const query = findPage(ofReplay, { limit: LIMIT, cursor });
      if (query === null) throw new Error('no table can hold a match');
      const explained = {
        ...query,
        text: `explain (analyze, buffers, timing off, format json) ${query.text}`,
      };
      const [row] = await runWalk<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(apiPool, DEFAULT_TENANT, explained);
      const nodes = row === undefined ? [] : nodesOf(row['QUERY PLAN'][0].Plan);
      expectIndexed(nodes);
      expect(rowsRead(nodes, 'finished_deliveries')).toBeGreaterThan(LIMIT - 1);
      expect(rowsRead(nodes, 'finished_deliveries')).toBeLessThan(8 * LIMIT);
    }
    await apiPool.end();
  });
});
