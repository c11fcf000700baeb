import { Module, type DynamicModule } from '@nestjs/common';
import { DeadLettersController } from './dead-letters.controller.ts';
import { DeadLettersService } from './dead-letters.service.ts';
import { ReplaysController } from './replays.controller.ts';
import { ReplaysService } from './replays.service.ts';

@Module({})
export class ReplaysModule {
  static register(replays: ReplaysService, deadLetters: DeadLettersService): DynamicModule {
    return {
      module: ReplaysModule,
      controllers: [ReplaysController, DeadLettersController],
      providers: [
        { provide: ReplaysService, useValue: replays },
        { provide: DeadLettersService, useValue: deadLetters },
      ],
    };
  }
}
