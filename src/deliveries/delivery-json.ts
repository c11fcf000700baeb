import { toPublicId } from '../domain/ids.ts';
import { toExchangeJson, type ExchangeJson } from '../http/exchange-json.ts';
import type { AttemptRecord, DeliveryRecord, DeliveryStatus } from './delivery-record.ts';

/** A delivery as the API shows it (API.md "Deliveries"). */
export interface DeliveryJson {
  readonly id: string;
  readonly tenant_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly webhook_id: string;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly attempt_count: number;
  readonly max_attempts: number;
  readonly next_retry_at: string | null;
  readonly last_response_status: number | null;
  readonly last_error_type: string | null;
  readonly tags: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly completed_at: string | null;
}

export interface AttemptJson extends ExchangeJson {
  readonly id: string;
  readonly delivery_id: string;
  readonly webhook_version: number;
  readonly stale: boolean;
}

export function toDeliveryJson(delivery: DeliveryRecord): DeliveryJson {
  return {
    id: toPublicId('delivery', delivery.id),
    tenant_id: toPublicId('tenant', delivery.tenantId),
    event_id: toPublicId('event', delivery.eventId),
    event_type: delivery.eventType,
    webhook_id: toPublicId('webhook', delivery.webhookId),
    status: delivery.status,
    reason: delivery.reason,
    attempt_count: delivery.attemptCount,
    max_attempts: delivery.maxAttempts,
    next_retry_at: delivery.nextRetryAt?.toISOString() ?? null,
    last_response_status: delivery.lastResponseStatus,
    last_error_type: delivery.lastErrorType,
    tags: delivery.tags,
    created_at: delivery.createdAt.toISOString(),
    updated_at: delivery.updatedAt.toISOString(),
    completed_at: delivery.completedAt?.toISOString() ?? null,
  };
}

export function toAttemptJson(attempt: AttemptRecord): AttemptJson {
  return {
    id: toPublicId('attempt', attempt.id),
    delivery_id: toPublicId('delivery', attempt.deliveryId),
    ...toExchangeJson(attempt),
    webhook_version: attempt.webhookVersion,
    stale: attempt.stale,
  };
}
