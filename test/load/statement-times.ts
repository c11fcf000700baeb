import type pg from 'pg';
import { watchQueries } from '../support/watched-queries.ts';

/** How long each named statement took on a pool's connections, ms, as its caller saw it. */
export function timeStatements(pool: pg.Pool): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  watchQueries(pool, (query, values) => {
    const startedAt = performance.now();
    const note = (): void => {
      const name = nameOf(values[0]);
      times.set(name, [...(times.get(name) ?? []), performance.now() - startedAt]);
    };
    const callback = values.at(-1);
    if (typeof callback !== 'function') return query(...values);
    const answered = callback as (...answer: unknown[]) => void;
    return query(...values.slice(0, -1), (...answer: unknown[]) => {
      note();
      answered(...answer);
    });
  });
  return times;
}

/** Calls of a pool's own `query` come with a callback; those inside of transactions do not, and are not timed. */
function nameOf(statement: unknown): string {
  const isNamed = typeof statement === 'object' && statement !== null && 'name' in statement;
  return isNamed && typeof statement.name === 'string' ? statement.name : '';
}
