import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ERRORS, type ErrorCode } from '../../domain/errors.ts';

@ApiSchema({ name: 'FieldFault' })
export class FieldFaultJson {
  @ApiProperty({ description: 'As in `events[2].type`; empty for the body itself.', example: 'url' })
  readonly path!: string;

  @ApiProperty({ example: 'must be an http or https URL' })
  readonly message!: string;
}

/** RFC 9457 problem details with the members of API.md "Conventions". */
@ApiSchema({ name: 'Problem' })
export class ProblemJson {
  @ApiProperty({ description: 'Names the kind of failure; `code` as a URN.', format: 'uri' })
  readonly type!: string;

  @ApiProperty({ description: 'The same for every failure of this code.' })
  readonly title!: string;

  @ApiProperty({ type: 'integer' })
  readonly status!: number;

  @ApiProperty({ description: 'A sentence for people on this very failure.' })
  readonly detail!: string;

  @ApiProperty({ description: 'For programs; the catalogue is closed.', enum: Object.keys(ERRORS) })
  readonly code!: ErrorCode;

  @ApiProperty({ description: 'As in the answer’s `X-Request-Id`, and in our log.' })
  readonly request_id!: string;

  @ApiProperty({ type: [FieldFaultJson], required: false, description: 'Every fault that was found.' })
  readonly errors?: readonly FieldFaultJson[];
}
