import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsString } from 'class-validator';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent, NullIsDefault } from '../../http/dto-fields.ts';
import { IsEventType } from '../../http/event-type-field.ts';
import { DESCRIPTION_BOUNDS, findDescriptionFault } from '../../http/text-fields.ts';

const EXAMPLE_BYTES_MAX = 65_536;

function findExampleFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Buffer.byteLength(JSON.stringify(value)) <= EXAMPLE_BYTES_MAX) return undefined;
  return `must take at most ${EXAMPLE_BYTES_MAX} bytes of JSON`;
}

/** What a caller decides about an event type; null asks for the default. The schema is judged by the service. */
class EventTypeFields {
  @ApiProperty({ type: String, ...DESCRIPTION_BOUNDS, default: '' })
  @NullIsDefault()
  @IsString()
  @Checked('isDescription', findDescriptionFault)
  description?: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'A JSON Schema of draft 2020-12, or of draft-07 where its `$schema` says so: up to 64 KiB and 500 schemas, ' +
      'references within itself alone, known keywords and names that begin `x-`.',
    example: { type: 'object', required: ['order_id'] },
  })
  @NullIsDefault()
  @IsObject()
  schema?: Record<string, unknown> | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The data of such an event, up to 64 KiB.',
    example: { order_id: 4711 },
  })
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
