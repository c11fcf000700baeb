import { Module, type DynamicModule } from '@nestjs/common';
import type { Database } from '../database/database.ts';
import { AttemptsController } from './attempts.controller.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { DeliveryActionsController } from './delivery-actions.controller.ts';
import { DeliveriesOfController } from './deliveries-of.controller.ts';
import { DeliveryExports } from './delivery-exports.ts';
import { DeliveryViewsController } from './delivery-views.controller.ts';
import { AttemptStreams } from './stream/attempt-streams.ts';
import { StreamController } from './stream/stream.controller.ts';

@Module({})
export class DeliveriesModule {
  static register(
    deliveries: DeliveriesService,
    database: Pick<Database, 'apiPool' | 'clock'>,
  ): DynamicModule {
    return {
      module: DeliveriesModule,
      controllers: [
        DeliveryViewsController,
        DeliveryActionsController,
        DeliveriesOfController,
        AttemptsController,
        StreamController,
      ],
      providers: [
        { provide: DeliveriesService, useValue: deliveries },
        { provide: DeliveryExports, useValue: new DeliveryExports(deliveries) },
        { provide: AttemptStreams, useValue: new AttemptStreams(database, deliveries) },
      ],
    };
  }
}
