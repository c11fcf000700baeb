import { IsIn, IsObject, IsString, Matches } from 'class-validator';
import { EVENT_TYPE_PATTERN } from '../../domain/matching.ts';
import { findTextsFault } from '../../domain/text-map.ts';
import { findSecretFault } from '../../domain/webhook-secrets.ts';
import { findUrlFault } from '../../domain/webhook-url.ts';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent, NullIsDefault } from '../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../http/raw-text.ts';
import { FORMAT_NAMES, type FormatName } from '../../wire/built-in-formats.ts';

/** A reserved type may be sent here: nothing is published, and its receivers want to be tested too. */
function IsAnyEventType(): PropertyDecorator {
  return Matches(EVENT_TYPE_PATTERN, { message: 'must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -' });
}

/** What a registered webhook is sent; the sample, where nothing is said. */
export class TestWebhookBody {
  @MayBeAbsent()
  @IsAnyEventType()
  event_type?: string;

  @MayBeAbsent()
  @IsRawJsonObject()
  data?: RawJson;
}

/** A request to a URL that need not be registered. The service judges the headers, which depend on the format. */
export class TestUrlBody {
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;

  @IsAnyEventType()
  event_type!: string;

  @IsRawJsonObject()
  data!: RawJson;

  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookSecret', findSecretFault)
  secret?: string;

  @NullIsDefault()
  @IsIn(FORMAT_NAMES)
  format?: FormatName | null;

  @NullIsDefault()
  @IsObject()
  @Checked('isHeaders', findTextsFault)
  headers?: Record<string, string> | null;
}
