import type pg from 'pg';

/** How often each statement ran on a pool, by its name, or by its first word where it has none. */
export interface StatementCounter {
  readonly counts: ReadonlyMap<string, number>;
  reset(): void;
}

export function countStatements(pool: pg.Pool): StatementCounter {
  const counts = new Map<string, number>();
  const seen = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (seen.has(client)) return;
    seen.add(client);
    const query = client.query.bind(client) as (...values: unknown[]) => unknown;
    client.query = ((...values: unknown[]) => {
      const name = nameOf(values[0]);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return query(...values);
    }) as typeof client.query;
  });
  return {
    counts,
    reset: () => {
      counts.clear();
    },
  };
}

function nameOf(statement: unknown): string {
  if (typeof statement === 'string') return statement.trim().split(/\s/, 1)[0] ?? '';
  if (typeof statement !== 'object' || statement === null) return '';
  if ('name' in statement && typeof statement.name === 'string') return statement.name;
  return 'text' in statement ? nameOf(statement.text) : '';
}
