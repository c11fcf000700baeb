import { Module, type DynamicModule } from '@nestjs/common';
import { TestSendLimit } from '../../probe/test-send-limit.ts';
import { DialectDesk } from '../dialect-desk.ts';
import type { DialectParts } from '../dialect-parts.ts';
import { DialectWebhooks } from '../dialect-webhooks.repository.ts';
import { WorkflowController } from './workflow.controller.ts';
import { WorkflowService } from './workflow.service.ts';

@Module({})
export class WorkflowModule {
  static register({ database, webhooks, probe, testSendLimit }: DialectParts): DynamicModule {
    const links = new DialectWebhooks(database.prisma, 'workflow');
    const desk = new DialectDesk(webhooks, links, 'workflow');
    return {
      module: WorkflowModule,
      controllers: [WorkflowController],
      providers: [
        { provide: WorkflowService, useValue: new WorkflowService({ webhooks, links, desk, probe }) },
        { provide: TestSendLimit, useValue: testSendLimit },
      ],
    };
  }
}
