import pg from 'pg';
import type { TestDatabase } from '../../support/test-database.ts';

/** Cuts the engine off from its database: every connection of its ends, new ones are refused. Answers how to let them in again. */
export async function cutOff(database: TestDatabase): Promise<() => Promise<void>> {
  const address = new URL(database.superuserUrl);
  const name = address.pathname.slice(1);
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  await client.query(`alter database ${pg.escapeIdentifier(name)} allow_connections false`);
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'posthorn test'`,
    [name],
  );
  return async () => {
    await client.query(`alter database ${pg.escapeIdentifier(name)} allow_connections true`);
    await client.end();
  };
}
