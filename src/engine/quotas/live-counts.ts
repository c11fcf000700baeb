import type { Uuid } from '../../domain/ids.ts';
import { run, type Queryable } from '../statement.ts';
import { COUNT_LIVE } from './sql/count-live.ts';

/** A count takes at most this share of a process's time: after one, the next waits this many times as long as it took. */
const REST = 20;
const REST_MIN_MS = 1_000;

/** Counts the live deliveries of tenants, one count at a time: all that ask meanwhile share the next. */
export class LiveCounts {
  private readonly asked = new Set<Uuid>();
  private current: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;
  private lastTookMs = 0;

  constructor(private readonly db: Queryable) {}

  /** How old a count must be before another is worth it, in ms. */
  get restMs(): number {
    return Math.max(REST_MIN_MS, REST * this.lastTookMs);
  }

  /** Resolves when the tenants have been counted, by a count that began after this call. */
  async count(tenantIds: readonly Uuid[]): Promise<void> {
    for (const id of tenantIds) this.asked.add(id);
    this.next ??= this.startAfter(this.current);
    await this.next;
  }

  private async startAfter(previous: Promise<void>): Promise<void> {
    await previous.catch(() => undefined); // told to those who waited for it
    const tenantIds = [...this.asked];
    this.asked.clear();
    this.next = null;
    this.current = this.measure(tenantIds);
    await this.current;
  }

  private async measure(tenantIds: readonly Uuid[]): Promise<void> {
    const startedAt = performance.now();
    await run(this.db, COUNT_LIVE, [tenantIds]);
    this.lastTookMs = performance.now() - startedAt;
  }
}
