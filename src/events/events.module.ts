import {
  Module,
  RequestMethod,
  type DynamicModule,
  type MiddlewareConsumer,
  type NestModule,
} from '@nestjs/common';
import { readCloudEvent, readCloudEventBatch } from './cloud-events.ts';
import { EventExplainer } from './event-explainer.ts';
import { EventsController } from './events.controller.ts';
import { EventsService } from './events.service.ts';

@Module({})
export class EventsModule implements NestModule {
  static register(events: EventsService, explainer: EventExplainer): DynamicModule {
    return {
      module: EventsModule,
      controllers: [EventsController],
      providers: [
        { provide: EventsService, useValue: events },
        { provide: EventExplainer, useValue: explainer },
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    const { POST } = RequestMethod;
    consumer.apply(readCloudEvent).forRoutes({ path: 'api/events', method: POST });
    consumer.apply(readCloudEventBatch).forRoutes({ path: 'api/events/batch', method: POST });
  }
}
