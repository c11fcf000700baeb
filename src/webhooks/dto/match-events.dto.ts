import { PickType } from '@nestjs/swagger';
import { WebhookFields } from './webhook-fields.ts';

/** What decides which events a webhook gets, of one that need not be there. */
export class MatchEventsBody extends PickType(WebhookFields, ['events', 'filter'] as const) {}
