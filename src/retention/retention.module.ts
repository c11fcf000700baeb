import { Module, type DynamicModule } from '@nestjs/common';
import { RetentionController } from './retention.controller.ts';
import { RetentionService } from './retention.service.ts';

@Module({})
export class RetentionModule {
  static register(retention: RetentionService): DynamicModule {
    return {
      module: RetentionModule,
      controllers: [RetentionController],
      providers: [{ provide: RetentionService, useValue: retention }],
    };
  }
}
