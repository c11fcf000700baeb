import { Module, type DynamicModule } from '@nestjs/common';
import { DocsController } from './docs.controller.ts';
import { HealthController } from './health.controller.ts';
import { HealthService } from './health.service.ts';
import { MetricsController } from './metrics.controller.ts';
import { Metrics } from './metrics/metrics.ts';
import { OpenApiController } from './openapi.controller.ts';

/** What those who run Posthorn look at. */
@Module({})
export class OperationsModule {
  static register(health: HealthService, metrics: Metrics): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [HealthController, MetricsController, OpenApiController, DocsController],
      providers: [
        { provide: HealthService, useValue: health },
        { provide: Metrics, useValue: metrics },
      ],
    };
  }
}
