import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../auth/requires.decorator.ts';
import { Acting, type TenantContext } from '../../auth/tenant.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import { closeSignal } from '../../http/close-signal.ts';
import { markReplayed, RequestIdempotency } from '../../http/idempotency.ts';
import { TestSendLimitGuard } from '../../probe/test-send-limit.guard.ts';
import {
  CreateTaskflowWebhookBody,
  TestTaskflowWebhookBody,
  UpdateTaskflowWebhookBody,
} from './dto/taskflow-bodies.ts';
import { TaskflowDeliveriesQuery } from './dto/taskflow-deliveries-query.ts';
import {
  toTaskflowTest,
  toTaskflowWebhook,
  type TaskflowDeliveriesJson,
  type TaskflowTestJson,
  type TaskflowWebhookJson,
} from './taskflow-json.ts';
import { TaskflowService } from './taskflow.service.ts';

/** TaskFlow's paths, below `/taskflow` or at the root of a port of its own. */
@Controller('taskflow/api/webhooks')
export class TaskflowController {
  constructor(private readonly taskflow: TaskflowService) {}

  @Post()
  @Requires('manage')
  async create(
    @Acting() by: TenantContext,
    @Body() body: CreateTaskflowWebhookBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<TaskflowWebhookJson> {
    const { created, isReplayed } = await this.taskflow.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    return toTaskflowWebhook(created);
  }

  @Get()
  @Requires('read')
  async list(@Acting() by: TenantContext): Promise<TaskflowWebhookJson[]> {
    return (await this.taskflow.findAll(by)).map(toTaskflowWebhook);
  }

  @Get(':id')
  @Requires('read')
  async get(@Acting() by: TenantContext, @Param('id') id: string): Promise<TaskflowWebhookJson> {
    return toTaskflowWebhook(await this.taskflow.find(by, id));
  }

  @Patch(':id')
  @Requires('manage')
  async update(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Body() body: UpdateTaskflowWebhookBody,
  ): Promise<TaskflowWebhookJson> {
    return toTaskflowWebhook(await this.taskflow.update(by, id, body));
  }

  @Delete(':id')
  @Requires('manage')
  @HttpCode(204)
  async delete(@Acting() by: TenantContext, @Param('id') id: string): Promise<void> {
    await this.taskflow.delete(by, id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Requires('manage')
  @UseGuards(TestSendLimitGuard)
  async test(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Body() body: TestTaskflowWebhookBody,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<TaskflowTestJson> {
    return toTaskflowTest(await this.taskflow.test(by, id, body, closeSignal(response)));
  }

  @Get(':id/deliveries')
  @Requires('read')
  async listDeliveries(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Query() query: TaskflowDeliveriesQuery,
  ): Promise<TaskflowDeliveriesJson> {
    return await this.taskflow.findDeliveries(by, id, query);
  }
}
