import { IsInt, IsString, Max, Min } from 'class-validator';
import { findSecretFault } from '../../domain/webhook-secrets.ts';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';

const OVERLAP_MAX_SECONDS = 604_800;

export class RotateSecretBody {
  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookSecret', findSecretFault)
  secret?: string;

  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(OVERLAP_MAX_SECONDS)
  overlap_seconds?: number;
}
