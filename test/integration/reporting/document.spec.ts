import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toPublicId, type Uuid } from '../../../src/domain/ids.ts';
import { openGuide } from '../../support/guide.ts';
import { nodesOf, rowsRead, scansOf, type PlanNode } from '../../support/plan-nodes.ts';
import { generateHistory, type ReportingHistory } from '../../support/reporting-history.ts';
import { rollUp } from '../../support/roll-up.ts';
import { asSuperuser, createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const guide = openGuide('docs/reporting.md');
const DAYS = 3;
/** Grows with POSTHORN_TEST_DELIVERIES, up to millions. */
const TIME_MAX_MS = 600_000;

let database: TestDatabase;
let analyst: SqlLogin;
let history: ReportingHistory;
let sample: { delivery_id: Uuid; event_id: Uuid };

beforeAll(async () => {
  database = await createTestDatabase();
  analyst = await createSqlLogin(database);
  await asSuperuser(database, guide.block('grant').replace('to analyst', `to ${analyst.name}`));
  history = await generateHistory(database, { deliveries: 5_000, days: DAYS });
  await rollUp(database);
  await database.query('analyze');
  const [row] = await database.query<typeof sample>(
    `select id as delivery_id, event_id from finished_deliveries where status = 'dead_letter' order by id limit 1`,
  );
  if (row === undefined) throw new Error('the history has no dead letter');
  sample = row;
}, TIME_MAX_MS);
afterAll(async () => {
  await analyst.drop();
  await database.drop();
});

/** A query of the document, with ids that there are in place of its examples. */
function query(name: string): string {
  return guide
    .block(name)
    .replace(/evt_\w+/, toPublicId('event', sample.event_id))
    .replace(/dlv_\w+/, toPublicId('delivery', sample.delivery_id));
}

async function ask(name: string): Promise<Record<string, unknown>[]> {
  return (await analyst.pool.query<Record<string, unknown>>(query(name))).rows;
}

async function explain(name: string): Promise<PlanNode[]> {
  const { rows } = await analyst.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (analyze, buffers, timing off, format json) ${query(name)}`,
  );
  return rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan)).filter((node) => node['Actual Loops'] > 0);
}

/** Rows of the table that the generator made within some hours before its end. */
const within = (count: number, hours: number): number => (count * hours) / (DAYS * 24);

describe('the questions of the document', () => {
  it('are answered for one event and one delivery, by an index', async () => {
    expect(await ask('event')).toEqual([
      expect.objectContaining({ status: 'dead_letter', reason: 'exhausted', attempt_count: 3 }),
    ]);
    expect(await ask('attempts')).toEqual([
      expect.objectContaining({ number: 1, connect_ms: 2.5 }),
      expect.objectContaining({ number: 2 }),
      expect.objectContaining({ number: 3 }),
    ]);
    // A day that has just begun may be read whole.
    expect(rowsRead(await explain('event'), 'finished_deliveries')).toBeLessThan(history.deliveries / 10);
    expect(rowsRead(await explain('attempts'), 'attempts')).toBeLessThan(history.attempts / 10);
  });

  it.each([
    ['last-night', 12],
    ['delay', 6],
  ])('read the hours that they ask for and no others: %s', async (name, hours) => {
    expect(await ask(name)).not.toEqual([]);
    const nodes = await explain(name);
    const days = new Set(
      nodes
        .filter((node) => node['Actual Rows'] > 0)
        .map((node) => node['Relation Name'] ?? '')
        .filter((table) => table.startsWith('finished_deliveries_p')),
    );
    expect(days.size).toBeLessThanOrEqual(2);
    if (history.deliveries >= 100_000) {
      expect(rowsRead(nodes, 'finished_deliveries')).toBeLessThan(
        1.1 * within(history.deliveries, hours) + 1_000,
      );
    }
  });

  it('find dead letters by the index of what has failed, or along the days asked for', async () => {
    const rows = await ask('dead-letters');
    const dead = Math.ceil((history.deliveries - 7) / 50);
    expect(rows.reduce((sum, row) => sum + Number(row.count), 0)).toBe(dead);
    if (history.deliveries >= 100_000) {
      expect(scansOf(await explain('dead-letters'), 'finished_deliveries')).not.toContain('Seq Scan');
    }
  });

  it.each(['health', 'volume', 'types', 'failures', 'slow', 'tenants'])('are answered: %s', async (name) => {
    const rows = await ask(name);
    // At midnight there may be no event of today yet.
    if (name !== 'tenants') expect(rows).not.toEqual([]);
    expect(await explain(name)).not.toEqual([]);
  });

  it('give the numbers of the rows', async () => {
    const rows = await ask('volume');
    expect(rows.reduce((sum, row) => sum + Number(row.attempts), 0)).toBe(history.attempts);
  });

  it('are all tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
