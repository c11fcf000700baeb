import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { TestSendLimit } from '../../../src/probe/test-send-limit.ts';
import { createEnginePool } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { addTenant } from '../../support/second-tenant.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
/** As two processes have them. */
let pools: readonly pg.Pool[];
beforeAll(async () => {
  database = await createTestDatabase();
  pools = [createEnginePool(database.url), createEnginePool(database.url)];
});
afterAll(async () => {
  for (const pool of pools) await pool.end();
  await database.drop();
});

let tenants = 0;
const newTenant = async () => await addTenant({ database }, `tenant-${String((tenants += 1))}`);
const limitsOf = (quota: number, windowSeconds?: number) =>
  pools.map((pool) => new TestSendLimit(pool, quota, windowSeconds));

describe('the limit of test sends', () => {
  it('lets a tenant do what the quota says, and no more', async () => {
    const tenant = await newTenant();
    const [limit] = limitsOf(3);
    const decisions = [];
    for (let count = 0; count < 5; count += 1) decisions.push(await limit?.count(tenant));
    expect(decisions.map((decision) => decision?.isAllowed)).toEqual([true, true, true, false, false]);
    expect(decisions.map((decision) => decision?.remaining)).toEqual([2, 1, 0, 0, 0]);
    for (const decision of decisions) {
      expect(decision).toMatchObject({ quota: 3, windowSeconds: 60 });
      expect(decision?.resetMs).toBeLessThanOrEqual(60_000);
      expect(decision?.resetMs).toBeGreaterThan(0);
    }
  });

  it('holds for all processes together, of sixty at once', async () => {
    const tenant = await newTenant();
    const limits = limitsOf(20);
    const counted = Array.from({ length: 30 }, async () =>
      Promise.all(limits.map(async (limit) => await limit.count(tenant))),
    );
    const decisions = (await Promise.all(counted)).flat();
    expect(decisions.filter(({ isAllowed }) => isAllowed)).toHaveLength(20);
  });

  it('counts each tenant on its own', async () => {
    const [limit] = limitsOf(1);
    const [first, second] = [await newTenant(), await newTenant()];
    expect((await limit?.count(first))?.isAllowed).toBe(true);
    expect((await limit?.count(second))?.isAllowed).toBe(true);
    expect((await limit?.count(first))?.isAllowed).toBe(false);
  });

  it('is whole again in the next window, which refused requests do not put off', async () => {
    const tenant = await newTenant();
    const [limit] = limitsOf(1, 1);
    const startedAt = performance.now();
    await limit?.count(tenant);
    await eventually('the next window', async () => {
      const decision = await limit?.count(tenant);
      return decision?.isAllowed === true && decision;
    });
    expect(performance.now() - startedAt).toBeGreaterThan(990);
  });
});
