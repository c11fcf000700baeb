import { ApiProperty } from '@nestjs/swagger';
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
import { findUidFault, ID_BEGINNING, UID_PATTERN } from '../../domain/uid.ts';
import { Checked } from '../../http/checked.ts';
import { NullIsDefault } from '../../http/dto-fields.ts';
import { IsSecret } from '../../http/secret-field.ts';
import {
  DESCRIPTION_BOUNDS,
  findDescriptionFault,
  NAME_MESSAGE,
  NAME_PATTERN,
} from '../../http/text-fields.ts';
import { FORMAT_NAME_PATTERN } from '../../wire/format-faults.ts';
import { WEBHOOK_MODES, type WebhookMode } from '../webhook-record.ts';
import { RateLimitBody } from './rate-limit.dto.ts';
import { RetryPolicyBody } from './retry-policy.dto.ts';
import { findMetadataFault, METADATA_KEYS_MAX } from './text-rules.ts';

const SUBSCRIPTIONS_MAX = 200;

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;

/**
 * What a caller decides about a webhook beside its URL (API.md "Webhooks"); null asks for the default. Custom headers,
 * the filter and the address of the URL are judged by the service, which knows more.
 */
export class WebhookFields {
  @ApiProperty({
    type: String,
    pattern: UID_PATTERN.source,
    not: { type: 'string', pattern: ID_BEGINNING.source },
    description: 'Your own name for it, accepted wherever its id is. Does not begin like an id.',
    example: 'billing',
  })
  @NullIsDefault()
  @Checked('isUid', findUidFault)
  uid?: string | null;

  @ApiProperty({ description: 'Default: the host of `url`.', example: 'Billing' })
  @NullIsDefault()
  @Matches(NAME_PATTERN, { message: NAME_MESSAGE })
  name?: string | null;

  @ApiProperty({ type: String, ...DESCRIPTION_BOUNDS, default: '' })
  @NullIsDefault()
  @IsString()
  @Checked('isDescription', findDescriptionFault)
  description?: string | null;

  @ApiProperty({
    ...TEXTS,
    maxProperties: METADATA_KEYS_MAX,
    description: 'Yours to use: up to 50 keys, 4 KiB in all.',
  })
  @NullIsDefault()
  @IsObject()
  @Checked('isMetadata', findMetadataFault)
  metadata?: Record<string, string> | null;

  @ApiProperty({
    description: 'Types: exact, `order.*` for all that begin so, or `*`; empty for all.',
    example: ['order.*'],
  })
  @NullIsDefault()
  @IsArray()
  @ArrayMaxSize(SUBSCRIPTIONS_MAX)
  @Matches(SUBSCRIPTION_PATTERN, {
    each: true,
    message: 'must be an event type, a prefix as in order.*, or *',
  })
  events?: string[] | null;

  @ApiProperty({
    additionalProperties: true,
    description: 'MongoDB operators over `type`, `data` and `tags`; see the guide on filters.',
    example: { 'data.country': { $in: ['de', 'at'] } },
  })
  @NullIsDefault()
  @IsObject()
  filter?: Filter | null;

  @ApiProperty({
    ...TEXTS,
    description: 'Sent with every request: up to 20, 8 KiB in all, none that framing or the format needs.',
    example: { 'X-Team': 'billing' },
  })
  @NullIsDefault()
  @IsObject()
  @Checked('isHeaders', findTextsFault)
  headers?: Record<string, string> | null;

  @IsSecret('Of the form that the format signs with; generated where none is given and the format needs one.')
  secret?: string;

  @ApiProperty({
    type: String,
    default: 'standard',
    description: 'How events become requests: the name of a built-in format, or of one of your own.',
  })
  @NullIsDefault()
  @Matches(FORMAT_NAME_PATTERN, { message: 'must be the name of a format' })
  format?: string | null;

  @NullIsDefault()
  @IsObject()
  @ValidateNested()
  @Type(() => RetryPolicyBody)
  retry?: RetryPolicyBody | null;

  @ApiProperty({
    default: 15_000,
    description: 'Of one attempt, from the name lookup to the end of the answer.',
  })
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

  @ApiProperty({ default: 64, description: 'Requests at once.' })
  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(1_000)
  max_in_flight?: number | null;

  @ApiProperty({
    enum: WEBHOOK_MODES,
    default: 'live',
    description: '`shadow` records what would be sent, and sends nothing; its deliveries end as `shadowed`.',
  })
  @NullIsDefault()
  @IsIn(WEBHOOK_MODES)
  mode?: WebhookMode | null;

  @ApiProperty({
    default: true,
    description: '`false` disables it: no new deliveries, and what waits is given up.',
  })
  @NullIsDefault()
  @IsBoolean()
  active?: boolean | null;
}
