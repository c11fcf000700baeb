import type { Uuid } from '../domain/ids.ts';
import type { TraceContext } from '../domain/trace-context.ts';
import type { EventRefusal } from '../engine/fan-out/admission.ts';

/** An event without its data, as the answer to its publish shows it. */
export interface EventSummary {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  readonly type: string;
  readonly occurredAt: Date;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly deliverAt: Date | null;
  readonly expiresAt: Date | null;
  readonly cancelledAt: Date | null;
  /** In whose trace it was published. */
  readonly trace: TraceContext | null;
  /** By request; data that has outlived its time is gone without it. */
  readonly erasedAt: Date | null;
}

/** An event without its data, as a list shows it. */
export interface ListedEvent extends EventSummary {
  readonly createdAt: Date;
}

/** What came of cancelling an event. */
export interface CancelledEvent {
  readonly id: Uuid;
  readonly cancelledAt: Date;
  /** It had not been matched with webhooks yet, and never will be. */
  readonly isFanOutCancelled: boolean;
  /** Deliveries that waited. */
  readonly deliveries: number;
  /** Deliveries that are left to their attempt. */
  readonly inProgress: number;
}

/** What came of erasing an event's data. */
export interface ErasedEvent {
  readonly id: Uuid;
  /** When it was erased first. */
  readonly erasedAt: Date;
  /** Deliveries that waited. */
  readonly deliveries: number;
  /** Deliveries that are left to their attempt. */
  readonly inProgress: number;
}

export interface EventRecord extends ListedEvent {
  /** JSON text, exactly as it was published; null once it has been erased, or has outlived its time. */
  readonly data: string | null;
  /** Why it went to nobody, though webhooks may subscribe to it. */
  readonly refusal: EventRefusal | null;
}
