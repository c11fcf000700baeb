import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Max, Min } from 'class-validator';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { Checked } from '../../http/checked.ts';
import { findSecretFault, SECRET_PATTERN } from './webhook-fields.ts';

const OVERLAP_MAX_SECONDS = 604_800;

export class RotateSecretBody {
  @ApiProperty({ pattern: SECRET_PATTERN, description: 'Generated where none is given.' })
  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookSecret', findSecretFault)
  secret?: string;

  @ApiProperty({ default: 86_400, description: 'How long the present secret signs beside the new one.' })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(OVERLAP_MAX_SECONDS)
  overlap_seconds?: number;
}
