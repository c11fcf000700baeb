import pg from 'pg';
import type { TestDatabase } from './test-database.ts';

/**
 * Cuts a database off from those who go by the names: every connection of theirs ends, and new ones are refused.
 * Answers how to let them in again.
 */
export async function cutOff(
  database: TestDatabase,
  names = ['posthorn test'],
): Promise<() => Promise<void>> {
  const address = new URL(database.superuserUrl);
  const name = address.pathname.slice(1);
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  await client.query(`alter database ${pg.escapeIdentifier(name)} allow_connections false`);
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = any ($2)`,
    [name, names],
  );
  return async () => {
    await client.query(`alter database ${pg.escapeIdentifier(name)} allow_connections true`);
    await client.end();
  };
}
