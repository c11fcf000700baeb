import { Module, type DynamicModule } from '@nestjs/common';
import { DeliveriesService } from './deliveries.service.ts';
import { DeliveryActionsController } from './delivery-actions.controller.ts';
import { DeliveriesOfController } from './deliveries-of.controller.ts';
import { DeliveryViewsController } from './delivery-views.controller.ts';

@Module({})
export class DeliveriesModule {
  static register(deliveries: DeliveriesService): DynamicModule {
    return {
      module: DeliveriesModule,
      controllers: [DeliveryViewsController, DeliveryActionsController, DeliveriesOfController],
      providers: [{ provide: DeliveriesService, useValue: deliveries }],
    };
  }
}
