import { Module, type DynamicModule } from '@nestjs/common';
import { ConsoleController } from './console.controller.ts';

/** Serves the console's page and its files. */
@Module({})
export class ConsoleModule {
  static register(): DynamicModule {
    return { module: ConsoleModule, controllers: [ConsoleController] };
  }
}
