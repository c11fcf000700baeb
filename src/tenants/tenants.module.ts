import { Module, type DynamicModule } from '@nestjs/common';
import { TenantsController } from './tenants.controller.ts';
import { TenantsService } from './tenants.service.ts';

@Module({})
export class TenantsModule {
  static register(tenants: TenantsService): DynamicModule {
    return {
      module: TenantsModule,
      controllers: [TenantsController],
      providers: [{ provide: TenantsService, useValue: tenants }],
    };
  }
}
