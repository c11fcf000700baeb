import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { SUBSCRIPTION_PATTERN } from '../../domain/matching.ts';
import { decodeWebhookSecret } from '../../domain/webhook-secrets.ts';
import { parseWebhookUrl } from '../../domain/webhook-url.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { FORMAT_NAMES, type FormatName } from '../../wire/built-in-formats.ts';
import { Checked } from './checked.ts';
import { RetryPolicyBody } from './retry-policy.dto.ts';
import { findDescriptionFault, findMetadataFault, findTextsFault } from './text-rules.ts';
import { findUidFault } from './uid.ts';

const SUBSCRIPTIONS_MAX = 200;
/** Neither control characters nor halves of a character: a name is shown in one line, and Postgres keeps it. */
const NAME_PATTERN = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

const findUrlFault = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const parsed = parseWebhookUrl(value);
  return 'fault' in parsed ? parsed.fault : undefined;
};

const findSecretFault = (value: unknown): string | undefined =>
  typeof value === 'string' && decodeWebhookSecret(value) === null
    ? 'must be whsec_ and the base64 of 24 to 64 bytes'
    : undefined;

/** API.md "Webhooks". Custom headers and the address of the URL are judged by the service, which knows more. */
export class CreateWebhookBody {
  @MayBeAbsent()
  @Checked('isUid', findUidFault)
  uid?: string;

  @MayBeAbsent()
  @Matches(NAME_PATTERN, { message: 'must be 1 to 200 printable characters' })
  name?: string;

  @MayBeAbsent()
  @IsString()
  @Checked('isDescription', findDescriptionFault)
  description?: string;

  @MayBeAbsent()
  @IsObject()
  @Checked('isMetadata', findMetadataFault)
  metadata?: Record<string, string>;

  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(SUBSCRIPTIONS_MAX)
  @Matches(SUBSCRIPTION_PATTERN, {
    each: true,
    message: 'must be an event type, a prefix as in order.*, or *',
  })
  events?: string[];

  @MayBeAbsent()
  @IsObject()
  @Checked('isHeaders', findTextsFault)
  headers?: Record<string, string>;

  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookSecret', findSecretFault)
  secret?: string;

  @MayBeAbsent()
  @IsIn(FORMAT_NAMES)
  format?: FormatName;

  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => RetryPolicyBody)
  retry?: RetryPolicyBody;

  @MayBeAbsent()
  @IsInt()
  @Min(100)
  @Max(300_000)
  timeout_ms?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_000)
  max_in_flight?: number;

  @MayBeAbsent()
  @IsBoolean()
  active?: boolean;
}
