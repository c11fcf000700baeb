import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { parseWebhookUrl } from '../../domain/webhook-url.ts';
import { Checked } from '../../http/checked.ts';
import { WebhookFields } from './webhook-fields.ts';

export const URL_PROPERTY = {
  format: 'uri',
  maxLength: 2_048,
  description: 'http or https, without userinfo.',
  example: 'https://hooks.example.com/posthorn',
};

export const findUrlFault = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const parsed = parseWebhookUrl(value);
  return 'fault' in parsed ? parsed.fault : undefined;
};

export class CreateWebhookBody extends WebhookFields {
  @ApiProperty(URL_PROPERTY)
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;
}
