import { Module, type DynamicModule } from '@nestjs/common';
import { HealthService } from '../../operations/health.service.ts';
import { TestSendLimit } from '../../probe/test-send-limit.ts';
import type { DialectParts } from '../dialect-parts.ts';
import { EmpMonitoringController } from './emp-monitoring.controller.ts';
import { EmpServiceController } from './emp-service.controller.ts';
import { EmpWebhooksController } from './emp-webhooks.controller.ts';
import { EmpService } from './emp.service.ts';

@Module({})
export class EmpModule {
  static register(parts: DialectParts): DynamicModule {
    return {
      module: EmpModule,
      controllers: [EmpServiceController, EmpWebhooksController, EmpMonitoringController],
      providers: [
        { provide: EmpService, useValue: new EmpService(parts) },
        { provide: HealthService, useValue: parts.health },
        { provide: TestSendLimit, useValue: parts.testSendLimit },
      ],
    };
  }
}
