import type { FieldFault } from '../domain/errors.ts';
import { toPublicId } from '../domain/ids.ts';
import { traceIdOf } from '../domain/trace-context.ts';
import type {
  EventCancellationJson,
  EventErasureJson,
  EventSummaryJson,
  ListedEventJson,
  PublishedEventJson,
} from './event-answers.ts';
import type { CancelledEvent, ErasedEvent, EventRecord, EventSummary, ListedEvent } from './event-record.ts';

function toEventSummaryJson(event: EventSummary): EventSummaryJson {
  return {
    id: toPublicId('event', event.id),
    tenant_id: toPublicId('tenant', event.tenantId),
    type: event.type,
    occurred_at: event.occurredAt.toISOString(),
    priority: event.priority,
    tags: event.tags,
    deliver_at: event.deliverAt?.toISOString() ?? null,
    expires_at: event.expiresAt?.toISOString() ?? null,
    cancelled_at: event.cancelledAt?.toISOString() ?? null,
    trace_id: event.trace === null ? null : traceIdOf(event.trace),
    erased_at: event.erasedAt?.toISOString() ?? null,
  };
}

export function toEventCancellationJson(cancelled: CancelledEvent): EventCancellationJson {
  const { id, cancelledAt, isFanOutCancelled, deliveries, inProgress } = cancelled;
  return {
    id: toPublicId('event', id),
    cancelled_at: cancelledAt.toISOString(),
    fan_out_cancelled: isFanOutCancelled,
    cancelled_deliveries: deliveries,
    in_progress_deliveries: inProgress,
  };
}

export function toEventErasureJson({ id, erasedAt, deliveries, inProgress }: ErasedEvent): EventErasureJson {
  return {
    id: toPublicId('event', id),
    erased_at: erasedAt.toISOString(),
    cancelled_deliveries: deliveries,
    in_progress_deliveries: inProgress,
  };
}

export function toPublishedEventJson(
  event: EventSummary,
  warnings: readonly FieldFault[] | undefined,
): PublishedEventJson {
  const json = toEventSummaryJson(event);
  return warnings === undefined ? json : { ...json, warnings };
}

export function toListedEventJson(event: ListedEvent): ListedEventJson {
  return { ...toEventSummaryJson(event), created_at: event.createdAt.toISOString() };
}

/** An event as JSON text: its data stands in it as it was published, which no parsed value would keep. */
export function toEventText(event: EventRecord): string {
  const json = JSON.stringify({ ...toListedEventJson(event), refusal: event.refusal });
  return `${json.slice(0, -1)},"data":${event.data ?? 'null'}}`;
}
