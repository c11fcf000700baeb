import { Module, type DynamicModule } from '@nestjs/common';
import { DocsController } from './docs.controller.ts';
import { HealthController } from './health.controller.ts';
import { HealthService } from './health.service.ts';
import { OpenApiController } from './openapi.controller.ts';

/** What those who run Posthorn look at. */
@Module({})
export class OperationsModule {
  static register(health: HealthService): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [HealthController, OpenApiController, DocsController],
      providers: [{ provide: HealthService, useValue: health }],
    };
  }
}
