import type pg from 'pg';
import type { Uuid } from '../domain/ids.ts';
import type { Queryable } from '../engine/statement.ts';
import { settingOfTenant } from './tenant-scope.ts';

/**
 * One state of the database for all that is read. Statements are planned for their very values (a generic plan would open
 * every day) and by the rows that they read: pages cost nothing, since by their usual price a primary key whose rows lie
 * together beats a webhook's own index, and reads a hundred times as many. Rows of other tables are found one by one, as
 * a day whose statistics are still to come would be collected whole otherwise. Groups are hashed, as sorting thousands of rows for
 * them looks as cheap where a few are expected. One process has to do: the other cores belong to the deliveries.
 */
const beginSnapshot = (tenantId: Uuid, statementTimeoutMs: number): string =>
  [
    'begin isolation level repeatable read read only',
    settingOfTenant(tenantId),
    `set local statement_timeout to ${statementTimeoutMs}`,
    'set local plan_cache_mode to force_custom_plan',
    'set local random_page_cost to 0',
    'set local seq_page_cost to 0',
    'set local enable_bitmapscan to off',
    'set local enable_hashjoin to off',
    'set local enable_mergejoin to off',
    'set local enable_sort to off',
    'set local max_parallel_workers_per_gather to 0',
    'set local jit to off',
  ].join('; ');

/** Runs `read` on one connection, in one snapshot of a tenant that can change nothing. @throws 57014 when a statement takes too long */
export async function inSnapshot<T>(
  pool: pg.Pool,
  tenantId: Uuid,
  statementTimeoutMs: number,
  read: (snapshot: Queryable) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query(beginSnapshot(tenantId, statementTimeoutMs));
    const result = await read(client);
    await client.query('commit');
    isBroken = false;
    return result;
  } finally {
    // A connection whose transaction did not end well is closed, not handed on.
    client.release(isBroken);
  }
}
