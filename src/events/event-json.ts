import type { FieldFault } from '../domain/errors.ts';
import { toPublicId } from '../domain/ids.ts';
import type { EventRecord, EventSummary, ListedEvent } from './event-record.ts';

/** An event without its data. */
export interface EventSummaryJson {
  readonly id: string;
  readonly tenant_id: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly expires_at: string | null;
}

function toEventSummaryJson(event: EventSummary): EventSummaryJson {
  return {
    id: toPublicId('event', event.id),
    tenant_id: toPublicId('tenant', event.tenantId),
    type: event.type,
    occurred_at: event.occurredAt.toISOString(),
    priority: event.priority,
    tags: event.tags,
    expires_at: event.expiresAt?.toISOString() ?? null,
  };
}

/** What a publish answers of an event; the data, which its sender knows, is left out. */
export interface PublishedEventJson extends EventSummaryJson {
  /** Where the data breaks the schema of its type, for a tenant that asks for warnings; absent where there are none. */
  readonly warnings?: readonly FieldFault[];
}

export function toPublishedEventJson(
  event: EventSummary,
  warnings: readonly FieldFault[] | undefined,
): PublishedEventJson {
  const json = toEventSummaryJson(event);
  return warnings === undefined ? json : { ...json, warnings };
}

/** An event in a list: its data is at its own address. */
export interface ListedEventJson extends EventSummaryJson {
  readonly created_at: string;
}

export function toListedEventJson(event: ListedEvent): ListedEventJson {
  return { ...toEventSummaryJson(event), created_at: event.createdAt.toISOString() };
}

/** An event as JSON text: its data stands in it as it was published, which no parsed value would keep. */
export function toEventText(event: EventRecord): string {
  return `${JSON.stringify(toListedEventJson(event)).slice(0, -1)},"data":${event.data ?? 'null'}}`;
}
