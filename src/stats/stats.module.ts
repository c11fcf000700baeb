import { Module, type DynamicModule } from '@nestjs/common';
import { StatsController } from './stats.controller.ts';
import { StatsService } from './stats.service.ts';

@Module({})
export class StatsModule {
  static register(stats: StatsService): DynamicModule {
    return {
      module: StatsModule,
      controllers: [StatsController],
      providers: [{ provide: StatsService, useValue: stats }],
    };
  }
}
