import type { Uuid } from '../domain/ids.ts';
import type { EventRefusal } from '../engine/fan-out/admission.ts';

/** An event without its data, as the answer to its publish shows it. */
export interface EventSummary {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  readonly type: string;
  readonly occurredAt: Date;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly expiresAt: Date | null;
}

/** An event without its data, as a list shows it. */
export interface ListedEvent extends EventSummary {
  readonly createdAt: Date;
}

export interface EventRecord extends ListedEvent {
  /** JSON text, exactly as it was published; null once it has been erased. */
  readonly data: string | null;
  /** Why it went to nobody, though webhooks may subscribe to it. */
  readonly refusal: EventRefusal | null;
}
