import { toPublicId } from '../domain/ids.ts';
import type { AttemptRecord, DeliveryRecord, DeliveryStatus, HeaderList } from './delivery-record.ts';

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

/** Lower-case names; the values of a repeated header are joined as RFC 9110 section 5.3 allows. */
export type HeadersJson = Readonly<Record<string, string>>;

export interface AttemptJson {
  readonly id: string;
  readonly delivery_id: string;
  readonly number: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly outcome: 'succeeded' | 'failed';
  readonly response_status: number | null;
  readonly response_headers: HeadersJson | null;
  /** The beginning of the body as readable text. */
  readonly response_body: string | null;
  readonly response_body_truncated: boolean;
  readonly request_headers: HeadersJson;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly timings: {
    readonly dns_ms: number | null;
    readonly connect_ms: number | null;
    readonly tls_ms: number | null;
    readonly first_byte_ms: number | null;
    readonly total_ms: number | null;
  };
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
