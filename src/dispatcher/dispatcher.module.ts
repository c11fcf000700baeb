import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { DISPATCHER_PARTS, type DispatcherParts } from './dispatcher-parts.ts';
import { Duties } from './duties.ts';
import { WorkerLifecycle } from './worker-lifecycle.ts';

/** Runs the engine inside Nest: its worker, and its duties on a schedule. */
@Module({})
export class DispatcherModule {
  static register(parts: DispatcherParts): DynamicModule {
    return {
      module: DispatcherModule,
      imports: [ScheduleModule.forRoot()],
      providers: [{ provide: DISPATCHER_PARTS, useValue: parts }, Duties, WorkerLifecycle],
    };
  }
}
