import type { Response } from 'express';
import type { EventTypeRecord } from './event-type-record.ts';

/** An event type as the API shows it. */
export interface EventTypeJson {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly example: Readonly<Record<string, unknown>> | null;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export function toEventTypeJson(type: EventTypeRecord): EventTypeJson {
  return {
    name: type.name,
    description: type.description,
    schema: type.schema,
    example: type.example,
    version: type.version,
    created_at: type.createdAt.toISOString(),
    updated_at: type.updatedAt.toISOString(),
  };
}

/** With its entity tag, by which Express answers 304 to a GET that knows it. */
export function showEventType(response: Response, type: EventTypeRecord): EventTypeJson {
  response.setHeader('ETag', eventTypeTag(type));
  return toEventTypeJson(type);
}

/** Strong. The id is in it, since a name may be given to a new type, whose versions begin again. */
export function eventTypeTag({ id, version }: EventTypeRecord): string {
  return `"${version}-${id}"`;
}
