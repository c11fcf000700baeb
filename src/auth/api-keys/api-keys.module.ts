import { Module, type DynamicModule } from '@nestjs/common';
import { ApiKeysController } from './api-keys.controller.ts';
import { ApiKeysService } from './api-keys.service.ts';

@Module({})
export class ApiKeysModule {
  static register(keys: ApiKeysService): DynamicModule {
    return {
      module: ApiKeysModule,
      controllers: [ApiKeysController],
      providers: [{ provide: ApiKeysService, useValue: keys }],
    };
  }
}
