import { IsObject, IsString } from 'class-validator';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent, NullIsDefault } from '../../http/dto-fields.ts';
import { IsEventType } from '../../http/event-type-field.ts';
import { findDescriptionFault } from '../../http/text-fields.ts';

const EXAMPLE_BYTES_MAX = 65_536;

function findExampleFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Buffer.byteLength(JSON.stringify(value)) <= EXAMPLE_BYTES_MAX) return undefined;
  return `must take at most ${EXAMPLE_BYTES_MAX} bytes of JSON`;
}

/** What a caller decides about an event type; null asks for the default. The schema is judged by the service. */
class EventTypeFields {
  @NullIsDefault()
  @IsString()
  @Checked('isDescription', findDescriptionFault)
  description?: string | null;

  @NullIsDefault()
  @IsObject()
  schema?: Record<string, unknown> | null;

  @NullIsDefault()
  @IsObject()
  @Checked('isExample', findExampleFault)
  example?: Record<string, unknown> | null;
}

export class CreateEventTypeBody extends EventTypeFields {
  @IsEventType()
  name!: string;
}

/** The name stands in the address; a body may repeat it. */
export class PutEventTypeBody extends EventTypeFields {
  @MayBeAbsent()
  @IsEventType()
  name?: string;
}

/** What is absent stays as it is. */
export class UpdateEventTypeBody extends EventTypeFields {}
