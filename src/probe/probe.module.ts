import { Module, type DynamicModule } from '@nestjs/common';
import { ProbeController } from './probe.controller.ts';
import { ProbeService } from './probe.service.ts';
import { SignatureCheckController } from './signature-check.controller.ts';
import { SignatureCheckService } from './signature-check.service.ts';
import { TestSendLimit } from './test-send-limit.ts';

@Module({})
export class ProbeModule {
  static register(probe: ProbeService, limit: TestSendLimit, checks: SignatureCheckService): DynamicModule {
    return {
      module: ProbeModule,
      controllers: [ProbeController, SignatureCheckController],
      providers: [
        { provide: ProbeService, useValue: probe },
        { provide: TestSendLimit, useValue: limit },
        { provide: SignatureCheckService, useValue: checks },
      ],
    };
  }
}
