import { toPublicId } from '../domain/ids.ts';
import type { AttemptJson, DeliveryJson, HeadersJson } from './delivery-answers.ts';
import type { AttemptRecord, DeliveryRecord, HeaderList } from './delivery-record.ts';

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
  const { timings } = attempt;
  return {
    id: toPublicId('attempt', attempt.id),
    delivery_id: toPublicId('delivery', attempt.deliveryId),
    number: attempt.number,
    started_at: attempt.startedAt.toISOString(),
    duration_ms: attempt.durationMs,
    outcome: attempt.outcome,
    response_status: attempt.responseStatus,
    response_headers: attempt.responseHeaders === null ? null : toHeadersJson(attempt.responseHeaders),
    response_body: attempt.responseBodyText,
    response_body_truncated: attempt.responseBodyTruncated,
    request_headers: toHeadersJson(attempt.requestHeaders),
    error_type: attempt.errorType,
    error_message: attempt.errorMessage,
    timings: {
      dns_ms: timings.dnsMs,
      connect_ms: timings.connectMs,
      tls_ms: timings.tlsMs,
      first_byte_ms: timings.firstByteMs,
      total_ms: timings.totalMs,
    },
    webhook_version: attempt.webhookVersion,
    stale: attempt.stale,
  };
}

function toHeadersJson(headers: HeaderList): HeadersJson {
  const joined = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const before = joined.get(key);
    joined.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(joined);
}
