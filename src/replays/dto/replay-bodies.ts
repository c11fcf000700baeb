import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, Matches, Max, Min, ValidateNested } from 'class-validator';
import { EVENT_TYPE_PATTERN } from '../../domain/matching.ts';
import { REPLAY_MODES, REPLAY_RATE_DEFAULT, REPLAY_RATE_MAX, type ReplayMode } from '../../domain/replays.ts';
import { TAG_MESSAGE, TAG_PATTERN } from '../../domain/tags.ts';
import { ID_OR_UID_PATTERN } from '../../domain/uid.ts';
import { IsIdOf, IsTime, MayBeAbsent } from '../../http/dto-fields.ts';
import { IsErrorTypeList, IsResponseStatusList } from '../../http/word-list.ts';

/** As the filters of GET /api/deliveries. */
export class ReplayFilterBody {
  @MayBeAbsent()
  @Matches(ID_OR_UID_PATTERN, { message: 'must be the id or uid of a webhook' })
  webhook_id?: string;

  @MayBeAbsent()
  @IsIdOf('event')
  event_id?: string;

  @MayBeAbsent()
  @Matches(EVENT_TYPE_PATTERN, { message: 'must be an event type' })
  event_type?: string;

  @MayBeAbsent()
  @IsErrorTypeList()
  error_type?: string;

  @MayBeAbsent()
  @IsResponseStatusList()
  response_status?: string;

  @MayBeAbsent()
  @Matches(TAG_PATTERN, { message: TAG_MESSAGE })
  tag?: string;

  @MayBeAbsent()
  @IsTime()
  created_after?: string;

  @MayBeAbsent()
  @IsTime()
  created_before?: string;
}

export class CreateReplayBody {
  @ApiProperty({
    description:
      'What is replayed; `{}` is all that the mode means. Of `missing` it narrows the events, and knows neither ' +
      '`error_type` nor `response_status`.',
    example: { created_after: '2026-01-31T00:00:00Z' },
  })
  @IsObject()
  @ValidateNested()
  @Type(() => ReplayFilterBody)
  filter!: ReplayFilterBody;

  @ApiProperty({
    enum: REPLAY_MODES,
    description:
      '`failed`: dead letters. `all`: whatever has ended. `missing`: what webhooks of now should have had and have no ' +
      'delivery of.',
    example: 'failed',
  })
  @IsIn(REPLAY_MODES)
  mode!: ReplayMode;

  @ApiProperty({ default: REPLAY_RATE_DEFAULT, description: 'Deliveries made due in a second.' })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(REPLAY_RATE_MAX)
  rate_per_second?: number;

  @ApiProperty({ default: false, description: 'Tells what would be replayed, and makes nothing.' })
  @MayBeAbsent()
  @IsBoolean()
  dry_run?: boolean;
}
