import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of a test file's own, cloned from the migrated template. */
export interface TestDatabase {
  /** The owner's URL; the processes step down to the app role by themselves. */
  readonly url: string;
  readonly superuserUrl: string;
  /** Runs a statement as the owner, in the default schema, on the rows of every tenant. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** A connection of the same kind, which whoever takes it connects and ends. */
  client(): pg.Client;
  drop(): Promise<void>;
}

/** What the owner's connections of tests begin with. */
export const OWNER_SESSION = '-c search_path=posthorn -c timezone=UTC -c posthorn.tenant=*';

/** @param isEmpty without Posthorn's schema, for tests that migrate it themselves */
export async function createTestDatabase(isEmpty = false): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const superuserUrl = requireUrl('TEST_SUPERUSER_URL');
  const template = new URL(requireUrl('TEST_TEMPLATE_URL'));
  const source = isEmpty ? 'template0' : template.pathname.slice(1);
  await asSuperuser(superuserUrl, `create database ${name} template ${source} owner ${template.username}`);

  const url = withDatabase(template.href, name);
  const session = { connectionString: url, options: OWNER_SESSION };
  const pool = new pg.Pool({ ...session, max: 2 });
  // A connection that has been told to end may still be there when the database is dropped, and is then ended by it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return {
    url,
    superuserUrl: withDatabase(superuserUrl, name),
    query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
      const result = await pool.query<Row>(text, values);
      return result.rows;
    },
    client: () => new pg.Client(session),
    drop: async () => {
      await pool.end();
      await asSuperuser(superuserUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

function requireUrl(name: string): string {
  const url = process.env[name];
  if (url === undefined)
    throw new Error(`${name} is not set: the tests run through npm test, which starts the server.`);
  return url;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
