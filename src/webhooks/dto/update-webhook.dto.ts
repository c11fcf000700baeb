import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { Checked } from '../../http/checked.ts';
import { findUrlFault, URL_PROPERTY } from './create-webhook.dto.ts';
import { WebhookFields } from './webhook-fields.ts';

/** What is absent stays as it is. */
export class UpdateWebhookBody extends WebhookFields {
  @ApiProperty(URL_PROPERTY)
  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url?: string;
}
