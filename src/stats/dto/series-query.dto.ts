import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { ID_OR_UID_PATTERN } from '../../domain/uid.ts';
import { IsTime, MayBeAbsent } from '../../http/dto-fields.ts';
import { INTERVAL_DEFAULT, INTERVALS, type Interval } from '../intervals.ts';

/** Which attempts a series counts: those that were answered from `created_after` on and before `created_before`. */
export class SeriesQuery {
  @ApiProperty({ enum: INTERVALS, default: INTERVAL_DEFAULT })
  @MayBeAbsent()
  @IsIn(INTERVALS)
  interval?: Interval;

  @MayBeAbsent()
  @IsTime()
  created_after?: string;

  @MayBeAbsent()
  @IsTime()
  created_before?: string;

  @MayBeAbsent()
  @Matches(ID_OR_UID_PATTERN, { message: 'must be the id or uid of a webhook' })
  webhook_id?: string;

  @MayBeAbsent()
  @IsString()
  @MaxLength(256)
  event_type?: string;
}
