import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { EVENT_TYPE_PATTERN, RESERVED_TYPE_PREFIX } from '../../domain/matching.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../http/raw-text.ts';
import { parseTime } from '../rfc3339.ts';

const TAGS_MAX = 20;
const PRIORITY_MAX = 100;
const EXPIRES_AFTER_MAX_MS = 2_592_000_000;
const BATCH_EVENTS_MAX = 1_000;

/** Neither control characters nor halves of a character, so that Postgres keeps it and a log can show it. */
const TAG_PATTERN = /^[^\p{Cc}\p{Cs}]{1,128}$/u;
export const IDEMPOTENCY_KEY_PATTERN = /^[^\p{Cc}\p{Cs}]{1,256}$/u;
export const IDEMPOTENCY_KEY_MESSAGE = 'must be 1 to 256 printable characters';

function IsEventType(): PropertyDecorator {
  return ValidateBy({
    name: 'isEventType',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        EVENT_TYPE_PATTERN.test(value) &&
        !value.startsWith(RESERVED_TYPE_PREFIX),
      defaultMessage: () =>
        `must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -, and not begin with ${RESERVED_TYPE_PREFIX}`,
    },
  });
}

function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && parseTime(value) !== null,
      defaultMessage: () => 'must be an RFC 3339 time such as 2026-01-31T12:00:00Z',
    },
  });
}

/** API.md "Events". */
export class PublishEventBody {
  @IsEventType()
  type!: string;

  @IsRawJsonObject()
  data!: RawJson;

  @MayBeAbsent()
  @Matches(IDEMPOTENCY_KEY_PATTERN, { message: IDEMPOTENCY_KEY_MESSAGE })
  idempotency_key?: string;

  @MayBeAbsent()
  @IsTime()
  occurred_at?: string;

  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(PRIORITY_MAX)
  priority?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(EXPIRES_AFTER_MAX_MS)
  expires_after_ms?: number;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @Matches(TAG_PATTERN, { each: true, message: 'must be 1 to 128 printable characters' })
  tags?: string[];
}

export class PublishBatchBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(BATCH_EVENTS_MAX)
  @ValidateNested({ each: true })
  @Type(() => PublishEventBody)
  events!: PublishEventBody[];
}
