import { Module, type DynamicModule } from '@nestjs/common';
import { TestSendLimit } from '../../probe/test-send-limit.ts';
import { DialectDesk } from '../dialect-desk.ts';
import type { DialectParts } from '../dialect-parts.ts';
import { DialectWebhooks } from '../dialect-webhooks.repository.ts';
import { TaskflowController } from './taskflow.controller.ts';
import { TaskflowService } from './taskflow.service.ts';

@Module({})
export class TaskflowModule {
  static register(parts: DialectParts): DynamicModule {
    const { database, webhooks, deliveries, probe, testSendLimit, addressPolicy } = parts;
    const links = new DialectWebhooks(database.prisma, 'taskflow');
    const desk = new DialectDesk(webhooks, links, 'taskflow');
    const taskflow = new TaskflowService({ webhooks, links, desk, deliveries, probe, addressPolicy });
    return {
      module: TaskflowModule,
      controllers: [TaskflowController],
      providers: [
        { provide: TaskflowService, useValue: taskflow },
        { provide: TestSendLimit, useValue: testSendLimit },
      ],
    };
  }
}
