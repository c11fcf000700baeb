import type { Clock } from '../../domain/clock.ts';
import { uuidFloor } from '../../domain/ids.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { run, type Queryable, type Statement } from '../statement.ts';
import type { EventErasure } from './event-erasure.ts';
import type { Partitions } from './partitions.ts';
import type { ShorterKeeping } from './shorter-keeping.ts';
import {
  EXPIRE_OLD,
  FORGET_IDEMPOTENCY_KEYS,
  FORGET_INBOXES,
  FORGET_INGEST_ERRORS,
  FORGET_REPLAY_DELIVERIES,
  FORGET_REPLAYS,
} from './sql/expire-old.ts';

/** How long a producer may repeat a request under its idempotency key (ARCHITECTURE.md, "Data"). */
const IDEMPOTENCY_MS = 7 * 86_400_000;
const BATCH = 1_000;

export interface RetentionParts {
  readonly db: Queryable;
  readonly partitions: Partitions;
  readonly erasure: Pick<EventErasure, 'sweep'>;
  readonly shorterKeeping: Pick<ShorterKeeping, 'enforce'>;
  readonly clock: Clock;
  readonly log: EngineLog;
  readonly observer?: EngineObserver;
  readonly retentionMs: number;
  readonly maxAgeMs: number;
}

/**
 * Ends what has lived too long: live deliveries, idempotency keys, errors of ingest, inboxes, replays, days of history, and what is
 * kept for less than these.
 */
export class Retention {
  constructor(private readonly parts: RetentionParts) {}

  async enforce(): Promise<void> {
    const { partitions, clock, log, observer, retentionMs, maxAgeMs } = this.parts;
    await partitions.ensureForLive();
    const expired = await this.repeat(EXPIRE_OLD, [uuidFloor(clock.now() - maxAgeMs), maxAgeMs]);
    if (expired > 0) {
      observer?.finished({ status: 'dead_letter', reason: 'expired' }, expired);
      log.warn({ deliveries: expired }, 'given up: older than the longest age');
    }
    await this.repeat(FORGET_IDEMPOTENCY_KEYS, [IDEMPOTENCY_MS]);
    await this.repeat(FORGET_INGEST_ERRORS, [uuidFloor(clock.now() - retentionMs)]);
    await this.repeat(FORGET_INBOXES, [clock.now()]);
    await this.repeat(FORGET_REPLAY_DELIVERIES, [uuidFloor(clock.now() - retentionMs)]);
    await this.repeat(FORGET_REPLAYS, [uuidFloor(clock.now() - retentionMs)]);
    const dropped = await partitions.dropOlderThan(clock.now(), retentionMs);
    if (dropped.length > 0) log.info({ partitions: dropped }, 'history dropped');
    await this.sweepErased();
    await this.parts.shorterKeeping.enforce();
  }

  /** Erases what has been recorded of erased events since. */
  async sweepErased(): Promise<void> {
    await this.parts.erasure.sweep();
  }

  private async repeat(statement: Statement, values: readonly unknown[]): Promise<number> {
    let total = 0;
    for (;;) {
      const rows = await run(this.parts.db, statement, values);
      total += rows.length;
      if (rows.length < BATCH) return total;
    }
  }
}
