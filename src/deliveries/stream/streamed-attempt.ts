import type { Uuid } from '../../domain/ids.ts';

/** An attempt as the stream tells it: what came of it, without what was sent and answered. */
export interface StreamedAttempt {
  readonly id: Uuid;
  readonly deliveryId: Uuid;
  readonly webhookId: Uuid;
  readonly eventId: Uuid;
  readonly eventType: string;
  readonly tags: readonly string[];
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: 'succeeded' | 'failed' | 'shadowed';
  readonly responseStatus: number | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly stale: boolean;
  /** As it was when the attempt was read. */
  readonly deliveryStatus: string;
}
