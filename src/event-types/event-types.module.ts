import { Module, type DynamicModule } from '@nestjs/common';
import { EventTypesController } from './event-types.controller.ts';
import { EventTypesService } from './event-types.service.ts';

@Module({})
export class EventTypesModule {
  static register(eventTypes: EventTypesService): DynamicModule {
    return {
      module: EventTypesModule,
      controllers: [EventTypesController],
      providers: [{ provide: EventTypesService, useValue: eventTypes }],
    };
  }
}
