import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { ID_OR_UID_PATTERN } from '../../domain/uid.ts';
import { IsTime, MayBeAbsent } from '../../http/dto-fields.ts';

export class PurgeDeadLettersQuery {
  @ApiProperty({ description: 'Goes what was given up before this time.' })
  @IsTime()
  older_than!: string;

  @MayBeAbsent()
  @Matches(ID_OR_UID_PATTERN, { message: 'must be the id or uid of a webhook' })
  webhook_id?: string;
}
