import { IsString } from 'class-validator';
import { parseWebhookUrl } from '../../domain/webhook-url.ts';
import { Checked } from '../../http/checked.ts';
import { WebhookFields } from './webhook-fields.ts';

export const findUrlFault = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const parsed = parseWebhookUrl(value);
  return 'fault' in parsed ? parsed.fault : undefined;
};

export class CreateWebhookBody extends WebhookFields {
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;
}
