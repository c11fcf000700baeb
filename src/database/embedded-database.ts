import pg from 'pg';

/** The role that owns everything in the embedded server, and its database. */
const OWNER = 'posthorn';
const DATABASE_EXISTS = '42P04';
const ROLE_EXISTS = '42710';

/**
 * Makes the owner's role and database in an embedded server, where they are missing.
 * @param superuserUrl with the generated password, which the owner shares
 * @returns the owner's URL
 */
export async function prepareEmbeddedDatabase(superuserUrl: string): Promise<string> {
  const url = new URL(superuserUrl);
  const client = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const password = pg.escapeLiteral(decodeURIComponent(url.password));
    await ignoring(ROLE_EXISTS, client.query(`create role ${OWNER} login createrole password ${password}`));
    await client.query(`alter role ${OWNER} password ${password}`);
    await ignoring(DATABASE_EXISTS, client.query(`create database ${OWNER} owner ${OWNER}`));
  } finally {
    await client.end();
  }
  url.username = OWNER;
  url.pathname = `/${OWNER}`;
  return url.href;
}

async function ignoring(code: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== code) throw error;
  }
}
