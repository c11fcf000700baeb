import type { Uuid } from '../domain/ids.ts';

/** The statuses that a row can have, by the table that holds it: queued, or history. */
export const LIVE_STATUSES = ['pending', 'in_progress', 'retrying'] as const;
export const FINISHED_STATUSES = ['delivered', 'dead_letter', 'cancelled'] as const;

export type LiveStatus = (typeof LIVE_STATUSES)[number];
export type FinishedStatus = (typeof FINISHED_STATUSES)[number];
export type DeliveryStatus = LiveStatus | FinishedStatus;

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

/** Header names and values in the order in which they went over the wire. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface AttemptRecord {
  readonly id: Uuid;
  readonly deliveryId: Uuid;
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: 'succeeded' | 'failed';
  readonly responseStatus: number | null;
  readonly responseHeaders: HeaderList | null;
  readonly responseBodyText: string | null;
  readonly responseBodyTruncated: boolean;
  readonly requestHeaders: HeaderList;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly timings: AttemptTimings;
  readonly webhookVersion: number;
  readonly stale: boolean;
}

/** Milliseconds; null for a stage that did not end or, on a reused connection, did not happen. */
export interface AttemptTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  readonly firstByteMs: number | null;
  readonly totalMs: number | null;
}
