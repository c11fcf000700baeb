import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import {
  findSecretFault,
  SECRET_PATTERN,
  SIGNATURE_KINDS,
  type SignatureKind,
} from '../../domain/webhook-secrets.ts';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';

const OVERLAP_MAX_SECONDS = 604_800;

export class RotateSecretBody {
  @ApiProperty({ pattern: SECRET_PATTERN, description: 'Generated where none is given.' })
  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookSecret', findSecretFault)
  secret?: string;

  @ApiProperty({ description: 'What a secret is generated for. Default: what signs now.' })
  @MayBeAbsent()
  @IsIn(SIGNATURE_KINDS)
  signature?: SignatureKind;

  @ApiProperty({ default: 86_400, description: 'How long the present secret signs beside the new one.' })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(OVERLAP_MAX_SECONDS)
  overlap_seconds?: number;
}
