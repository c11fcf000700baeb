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
import type { Filter } from '../../domain/filters/filter-rules.ts';
import { SUBSCRIPTION_PATTERN } from '../../domain/matching.ts';
import { findTextsFault } from '../../domain/text-map.ts';
import { findSecretFault } from '../../domain/webhook-secrets.ts';
import { MayBeAbsent, NullIsDefault } from '../../http/dto-fields.ts';
import { FORMAT_NAMES, type FormatName } from '../../wire/built-in-formats.ts';
import { Checked } from '../../http/checked.ts';
import { RateLimitBody } from './rate-limit.dto.ts';
import { RetryPolicyBody } from './retry-policy.dto.ts';
import { findDescriptionFault, findMetadataFault } from './text-rules.ts';
import { findUidFault } from './uid.ts';

const SUBSCRIPTIONS_MAX = 200;
/** Neither control characters nor halves of a character: a name is shown in one line, and Postgres keeps it. */
const NAME_PATTERN = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/**
 * What a caller decides about a webhook beside its URL (API.md "Webhooks"); null asks for the default. Custom headers,
 * the filter and the address of the URL are judged by the service, which knows more.
 */
export class WebhookFields {
  @NullIsDefault()
  @Checked('isUid', findUidFault)
  uid?: string | null;

  @NullIsDefault()
  @Matches(NAME_PATTERN, { message: 'must be 1 to 200 printable characters' })
  name?: string | null;

  @NullIsDefault()
  @IsString()
  @Checked('isDescription', findDescriptionFault)
  description?: string | null;

  @NullIsDefault()
  @IsObject()
  @Checked('isMetadata', findMetadataFault)
  metadata?: Record<string, string> | null;

  @NullIsDefault()
  @IsArray()
  @ArrayMaxSize(SUBSCRIPTIONS_MAX)
  @Matches(SUBSCRIPTION_PATTERN, {
    each: true,
    message: 'must be an event type, a prefix as in order.*, or *',
  })
  events?: string[] | null;

  @NullIsDefault()
  @IsObject()
  filter?: Filter | null;

  @NullIsDefault()
  @IsObject()
  @Checked('isHeaders', findTextsFault)
  headers?: Record<string, string> | null;

  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookSecret', findSecretFault)
  secret?: string;

  @NullIsDefault()
  @IsIn(FORMAT_NAMES)
  format?: FormatName | null;

  @NullIsDefault()
  @IsObject()
  @ValidateNested()
  @Type(() => RetryPolicyBody)
  retry?: RetryPolicyBody | null;

  @NullIsDefault()
  @IsInt()
  @Min(100)
  @Max(300_000)
  timeout_ms?: number | null;

  @NullIsDefault()
  @IsObject()
  @ValidateNested()
  @Type(() => RateLimitBody)
  rate_limit?: RateLimitBody | null;

  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(1_000)
  max_in_flight?: number | null;

  @NullIsDefault()
  @IsBoolean()
  active?: boolean | null;
}
