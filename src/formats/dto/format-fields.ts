import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsString, Matches, ValidateNested } from 'class-validator';
import { CUSTOM_HEADERS_MAX } from '../../domain/custom-headers.ts';
import { findTextsFault } from '../../domain/text-map.ts';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent, NullIsDefault } from '../../http/dto-fields.ts';
import { DESCRIPTION_BOUNDS, findDescriptionFault } from '../../http/text-fields.ts';
import { DEFAULT_CONTENT_TYPE, DEFAULT_USER_AGENT } from '../../wire/complete-format.ts';
import { FORMAT_NAME_PATTERN } from '../../wire/format-faults.ts';
import { JSON_MODES, type BodyTemplate, type JsonMode } from '../../wire/wire-format.ts';
import { SignatureBody } from './signature.dto.ts';

export const FORMAT_NAME_MESSAGE = 'must be 1 to 64 of a-z, 0-9 and . _ -, beginning with a letter or digit';
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}(?:; ?[\w-]{1,32}=[\w.+-]{1,64})?$/;

export function IsFormatName(): PropertyDecorator {
  return applyDecorators(
    Matches(FORMAT_NAME_PATTERN, { message: FORMAT_NAME_MESSAGE }),
    ApiProperty({ description: 'By which webhooks name it.', example: 'slack-jobs' }),
  );
}

function findTemplateFault(value: unknown): string | undefined {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? undefined
    : 'must be a text, an object or a list';
}

/** What a caller decides about a format; null asks for the default. Templates are judged by the service, which compiles them. */
export class FormatFields {
  @ApiProperty({ type: String, ...DESCRIPTION_BOUNDS, default: '' })
  @NullIsDefault()
  @IsString()
  @Checked('isDescription', findDescriptionFault)
  description?: string | null;

  @ApiProperty({ type: String, default: DEFAULT_USER_AGENT })
  @NullIsDefault()
  @Matches(/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/, {
    message: 'must be 1 to 200 printable ASCII characters without spaces at its ends',
  })
  user_agent?: string | null;

  @ApiProperty({ type: String, default: DEFAULT_CONTENT_TYPE })
  @NullIsDefault()
  @Matches(MEDIA_TYPE, { message: 'must be a media type such as application/json' })
  content_type?: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Names and templates of headers, sent in this order: up to 20, 8 KiB in all.',
    example: { 'X-Event': '{event.type}' },
  })
  @NullIsDefault()
  @IsObject()
  @Checked('isHeaders', findTextsFault)
  headers?: Record<string, string> | null;

  @ApiProperty({
    type: [String],
    description: 'Headers of the format that a webhook’s own header may replace.',
    example: ['Content-Type'],
  })
  @NullIsDefault()
  @IsArray()
  @ArrayMaxSize(CUSTOM_HEADERS_MAX)
  @IsString({ each: true })
  replaceable_headers?: string[] | null;

  @ApiProperty({ description: 'Null for a format that does not sign.' })
  @NullIsDefault()
  @IsObject()
  @ValidateNested()
  @Type(() => SignatureBody)
  signature?: SignatureBody | null;

  @ApiProperty({
    enum: JSON_MODES,
    default: 'verbatim',
    description:
      '`canonical` writes the data anew, for receivers that verify over JSON which they have parsed and written again; ' +
      'integers beyond 2^53 are rounded.',
  })
  @NullIsDefault()
  @IsIn(JSON_MODES)
  json?: JsonMode | null;

  @ApiProperty({
    anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }, { type: 'array', items: {} }],
    default: '{event.data}',
    description: 'JSON with placeholders, up to 64 KiB; see docs/formats.md.',
    example: { text: 'Order {event.data.order_id} is paid' },
  })
  @NullIsDefault()
  @Checked('isTemplate', findTemplateFault)
  body?: BodyTemplate;
}

export class CreateFormatBody extends FormatFields {
  @IsFormatName()
  name!: string;
}

/** The name stands in the address; a body may repeat it. */
export class PutFormatBody extends FormatFields {
  @MayBeAbsent()
  @IsFormatName()
  name?: string;
}

/** What is absent stays as it is. */
export class UpdateFormatBody extends FormatFields {}
