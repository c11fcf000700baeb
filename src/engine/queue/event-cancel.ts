import type { Uuid } from '../../domain/ids.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { run, type Queryable, type Statement } from '../statement.ts';
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
 * Ends all of an event that waits. Each statement commits for itself, so that an event of many webhooks holds few locks at
 * a time; a cancellation that breaks off half-way goes on where it is asked for again.
 */
export class EventCancel {
  constructor(
    private readonly db: Queryable,
    private readonly observer: EngineObserver,
  ) {}

  async cancel(tenantId: Uuid, eventId: Uuid): Promise<EventCancellation> {
    const ask = async <Row extends object>(statement: Statement): Promise<Row[]> =>
      await run<Row>(this.db, statement, [tenantId, eventId]);
    const isFanOutCancelled = (await ask(CANCEL_FAN_OUT)).length > 0;
    let deliveries = 0;
    for (let taken = CANCEL_BATCH; taken === CANCEL_BATCH; deliveries += taken) {
      taken = (await ask(CANCEL_WAITING)).length;
      if (taken > 0) {
        this.observer.finished({ status: 'cancelled', reason: 'cancelled_by_request' }, taken);
      }
    }
    const [left] = await ask<{ deliveries: number }>(COUNT_IN_PROGRESS);
    const isAny = isFanOutCancelled || deliveries > 0;
    const [marked] = isAny ? await ask<{ cancelled_at: Date }>(MARK_CANCELLED) : [];
    return {
      isFanOutCancelled,
      deliveries,
      inProgress: left?.deliveries ?? 0,
      cancelledAt: marked?.cancelled_at ?? null,
    };
  }
}
