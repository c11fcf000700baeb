import type { Uuid } from '../../domain/ids.ts';
import type { TraceContext } from '../../domain/trace-context.ts';

/** An event as it is handed to the publisher: already valid, its payload as JSON text. */
export interface NewEvent {
  readonly tenantId: Uuid;
  readonly type: string;
  /** The payload's text as its producer wrote it. */
  readonly data: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  /** 0-100, higher first. */
  readonly priority: number;
  readonly tags: readonly string[];
  /** When it is fanned out, by the database's clock; null, or a time that has passed, is at once. */
  readonly deliverAt: number | null;
  readonly expiresAt: number | null;
  readonly idempotency: Idempotency | null;
  /** In whose trace it is published; null where in none. */
  readonly trace: TraceContext | null;
}

/** A key that its producer chose, and a digest of the request that first used it. */
export interface Idempotency {
  readonly key: string;
  readonly fingerprint: Buffer;
}

export interface PublishedEvent {
  readonly id: Uuid;
  /** The key was known: nothing was stored now, and the id is that of the first event with it. */
  readonly isReplayed: boolean;
  /** What was stored with it; null where the fan-out is the relay's, and for an event that was known. */
  readonly deliveryIds: readonly Uuid[] | null;
  /** As it was stored now; that of an event that was known may be another. */
  readonly trace: TraceContext | null;
}

/** The key is known for another request, or the request that first used it is still running. */
export class IdempotencyError extends Error {
  constructor(
    readonly kind: 'other_request' | 'still_running',
    /** Place of the event in what was published together. */
    readonly index: number,
  ) {
    super(kind);
  }
}
