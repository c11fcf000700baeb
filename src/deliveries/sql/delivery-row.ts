import type { Uuid } from '../../domain/ids.ts';
import type { DeliveryStatus } from '../../domain/delivery-statuses.ts';
import type { DeliveryRecord } from '../delivery-record.ts';

/** A row of `find-page`. */
export interface DeliveryRow {
  /** Null in the one row that stands for none. */
  readonly id: Uuid | null;
  readonly tenant_id: Uuid;
  readonly webhook_id: Uuid;
  readonly event_id: Uuid;
  readonly event_type: string;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly attempt_count: number;
  readonly max_attempts: number;
  readonly next_retry_at: Date | null;
  readonly last_response_status: number | null;
  readonly last_error_type: string | null;
  readonly tags: string[];
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly completed_at: Date | null;
}

/** None for the row that stands for none. */
export function toDeliveryRecords(row: DeliveryRow): DeliveryRecord[] {
  if (row.id === null) return [];
  return [
    {
      id: row.id,
      tenantId: row.tenant_id,
      webhookId: row.webhook_id,
      eventId: row.event_id,
      eventType: row.event_type,
      status: row.status,
      reason: row.reason,
      attemptCount: row.attempt_count,
      maxAttempts: row.max_attempts,
      nextRetryAt: row.next_retry_at,
      lastResponseStatus: row.last_response_status,
      lastErrorType: row.last_error_type,
      tags: row.tags,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      completedAt: row.completed_at,
    },
  ];
}
