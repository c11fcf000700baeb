import { Module, type DynamicModule } from '@nestjs/common';
import { WebhookActionsController } from './webhook-actions.controller.ts';
import { WebhookSecretsController } from './webhook-secrets.controller.ts';
import { WebhooksController } from './webhooks.controller.ts';
import { WebhooksService } from './webhooks.service.ts';

@Module({})
export class WebhooksModule {
  static register(webhooks: WebhooksService): DynamicModule {
    return {
      module: WebhooksModule,
      controllers: [WebhooksController, WebhookActionsController, WebhookSecretsController],
      providers: [{ provide: WebhooksService, useValue: webhooks }],
    };
  }
}
