import { Module, type DynamicModule } from '@nestjs/common';
import { TenantsService } from './tenants.service.ts';

@Module({})
export class TenantsModule {
  static register(tenants: TenantsService): DynamicModule {
    return { module: TenantsModule, providers: [{ provide: TenantsService, useValue: tenants }] };
  }
}
