import { Module, type DynamicModule } from '@nestjs/common';
import { WebhooksController } from './webhooks.controller.ts';
import { WebhooksService } from './webhooks.service.ts';

@Module({})
export class WebhooksModule {
  static register(webhooks: WebhooksService): DynamicModule {
    return {
      module: WebhooksModule,
      controllers: [WebhooksController],
      providers: [{ provide: WebhooksService, useValue: webhooks }],
    };
  }
}
