import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { ApiListOf } from '../http/openapi/api-list.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { parsePrefer } from '../http/prefer.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { DeliveryJson } from './delivery-answers.ts';
import { toDeliveryJson } from './delivery-json.ts';
import {
  ListDeliveriesOfEventQuery,
  ListDeliveriesOfWebhookQuery,
  type ListDeliveriesQuery,
} from './dto/list-deliveries.dto.ts';

/** The list of deliveries below what they belong to. */
@ApiTags('Deliveries')
@Controller('api')
@Requires('read')
export class DeliveriesOfController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get('events/:id/deliveries')
  @ApiOperation({ operationId: 'listDeliveriesOfEvent', summary: 'List what became of an event' })
  @ApiListOf(DeliveryJson)
  @ApiProblems('not_found')
  async listOfEvent(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Query() query: ListDeliveriesOfEventQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<DeliveryJson>> {
    return await this.answer(tenantId, Object.assign(query, { event_id: id }), response, prefer);
  }

  @Get('webhooks/:id/deliveries')
  @ApiOperation({ operationId: 'listDeliveriesOfWebhook', summary: 'List the deliveries of a webhook' })
  @ApiListOf(DeliveryJson)
  @ApiProblems('not_found')
  async listOfWebhook(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Query() query: ListDeliveriesOfWebhookQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<DeliveryJson>> {
    return await this.answer(tenantId, Object.assign(query, { webhook_id: id }), response, prefer);
  }

  private async answer(
    tenantId: string,
    query: ListDeliveriesQuery,
    response: FastifyReply,
    prefer: string | undefined,
  ): Promise<ListJson<DeliveryJson>> {
    const page = await this.deliveries.list(tenantId, query);
    const total = parsePrefer(prefer).isCountExact ? await this.deliveries.count(tenantId, query) : null;
    return answerList(response, page, toDeliveryJson, total);
  }
}
