import type pg from 'pg';

/**
 * Runs a duty unless another process of this installation is at it: one advisory lock a duty and schema, held by a
 * connection of its own and gone with it.
 * @returns false when another process had the lock
 */
export async function withAdvisoryLock(
  pool: pg.Pool,
  duty: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    const result = await client.query<{ is_locked: boolean }>(
      'select pg_try_advisory_lock(hashtext(current_schema()), hashtext($1)) as is_locked',
      [duty],
    );
    if (result.rows[0]?.is_locked !== true) return false;
    try {
      await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtext(current_schema()), hashtext($1))', [duty]);
    }
    return true;
  } finally {
    client.release();
  }
}
