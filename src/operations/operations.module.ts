import { Module, type DynamicModule } from '@nestjs/common';
import { HealthController } from './health.controller.ts';
import { HealthService } from './health.service.ts';

/** What those who run Posthorn look at. */
@Module({})
export class OperationsModule {
  static register(health: HealthService): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [HealthController],
      providers: [{ provide: HealthService, useValue: health }],
    };
  }
}
