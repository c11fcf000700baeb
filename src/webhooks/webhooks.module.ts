import { Module, type DynamicModule } from '@nestjs/common';
import { EventMatchesController } from './event-matches.controller.ts';
import { EventMatches } from './event-matches.ts';
import { WebhookActionsController } from './webhook-actions.controller.ts';
import { WebhookSecretsController } from './webhook-secrets.controller.ts';
import { WebhooksController } from './webhooks.controller.ts';
import { WebhooksService } from './webhooks.service.ts';

@Module({})
export class WebhooksModule {
  static register(webhooks: WebhooksService, matches: EventMatches): DynamicModule {
    return {
      module: WebhooksModule,
      controllers: [
        EventMatchesController,
        WebhooksController,
        WebhookActionsController,
        WebhookSecretsController,
      ],
      providers: [
        { provide: WebhooksService, useValue: webhooks },
        { provide: EventMatches, useValue: matches },
      ],
    };
  }
}
