import type pg from 'pg';

/** A prepared statement: parsed and planned once a connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** What a statement runs on: a pool, or the connection of an open transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

export async function run<Row extends pg.QueryResultRow>(
  db: Queryable,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await db.query<Row>({ name: statement.name, text: statement.text, values: [...values] });
  return result.rows;
}

/** Runs `work` in one transaction and gives its connection back, broken ones for good. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => {
        client.release();
      },
      () => {
        client.release(true);
      },
    );
    throw error;
  }
}
