import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../../src/database/session.ts';
import { isDatabaseGone } from '../../../src/http/database-gone.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const WAITING_MAX = 1_000;

describe('a pool whose connections are all taken', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    const session = { schema: 'posthorn', role: 'app', applicationName: 'posthorn test' } as const;
    const limits = { connectionsMax: 1, statementTimeoutMs: 10_000, lockTimeoutMs: 2_000 };
    pool = createPool(database.url, { ...session, ...limits, isPlannerPinned: false }, () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('lets so many callers wait, and tells the next one at once that the database cannot answer', async () => {
    const holder = await pool.connect();
    const waiting = Array.from({ length: WAITING_MAX }, async (_, index) => {
      if (index % 2 === 0) await pool.query('select 1');
      else (await pool.connect()).release();
    });
    const refused = await Promise.allSettled([pool.query('select 1'), pool.connect()]);
    for (const result of refused) {
      expect(result.status).toBe('rejected');
      expect(isDatabaseGone((result as PromiseRejectedResult).reason)).toBe(true);
    }
    holder.release();
    await Promise.all(waiting);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
