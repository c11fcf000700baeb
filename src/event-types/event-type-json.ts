import type { FastifyReply } from 'fastify';
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

/** With its entity tag, by which 304 is answered to a GET that knows it. */
export function showEventType(response: FastifyReply, type: EventTypeRecord): EventTypeJson {
  response.header('ETag', eventTypeTag(type));
  return toEventTypeJson(type);
}

/** Strong. The id is in it, since a name may be given to a new type, whose versions begin again. */
export function eventTypeTag({ id, version }: EventTypeRecord): string {
  return `"${version}-${id}"`;
}
