import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BearerAlways } from '../../auth/bearer-always.decorator.ts';
import { Requires } from '../../auth/requires.decorator.ts';
import { Acting, Tenant, type TenantContext } from '../../auth/tenant.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import { closeSignal } from '../../http/close-signal.ts';
import { markReplayed, RequestIdempotency } from '../../http/idempotency.ts';
import { TestSendLimitGuard } from '../../probe/test-send-limit.guard.ts';
import {
  CreateWorkflowWebhookBody,
  TestWorkflowUrlBody,
  UpdateWorkflowWebhookBody,
} from './dto/workflow-bodies.ts';
import {
  toCreatedWorkflowWebhook,
  toWorkflowTest,
  toWorkflowWebhook,
  type CreatedWorkflowWebhookJson,
  type WorkflowTestJson,
  type WorkflowWebhookJson,
} from './workflow-json.ts';
import { WorkflowService } from './workflow.service.ts';

/** The paths of the Workflow Orchestration API, below `/workflow` or at the root of a port of its own. */
@Controller('workflow/api/webhooks')
@BearerAlways()
export class WorkflowController {
  constructor(private readonly workflow: WorkflowService) {}

  @Post()
  @Requires('manage')
  async create(
    @Acting() by: TenantContext,
    @Body() body: CreateWorkflowWebhookBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<CreatedWorkflowWebhookJson> {
    const { created, secret, isReplayed } = await this.workflow.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    response.header('Cache-Control', 'no-store');
    return toCreatedWorkflowWebhook(created, secret);
  }

  @Post('test')
  @HttpCode(200)
  @Requires('manage')
  @UseGuards(TestSendLimitGuard)
  async test(
    @Tenant() tenantId: string,
    @Body() body: TestWorkflowUrlBody,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<WorkflowTestJson> {
    return toWorkflowTest(await this.workflow.test(tenantId, body, closeSignal(response)));
  }

  @Get()
  @Requires('read')
  async list(@Tenant() tenantId: string): Promise<WorkflowWebhookJson[]> {
    return (await this.workflow.findAll(tenantId)).map(toWorkflowWebhook);
  }

  @Get(':id')
  @Requires('read')
  async get(@Tenant() tenantId: string, @Param('id') id: string): Promise<WorkflowWebhookJson> {
    return toWorkflowWebhook(await this.workflow.find(tenantId, id));
  }

  @Put(':id')
  @Requires('manage')
  async update(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Body() body: UpdateWorkflowWebhookBody,
  ): Promise<WorkflowWebhookJson> {
    return toWorkflowWebhook(await this.workflow.update(by, id, body));
  }

  @Delete(':id')
  @Requires('manage')
  @HttpCode(204)
  async delete(@Acting() by: TenantContext, @Param('id') id: string): Promise<void> {
    await this.workflow.delete(by, id);
  }
}
