import { Module, type DynamicModule } from '@nestjs/common';
import { EventExplainer } from './event-explainer.ts';
import { EventsController } from './events.controller.ts';
import { EventsService } from './events.service.ts';

@Module({})
export class EventsModule {
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
}
