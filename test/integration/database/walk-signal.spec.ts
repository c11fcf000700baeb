import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../../src/database/session.ts';
import { runWalk } from '../../../src/database/walk.ts';
import { DEFAULT_TENANT } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

/** Longer than the test may take. */
const SLOW = { text: 'select pg_sleep(600) /* slow walk */', values: [] };
const QUICK = { text: 'select 1 as one', values: [] };

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(
    database.url,
    {
      schema: 'posthorn',
      role: 'app',
      applicationName: 'walks',
      isPlannerPinned: false,
      connectionsMax: 1,
      statementTimeoutMs: 900_000,
      lockTimeoutMs: 2_000,
    },
    () => undefined,
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function countRunning(): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and state = 'active' and query like '%slow walk%' and pid <> pg_backend_pid()`,
  );
  return row?.count ?? 0;
}

describe('a walk whose signal fires', () => {
  it('ends in the server too, and leaves the pool as it was', async () => {
    const controller = new AbortController();
    const walk = runWalk(pool, DEFAULT_TENANT, SLOW, controller.signal);
    const ended = expect(walk).rejects.toThrow();
    await eventually('it runs', async () => (await countRunning()) === 1);
    controller.abort();
    await ended;
    await eventually('the server has ended it', async () => (await countRunning()) === 0);
    expect(await runWalk(pool, DEFAULT_TENANT, QUICK)).toEqual([{ one: 1 }]);
  });

  it('does not begin when it has fired before', async () => {
    await expect(runWalk(pool, DEFAULT_TENANT, QUICK, AbortSignal.abort())).rejects.toThrow();
    expect(pool.waitingCount).toBe(0);
  });

  it('is not touched when it fires afterwards', async () => {
    const controller = new AbortController();
    await runWalk(pool, DEFAULT_TENANT, QUICK, controller.signal);
    const [before] = await runWalk<{ pid: number }>(pool, DEFAULT_TENANT, {
      text: 'select pg_backend_pid() as pid',
      values: [],
    });
    controller.abort();
    const [after] = await runWalk<{ pid: number }>(pool, DEFAULT_TENANT, {
      text: 'select pg_backend_pid() as pid',
      values: [],
    });
    expect(after?.pid).toBe(before?.pid);
  });
});
