import type pg from 'pg';
import { withAdvisoryLock } from '../../src/database/advisory-lock.ts';
import { createPool } from '../../src/database/session.ts';
import { Rollups, STATS_DUTY, type RollupsParts } from '../../src/engine/history/rollups.ts';
import { eventually } from './eventually.ts';
import type { TestDatabase } from './test-database.ts';

const NO_LOG = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A pool as the engine has it. */
export function openEnginePool(database: Pick<TestDatabase, 'url'>): pg.Pool {
  const session = { schema: 'posthorn', role: 'app', applicationName: 'statistics' } as const;
  const limits = { connectionsMax: 3, statementTimeoutMs: 60_000, lockTimeoutMs: 2_000 };
  return createPool(
    database.url,
    { ...session, ...limits, isPlannerPinned: true, isOfEveryTenant: true },
    () => undefined,
  );
}

/** What counts, without waiting for what is under way: the mark moves to the beginning of this minute. */
export function createRollups(pool: pg.Pool, parts: Partial<RollupsParts> = {}): Rollups {
  return new Rollups({ pool, log: NO_LOG, keptDays: { minute: 30, hour: 90, day: 730 }, lagMs: 0, ...parts });
}

/** Counts all that has been there before this minute. */
export async function rollUp(database: Pick<TestDatabase, 'url'>): Promise<void> {
  const pool = openEnginePool(database);
  try {
    const rollups = createRollups(pool);
    // A process may be at it, for the moment.
    const advance = async (): Promise<void> => {
      await advanceToNow(rollups, pool);
    };
    await eventually(
      'the statistics are counted',
      async () => await withAdvisoryLock(pool, STATS_DUTY, advance),
    );
  } finally {
    await pool.end();
  }
}

/** Counts all that has been there before this minute, as soon as no transaction of anybody in the server is in the way. */
export async function advanceToNow(rollups: Rollups, pool: pg.Pool): Promise<void> {
  const target = Math.floor(Date.now() / 60_000) * 60_000;
  await eventually('the mark has come as far', async () => {
    await rollups.advance();
    const { rows } = await pool.query<{ at: Date }>('select rolled_until as at from stats_mark');
    return (rows[0]?.at.getTime() ?? 0) >= target;
  });
}
