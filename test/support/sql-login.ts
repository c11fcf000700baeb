import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestDatabase } from './test-database.ts';

/** A login beside Posthorn's own, as an application or a person has one. */
export interface SqlLogin {
  readonly name: string;
  readonly url: string;
  readonly pool: pg.Pool;
  /** With all that it owns. */
  drop(): Promise<void>;
}

/** @param roles that it is a member of, such as `posthorn_publisher` */
export async function createSqlLogin(
  database: Pick<TestDatabase, 'url' | 'superuserUrl'>,
  ...roles: readonly string[]
): Promise<SqlLogin> {
  const name = `login_${randomBytes(4).toString('hex')}`;
  await asSuperuser(database, `create role ${name} login password 'secret'`);
  for (const role of roles) await asSuperuser(database, `grant ${role} to ${name}`);
  const url = new URL(database.url);
  url.username = name;
  url.password = 'secret';
  const pool = new pg.Pool({ connectionString: url.href, max: 10 });
  pool.on('error', () => undefined);
  return {
    name,
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await asSuperuser(database, `drop owned by ${name} cascade; drop role ${name}`);
    },
  };
}

export async function asSuperuser<Row extends pg.QueryResultRow>(
  { superuserUrl }: Pick<TestDatabase, 'superuserUrl'>,
  text: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
