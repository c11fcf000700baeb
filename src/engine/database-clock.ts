import { performance } from 'node:perf_hooks';
import type { Clock } from '../domain/clock.ts';
import type { Queryable } from './statement.ts';

/**
 * The database's time, carried on by this process's monotonic clock between measurements, so that a jump of the
 * machine's clock moves nothing (guarantee 7).
 */
export class DatabaseClock implements Clock {
  private base = 0;

  /** Answers how far the machine's own clock is off, in ms: positive when it is ahead of the database's. */
  async measure(db: Queryable): Promise<number> {
    const sentAt = performance.now();
    const result = await db.query<{ ms: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
    );
    const middle = (sentAt + performance.now()) / 2;
    const databaseMs = result.rows[0]?.ms ?? 0;
    this.base = databaseMs - middle;
    return Date.now() - this.now();
  }

  now(): number {
    return this.base + performance.now();
  }
}
