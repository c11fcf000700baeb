import type { DeliveryStatus } from '../domain/delivery-statuses.ts';
import type { Uuid } from '../domain/ids.ts';
import type { ShownExchange } from '../http/exchange-json.ts';

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
