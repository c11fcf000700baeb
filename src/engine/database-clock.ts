import { performance } from 'node:perf_hooks';
import type { Clock } from '../domain/clock.ts';
import type { Queryable } from './statement.ts';

const SAMPLES = 3;

/**
 * The database's time, carried on by this process's monotonic clock between measurements, so that a jump of the
 * machine's clock moves nothing (guarantee 7).
 */
export class DatabaseClock implements Clock {
  private base = 0;

  /**
   * Asks a few times and believes the quickest answer: the first may have had a connection to open.
   * @returns how far the machine's own clock is off, in ms: positive when it is ahead of the database's
   */
  async measure(db: Queryable): Promise<number> {
    let shortest = Infinity;
    for (let count = 0; count < SAMPLES; count += 1) {
      const sentAt = performance.now();
      const result = await db.query<{ ms: number }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
      );
      const tookMs = performance.now() - sentAt;
      if (tookMs >= shortest) continue;
      shortest = tookMs;
      this.base = (result.rows[0]?.ms ?? 0) - (sentAt + tookMs / 2);
    }
    return Date.now() - this.now();
  }

  now(): number {
    return this.base + performance.now();
  }
}
