import type pg from 'pg';
import { uuidFloor, type Uuid } from '../../domain/ids.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { CANCEL_BATCH, CANCEL_ERASED, CANCEL_FAN_OUT, COUNT_IN_PROGRESS } from '../queue/sql/cancel-event.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import {
  ERASE_BATCH,
  ERASE_EVENT,
  ERASE_FINGERPRINT,
  ERASE_TRACES,
  FIND_ERASED,
  FORGET_ERASED,
  LOCK_EVENT,
  POSTPONE_ERASED,
  REVISIT_ERASED,
} from './sql/erase-event.ts';

/** What came of erasing an event's data. */
export interface Erasure {
  /** When it was erased first. */
  readonly erasedAt: Date;
  /** Deliveries that waited and are cancelled now. */
  readonly deliveries: number;
  /** Deliveries that were being attempted: what they record is erased by `sweep`. */
  readonly inProgress: number;
}

type Values = readonly [tenantId: Uuid, eventId: Uuid];

/**
 * Erases what an event has told: its data and tags, the digest of them, and what its deliveries and their attempts hold of it. The
 * rows stay. The event itself, what waits of it and what the audit log is told are one transaction; the traces follow in
 * batches. What breaks off half-way, or was being sent meanwhile, is finished by `sweep`.
 */
export class EventErasure {
  constructor(
    /** The engine's: of every tenant, its planner held to indexes. */
    private readonly pool: pg.Pool,
    private readonly observer: EngineObserver,
  ) {}

  /**
   * @param record tells the audit log, in the transaction that is handed to it; not called for an event that was erased before
   * @returns null where there is no such event
   */
  async erase(
    tenantId: Uuid,
    eventId: Uuid,
    record: (tx: Queryable) => Promise<void>,
  ): Promise<Erasure | null> {
    const values: Values = [tenantId, eventId];
    const begun = await inTransaction(this.pool, async (tx) => await begin(tx, values, record));
    if (begun === null) return null;
    this.tell(begun.deliveries);
    const further = begun.deliveries === CANCEL_BATCH ? await this.cancelWaiting(values) : 0;
    await this.eraseTraces(values);
    const [left] = await run<{ deliveries: number }>(this.pool, COUNT_IN_PROGRESS, values);
    return { ...begun, deliveries: begun.deliveries + further, inProgress: left?.deliveries ?? 0 };
  }

  /** Looks again at what was erased, until nothing that was under way then can be recorded any more. */
  async sweep(): Promise<void> {
    for (;;) {
      const rows = await run<{ event_id: Uuid; tenant_id: Uuid; is_live: boolean }>(
        this.pool,
        FIND_ERASED,
        [],
      );
      if (rows.length === 0) return;
      for (const { event_id: eventId, tenant_id: tenantId, is_live: isLive } of rows) {
        const values: Values = [tenantId, eventId];
        // In this order: an attempt that ended after the look at what is live is found by the next one.
        if (isLive) await this.cancelWaiting(values);
        await this.eraseTraces(values);
        const isOver = !isLive && (await run(this.pool, FORGET_ERASED, [eventId])).length > 0;
        if (!isOver) await run(this.pool, POSTPONE_ERASED, [eventId, isLive]);
      }
    }
  }

  private async cancelWaiting(values: Values): Promise<number> {
    let total = 0;
    for (;;) {
      const taken = (await run(this.pool, CANCEL_ERASED, values)).length;
      this.tell(taken);
      total += taken;
      if (taken < CANCEL_BATCH) return total;
    }
  }

  private async eraseTraces(values: Values): Promise<void> {
    let after = uuidFloor(0);
    for (;;) {
      const rows = await run<{ id: Uuid }>(this.pool, ERASE_TRACES, [...values, after]);
      const last = rows.at(-1);
      if (last === undefined || rows.length < ERASE_BATCH) return;
      after = last.id;
    }
  }

  private tell(taken: number): void {
    if (taken > 0) this.observer.finished({ status: 'cancelled', reason: 'event_erased' }, taken);
  }
}

/** The outbox first, as the relay takes it, then the event: in this order neither waits for the other in a circle. */
async function begin(
  tx: Queryable,
  values: Values,
  record: (tx: Queryable) => Promise<void>,
): Promise<Omit<Erasure, 'inProgress'> | null> {
  await run(tx, CANCEL_FAN_OUT, values);
  const [event] = await run<{ is_erased: boolean }>(tx, LOCK_EVENT, values);
  if (event === undefined) return null;
  const deliveries = (await run(tx, CANCEL_ERASED, values)).length;
  await run(tx, ERASE_FINGERPRINT, values);
  const [erased] = await run<{ erased_at: Date }>(tx, ERASE_EVENT, values);
  if (erased === undefined) throw new Error('an event that is locked was not erased');
  await run(tx, REVISIT_ERASED, values);
  if (!event.is_erased) await record(tx);
  return { erasedAt: erased.erased_at, deliveries };
}
