import type { Uuid } from '../domain/ids.ts';
import type { ShownExchange } from '../http/exchange-json.ts';

/** The statuses that a row can have, by the table that holds it: queued, or history. */
export const LIVE_STATUSES = ['pending', 'in_progress', 'retrying'] as const;
export const FINISHED_STATUSES = ['delivered', 'dead_letter', 'cancelled', 'shadowed'] as const;

export type LiveStatus = (typeof LIVE_STATUSES)[number];
export type FinishedStatus = (typeof FINISHED_STATUSES)[number];
/** What is shown: `rate_limited` is derived, of a row that is due and held back by its webhook's own limit. */
export type DeliveryStatus = LiveStatus | FinishedStatus | 'rate_limited';

/** A delivery, wherever its row stands. */
export interface DeliveryRecord {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  readonly webhookId: Uuid;
  readonly eventId: Uuid;
  readonly eventType: string;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly attemptCount: number;
  readonly maxAttempts: number;
  /** Null while it is in progress, and when it is finished. */
  readonly nextRetryAt: Date | null;
  readonly lastResponseStatus: number | null;
  readonly lastErrorType: string | null;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
}

/** One attempt of a delivery. */
export interface AttemptRecord extends ShownExchange<'succeeded' | 'failed' | 'shadowed'> {
  readonly id: Uuid;
  readonly deliveryId: Uuid;
  readonly webhookVersion: number;
  readonly stale: boolean;
  /** The beginning of what would have been sent; null of a request that was made. */
  readonly requestBody: Uint8Array | null;
  /** Of the whole of it. */
  readonly requestBodyBytes: number | null;
}
