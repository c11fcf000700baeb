import type pg from 'pg';

type Query = (...values: unknown[]) => unknown;

/** Has the queries of a pool's connections made by `watch`, once for each connection, however often it is given out. */
export function watchQueries(
  pool: pg.Pool,
  watch: (query: Query, values: readonly unknown[]) => unknown,
): void {
  const seen = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (seen.has(client)) return;
    seen.add(client);
    const query = client.query.bind(client) as Query;
    client.query = ((...values: unknown[]) => watch(query, values)) as typeof client.query;
  });
}
