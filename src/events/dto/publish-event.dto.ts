import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IDEMPOTENCY_KEY_MESSAGE, IDEMPOTENCY_KEY_PATTERN } from '../../domain/idempotency.ts';
import { TAG_MESSAGE, TAG_PATTERN, TAGS_MAX } from '../../domain/tags.ts';
import { IsTime, MayBeAbsent } from '../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../http/raw-text.ts';
import { IsEventType } from '../../http/event-type-field.ts';

const PRIORITY_MAX = 100;
const EXPIRES_AFTER_MAX_MS = 2_592_000_000;
export const BATCH_EVENTS_MAX = 1_000;

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
  @IsTime()
  @ApiProperty({ description: 'At most 30 days ahead; a time that has passed is at once.' })
  deliver_at?: string;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(EXPIRES_AFTER_MAX_MS)
  @ApiProperty({ description: 'From `deliver_at` on, or from the publish.' })
  expires_after_ms?: number;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @Matches(TAG_PATTERN, { each: true, message: TAG_MESSAGE })
  tags?: string[];

  @MayBeAbsent()
  @IsString()
  @ApiProperty({
    description:
      'The trace of the event itself (W3C Trace Context), before that of the request. What is malformed is passed over.',
  })
  traceparent?: string;

  @MayBeAbsent()
  @IsString()
  @ApiProperty({ description: 'Goes with `traceparent`, and is passed over without it.' })
  tracestate?: string;
}

export class PublishBatchBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(BATCH_EVENTS_MAX)
  @IsObject({ each: true, message: 'must hold JSON objects' })
  @ValidateNested({ each: true })
  @Type(() => PublishEventBody)
  events!: PublishEventBody[];
}
