import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { findUrlFault } from '../../domain/webhook-url.ts';
import { Checked } from '../../http/checked.ts';
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
}
