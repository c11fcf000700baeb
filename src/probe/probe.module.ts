import { Module, type DynamicModule } from '@nestjs/common';
import { ProbeController } from './probe.controller.ts';
import { ProbeService } from './probe.service.ts';
import { TestSendLimit } from './test-send-limit.ts';

@Module({})
export class ProbeModule {
  static register(probe: ProbeService, limit: TestSendLimit): DynamicModule {
    return {
      module: ProbeModule,
      controllers: [ProbeController],
      providers: [
        { provide: ProbeService, useValue: probe },
        { provide: TestSendLimit, useValue: limit },
      ],
    };
  }
}
