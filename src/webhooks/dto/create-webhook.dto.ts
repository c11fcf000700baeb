import { IsString } from 'class-validator';
import { findUrlFault } from '../../domain/webhook-url.ts';
import { Checked } from '../../http/checked.ts';
import { WebhookFields } from './webhook-fields.ts';

export class CreateWebhookBody extends WebhookFields {
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;
}
