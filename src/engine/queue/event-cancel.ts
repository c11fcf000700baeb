import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import {
  CANCEL_BATCH,
  CANCEL_FAN_OUT,
  CANCEL_WAITING,
  COUNT_IN_PROGRESS,
  MARK_CANCELLED,
} from './sql/cancel-event.ts';

/** What came of cancelling an event. */
export interface EventCancellation {
  /** It had not been matched with webhooks yet, and never will be. */
  readonly isFanOutCancelled: boolean;
  /** Deliveries that waited and are cancelled now. */
  readonly deliveries: number;
  /** Deliveries that were being attempted, and are left to it. */
  readonly inProgress: number;
  /** Null when nothing was left to cancel. */
  readonly cancelledAt: Date | null;
}

/**
 * Ends all of an event that waits. What ends first is one transaction with the mark on the event and what the audit log is
 * told; what is beyond a batch then commits for itself, so that an event of many webhooks holds few locks at a time. A
 * cancellation that breaks off half-way goes on where it is asked for again.
 */
export class EventCancel {
  constructor(
    private readonly pool: pg.Pool,
    private readonly observer: EngineObserver,
  ) {}

  /** @param record tells the audit log, in the transaction that is handed to it; not called where nothing waits */
  async cancel(
    tenantId: Uuid,
    eventId: Uuid,
    record: (tx: Queryable) => Promise<void>,
  ): Promise<EventCancellation> {
    const values = [tenantId, eventId];
    const begun = await inTransaction(this.pool, async (tx) => await begin(tx, values, record));
    this.tell(begun.deliveries);
    let { deliveries } = begun;
    for (let taken = deliveries; taken === CANCEL_BATCH; deliveries += taken) {
      taken = (await run(this.pool, CANCEL_WAITING, values)).length;
      this.tell(taken);
    }
    const [left] = await run<{ deliveries: number }>(this.pool, COUNT_IN_PROGRESS, values);
    return { ...begun, deliveries, inProgress: left?.deliveries ?? 0 };
  }

  private tell(taken: number): void {
    if (taken > 0) this.observer.finished({ status: 'cancelled', reason: 'cancelled_by_request' }, taken);
  }
}

async function begin(
  tx: Queryable,
  values: readonly Uuid[],
  record: (tx: Queryable) => Promise<void>,
): Promise<Omit<EventCancellation, 'inProgress'>> {
  const isFanOutCancelled = (await run(tx, CANCEL_FAN_OUT, values)).length > 0;
  const deliveries = (await run(tx, CANCEL_WAITING, values)).length;
  if (!isFanOutCancelled && deliveries === 0) return { isFanOutCancelled, deliveries, cancelledAt: null };
  const [marked] = await run<{ cancelled_at: Date }>(tx, MARK_CANCELLED, values);
  await record(tx);
  return { isFanOutCancelled, deliveries, cancelledAt: marked?.cancelled_at ?? null };
}
