import { IsString } from 'class-validator';
import { findUrlFault } from '../../domain/webhook-url.ts';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { WebhookFields } from './webhook-fields.ts';

/** What is absent stays as it is. */
export class UpdateWebhookBody extends WebhookFields {
  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url?: string;
}
