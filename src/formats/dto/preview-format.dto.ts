import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsObject, Matches, Max, Min, ValidateNested } from 'class-validator';
import { EVENT_TYPE_PATTERN } from '../../domain/matching.ts';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../http/raw-text.ts';
import { IsSecret } from '../../http/secret-field.ts';
import { FORMAT_NAME_PATTERN } from '../../wire/format-faults.ts';
import { FORMAT_NAME_MESSAGE, FormatFields } from './format-fields.ts';

const ATTEMPTS_MAX = 1_000;

/** A format, by its name or as a document, and an event to show it with; the sample, where nothing is said. */
export class PreviewFormatBody {
  @ApiProperty({ description: 'The name of a format. Default: `standard`.', example: 'standard' })
  @MayBeAbsent()
  @Matches(FORMAT_NAME_PATTERN, { message: FORMAT_NAME_MESSAGE })
  @Checked('isAlone', (_, { document }: PreviewFormatBody) =>
    document === undefined ? undefined : 'must not be given beside document',
  )
  format?: string;

  /** In the place of a name. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => FormatFields)
  document?: FormatFields;

  @ApiProperty({ type: String, default: 'posthorn.test' })
  @MayBeAbsent()
  @Matches(EVENT_TYPE_PATTERN, { message: 'must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -' })
  event_type?: string;

  @MayBeAbsent()
  @IsRawJsonObject()
  data?: RawJson;

  @IsSecret('Without one, a format that needs one signs with a new one, which is answered.')
  secret?: string;

  @ApiProperty({ default: 1, description: 'More than 1 for a retry.', example: 1 })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(ATTEMPTS_MAX)
  attempt_number?: number;

  @ApiProperty({ default: false, description: 'As a test send.', example: false })
  @MayBeAbsent()
  @IsBoolean()
  test?: boolean;
}
