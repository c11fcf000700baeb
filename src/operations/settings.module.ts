import { Module, type DynamicModule } from '@nestjs/common';
import { SettingsReport } from './settings-report.ts';
import { SettingsController } from './settings.controller.ts';

/** Apart from the others of its folder: a worker serves no operation that asks who its caller is. */
@Module({})
export class SettingsModule {
  static register(report: SettingsReport): DynamicModule {
    return {
      module: SettingsModule,
      controllers: [SettingsController],
      providers: [{ provide: SettingsReport, useValue: report }],
    };
  }
}
