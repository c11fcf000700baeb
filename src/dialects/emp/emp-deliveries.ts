import type { DeliveriesService } from '../../deliveries/deliveries.service.ts';
import { toPublicId } from '../../domain/ids.ts';

type NativeDelivery = Awaited<ReturnType<DeliveriesService['list']>>['data'][number];

/** What statistics call successful, failed, in the retry queue, and pending. */
type EmpDeliveryStatus = 'pending' | 'retrying' | 'delivered' | 'failed' | 'cancelled';

const STATUSES = {
  pending: 'pending',
  in_progress: 'pending',
  rate_limited: 'pending',
  retrying: 'retrying',
  delivered: 'delivered',
  dead_letter: 'failed',
  cancelled: 'cancelled',
  // EMP has no word for it: nothing was sent, on purpose.
  shadowed: 'cancelled',
} as const satisfies Readonly<Record<NativeDelivery['status'], EmpDeliveryStatus>>;

/** One delivery; the document names the lists and not what is in them. Times are in ms since 1970. */
export interface EmpDeliveryJson {
  readonly id: string;
  readonly webhook_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly status: EmpDeliveryStatus;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly response_status: number | null;
  /** Of the last attempt, or why it was given up without one. */
  readonly error: string | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly delivered_at: number | null;
  readonly next_retry_at: number | null;
}

/** @param webhookId as the dialect spells it */
export function toEmpDelivery(delivery: NativeDelivery, webhookId: string): EmpDeliveryJson {
  const isDelivered = delivery.status === 'delivered';
  return {
    id: toPublicId('delivery', delivery.id),
    webhook_id: webhookId,
    event_id: toPublicId('event', delivery.eventId),
    event_type: delivery.eventType,
    status: STATUSES[delivery.status],
    attempts: delivery.attemptCount,
    max_attempts: delivery.maxAttempts,
    response_status: delivery.lastResponseStatus,
    error: isDelivered ? null : errorOf(delivery),
    created_at: delivery.createdAt.getTime(),
    updated_at: delivery.updatedAt.getTime(),
    delivered_at: isDelivered ? (delivery.completedAt?.getTime() ?? null) : null,
    next_retry_at: delivery.nextRetryAt?.getTime() ?? null,
  };
}

/** As EMP's log writes it: `HTTP 500`. */
function errorOf({ lastErrorType, lastResponseStatus, reason }: NativeDelivery): string | null {
  if (lastErrorType === 'http_status' && lastResponseStatus !== null) return `HTTP ${lastResponseStatus}`;
  return lastErrorType ?? reason;
}
