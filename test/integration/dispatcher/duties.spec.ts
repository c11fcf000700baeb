import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { withAdvisoryLock } from '../../../src/database/advisory-lock.ts';
import { createEnginePool } from '../../support/engine-harness.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { eventually } from '../../support/eventually.ts';

/** Two processes are two pools here: a lock belongs to a connection. */
describe('a duty', () => {
  let database: TestDatabase;
  let pools: [pg.Pool, pg.Pool];

  beforeAll(async () => {
    database = await createTestDatabase();
    pools = [createEnginePool(database.url), createEnginePool(database.url)];
  });

  afterAll(async () => {
    for (const pool of pools) await pool.end();
    await database.drop();
  });

  /** Begins the duty in the first process, and answers how to end it. */
  async function begin(duty: string): Promise<() => Promise<boolean>> {
    let end = (): void => undefined;
    let running: Promise<boolean> | null = null;
    await new Promise<void>((isBegun) => {
      running = withAdvisoryLock(pools[0], duty, async () => {
        isBegun();
        await new Promise<void>((resolve) => {
          end = resolve;
        });
      });
    });
    return async () => {
      end();
      return (await running) ?? false;
    };
  }

  const attempt = async (duty: string): Promise<boolean> =>
    await withAdvisoryLock(pools[1], duty, () => Promise.resolve());

  it('is done by one process at a time, and by the other once it has ended', async () => {
    const end = await begin('retention');
    expect(await attempt('retention')).toBe(false);
    expect(await attempt('partitions')).toBe(true);
    expect(await end()).toBe(true);
    expect(await attempt('retention')).toBe(true);
  });

  it('that fails is free for the other, and says so', async () => {
    const failure = new Error('no');
    await expect(withAdvisoryLock(pools[0], 'failing', () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await attempt('failing')).toBe(true);
  });

  it('is free once the process that did it has lost its connection', async () => {
    const end = await begin('lost');
    expect(await attempt('lost')).toBe(false);
    await database.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
    );
    await eventually('the other does it', async () => await attempt('lost'));
    await expect(end()).rejects.toThrow();
  });
});
