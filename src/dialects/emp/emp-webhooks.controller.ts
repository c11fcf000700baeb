import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../auth/requires.decorator.ts';
import { Acting, Tenant, type TenantContext } from '../../auth/tenant.ts';
import type { Idempotency } from '../../domain/idempotency.ts';
import { closeSignal } from '../../http/close-signal.ts';
import { markReplayed, RequestIdempotency } from '../../http/idempotency.ts';
import { answerList } from '../../http/list-answer.ts';
import { PageQuery } from '../../http/pagination.ts';
import { TestSendLimitGuard } from '../../probe/test-send-limit.guard.ts';
import { CreateEmpWebhookBody, UpdateEmpWebhookBody } from './dto/emp-webhook.dto.ts';
import { answer, failedAnswer, type EmpAnswer } from './emp-answers.ts';
import type { EmpDeliveryJson } from './emp-deliveries.ts';
import type { EmpStatsJson } from './emp-stats.ts';
import type { EmpTestSendJson } from './emp-test-send.ts';
import type { EmpWebhookDetailsJson, EmpWebhookJson } from './emp-webhooks.ts';
import { EmpService } from './emp.service.ts';

/** "Webhook Management" and "Monitoring" of one webhook. */
@Controller(['emp/api/webhooks', 'emp/webhooks'])
export class EmpWebhooksController {
  constructor(private readonly emp: EmpService) {}

  @Post()
  @Requires('manage')
  async create(
    @Acting() by: TenantContext,
    @Body() body: CreateEmpWebhookBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EmpAnswer<EmpWebhookJson>> {
    const { webhook, isReplayed } = await this.emp.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    return answer(webhook);
  }

  @Get()
  @Requires('read')
  async list(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EmpAnswer<readonly EmpWebhookDetailsJson[]>> {
    const page = await this.emp.list(tenantId, query);
    return answer(answerList(response, page, (webhook) => webhook, null).data);
  }

  @Get(':id')
  @Requires('read')
  async get(@Tenant() tenantId: string, @Param('id') id: string): Promise<EmpAnswer<EmpWebhookDetailsJson>> {
    return answer(await this.emp.get(tenantId, id));
  }

  @Put(':id')
  @Requires('manage')
  async update(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Body() body: UpdateEmpWebhookBody,
  ): Promise<EmpAnswer<EmpWebhookDetailsJson>> {
    return answer(await this.emp.update(by, id, body));
  }

  @Delete(':id')
  @Requires('manage')
  async delete(
    @Acting() by: TenantContext,
    @Param('id') id: string,
  ): Promise<EmpAnswer<{ readonly id: string }>> {
    return answer({ id: await this.emp.delete(by, id) });
  }

  /** Answers 200 whatever the receiver said: `success` tells. */
  @Post(':id/test')
  @HttpCode(200)
  @UseGuards(TestSendLimitGuard)
  @Requires('manage')
  async test(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EmpAnswer<EmpTestSendJson>> {
    const { sent, fault } = await this.emp.test(tenantId, id, closeSignal(response));
    return fault === null ? answer(sent) : failedAnswer(fault, sent);
  }

  @Get(':id/stats')
  @Requires('read')
  async getStats(@Tenant() tenantId: string, @Param('id') id: string): Promise<EmpAnswer<EmpStatsJson>> {
    return answer(await this.emp.statsOf(tenantId, id));
  }

  @Get(':id/deliveries')
  @Requires('read')
  async listDeliveries(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EmpAnswer<readonly EmpDeliveryJson[]>> {
    const page = await this.emp.listDeliveries(tenantId, id, query);
    return answer(answerList(response, page, (delivery) => delivery, null).data);
  }
}
