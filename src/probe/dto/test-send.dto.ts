import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsString, Matches } from 'class-validator';
import { EVENT_TYPE_PATTERN } from '../../domain/matching.ts';
import { findTextsFault } from '../../domain/text-map.ts';
import { findUrlFault, WEBHOOK_URL_CHARACTERS_MAX } from '../../domain/webhook-url.ts';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent, NullIsDefault } from '../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../http/raw-text.ts';
import { IsSecret } from '../../http/secret-field.ts';
import { FORMAT_NAME_PATTERN } from '../../wire/format-faults.ts';

/** What is sent where the caller names no event of its own. */
export const SAMPLE_TYPE = 'posthorn.test';
export const SAMPLE_DATA = '{"message":"This is a test. Nothing has happened."}';

/** A reserved type may be sent here: nothing is published, and its receivers want to be tested too. */
function IsAnyEventType(): PropertyDecorator {
  return applyDecorators(
    Matches(EVENT_TYPE_PATTERN, { message: 'must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -' }),
    ApiProperty({ type: String, example: 'order.paid' }),
  );
}

/** What a registered webhook is sent; the sample, where nothing is said. */
export class TestWebhookBody {
  @ApiProperty({ default: SAMPLE_TYPE })
  @MayBeAbsent()
  @IsAnyEventType()
  event_type?: string;

  @ApiProperty({ default: JSON.parse(SAMPLE_DATA) as unknown })
  @MayBeAbsent()
  @IsRawJsonObject()
  data?: RawJson;
}

/** A request to a URL that need not be registered. The service judges the headers, which depend on the format. */
export class TestUrlBody {
  @ApiProperty({
    format: 'uri',
    maxLength: WEBHOOK_URL_CHARACTERS_MAX,
    description: 'http or https, without userinfo.',
  })
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;

  @IsAnyEventType()
  event_type!: string;

  @IsRawJsonObject()
  data!: RawJson;

  @IsSecret('Without one a new one signs, which is not told, where the format needs one.')
  secret?: string;

  @ApiProperty({
    type: String,
    default: 'standard',
    description: 'The name of a built-in format, or of one of your own.',
  })
  @NullIsDefault()
  @Matches(FORMAT_NAME_PATTERN, { message: 'must be the name of a format' })
  format?: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Up to 20, 8 KiB in all, none that framing or the format needs.',
    example: { 'X-Team': 'billing' },
  })
  @NullIsDefault()
  @IsObject()
  @Checked('isHeaders', findTextsFault)
  headers?: Record<string, string> | null;
}
