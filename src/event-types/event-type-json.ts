import type { Response } from 'express';
import type { EventTypeJson } from './event-type-answers.ts';
import type { EventTypeRecord } from './event-type-record.ts';

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
