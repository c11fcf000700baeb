import { toPublicId } from '../domain/ids.ts';
import { toExchangeJson } from '../http/exchange-json.ts';
import type { AttemptRequest } from './attempt-request.ts';
import type { AttemptDetailJson, AttemptJson, DeliveryJson } from './delivery-answers.ts';
import type { AttemptRecord, DeliveryRecord } from './delivery-record.ts';

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
    request_body: attempt.requestBody === null ? null : Buffer.from(attempt.requestBody).toString(),
    request_body_bytes: attempt.requestBodyBytes,
    webhook_version: attempt.webhookVersion,
    stale: attempt.stale,
  };
}

/** @param request null where the webhook is deleted */
export function toAttemptDetailJson(
  delivery: DeliveryRecord,
  attempt: AttemptRecord,
  request: AttemptRequest | null,
): AttemptDetailJson {
  const json = toAttemptJson(attempt);
  return {
    ...json,
    request_body: json.request_body ?? request?.body ?? null,
    event_id: toPublicId('event', delivery.eventId),
    webhook_id: toPublicId('webhook', delivery.webhookId),
    request_method: 'POST',
    request_url: request?.url ?? null,
    curl: request?.curl ?? null,
    curl_as_sent: request?.isAsSent ?? null,
  };
}
