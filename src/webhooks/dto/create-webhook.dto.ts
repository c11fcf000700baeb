import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';
import { SIGNATURE_KINDS, type SignatureKind } from '../../domain/webhook-secrets.ts';
import { findUrlFault } from '../../domain/webhook-url.ts';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { WebhookFields } from './webhook-fields.ts';

export const URL_PROPERTY = {
  format: 'uri',
  maxLength: 2_048,
  description: 'http or https, without userinfo.',
  example: 'https://hooks.example.com/posthorn',
};

export class CreateWebhookBody extends WebhookFields {
  @ApiProperty(URL_PROPERTY)
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;

  @ApiProperty({
    default: 'hmac-sha256',
    description: 'What a secret is generated for; the secret decides where one is given or there.',
  })
  @MayBeAbsent()
  @IsIn(SIGNATURE_KINDS)
  signature?: SignatureKind;
}
