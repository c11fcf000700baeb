import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { SIGNATURE_KINDS, type SignatureKind } from '../../domain/webhook-secrets.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { IsSecret } from '../../http/secret-field.ts';

const OVERLAP_MAX_SECONDS = 604_800;

export class RotateSecretBody {
  @IsSecret('Of the form that the webhook’s format signs with; generated where none is given.')
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
