import type pg from 'pg';
import { watchQueries } from './watched-queries.ts';

/** How often each statement ran on a pool, by its name, or by its first word where it has none. */
export interface StatementCounter {
  readonly counts: ReadonlyMap<string, number>;
  reset(): void;
}

export function countStatements(pool: pg.Pool): StatementCounter {
  const counts = new Map<string, number>();
  watchQueries(pool, (query, values) => {
    const name = nameOf(values[0]);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return query(...values);
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
