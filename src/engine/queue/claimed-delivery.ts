import type { Uuid } from '../../domain/ids.ts';
import type { TraceContext } from '../../domain/trace-context.ts';

/** A delivery that this process holds a lease of, with its event. */
export interface ClaimedDelivery {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  readonly webhookId: Uuid;
  readonly eventId: Uuid;
  /** Fences what is recorded; only compared, so it stays the text that Postgres gave. */
  readonly leaseToken: string;
  readonly attemptCount: number;
  readonly attemptsBefore: number;
  /** Nothing is sent from then on: milliseconds since 1970, the database's; null where it never ends so. */
  readonly expiresAt: number | null;
  /** The tenant's subscriptions as they stood at the claim; null when the tenant is gone. */
  readonly subscriptionVersion: number | null;
  /** How many deliveries of its webhook one process may have in flight. */
  readonly maxInFlight: number;
  /** Null where nothing holds its webhook's deliveries back. */
  readonly pass: GatePass | null;
  /** Null when the event or its payload is gone. */
  readonly event: ClaimedEvent | null;
  /** The database holds the payload, and cannot give it out. */
  readonly isUnreadable?: true;
}

/** By what a delivery came past its webhook's rate limit, or its open breaker. */
export interface GatePass {
  /** Milliseconds since 1970, the database's. */
  readonly at: number;
  /** Whether it took a token of the limit. */
  readonly hasToken: boolean;
  /** Whether it counts in the running hour: its first attempt does. */
  readonly isCountedInHour: boolean;
  /** Whether it is the one that shows how a failing webhook answers now. */
  readonly isProbe: boolean;
}

/** One object an event, shared by its deliveries, so that what depends on the event alone is rendered once. */
export interface ClaimedEvent {
  /** As receivers see it. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  /** Every attempt goes on in it; null where the event was published in none. */
  readonly trace: TraceContext | null;
}
