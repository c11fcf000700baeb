import { Module, type DynamicModule } from '@nestjs/common';
import { SessionsController } from './sessions.controller.ts';
import { SessionsService } from './sessions.service.ts';

@Module({})
export class SessionsModule {
  static register(sessions: SessionsService): DynamicModule {
    return {
      module: SessionsModule,
      controllers: [SessionsController],
      providers: [{ provide: SessionsService, useValue: sessions }],
    };
  }
}
