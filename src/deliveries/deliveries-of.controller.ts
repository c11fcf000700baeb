import { Controller, Get, Headers, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { exportTypeOf } from '../http/export-type.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { ApiListOf } from '../http/openapi/api-list.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { parsePrefer } from '../http/prefer.ts';
import { ApiExport, EXPORT_SENTENCE } from './api-export.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { DeliveryJson } from './delivery-answers.ts';
import { DeliveryExports } from './delivery-exports.ts';
import { toDeliveryJson } from './delivery-json.ts';
import {
  ListDeliveriesOfEventQuery,
  ListDeliveriesOfWebhookQuery,
  type ListDeliveriesQuery,
} from './dto/list-deliveries.dto.ts';

type ListHeaders = Readonly<Partial<Record<'prefer' | 'accept', string>>>;

/** The list of deliveries below what they belong to. */
@ApiTags('Deliveries')
@Controller('api')
@Requires('read')
export class DeliveriesOfController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly exports: DeliveryExports,
  ) {}

  @Get('events/:id/deliveries')
  @ApiOperation({
    operationId: 'listDeliveriesOfEvent',
    summary: 'List what became of an event',
    description: EXPORT_SENTENCE,
  })
  @ApiListOf(DeliveryJson)
  @ApiExport()
  @ApiProblems('not_found')
  async listOfEvent(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Query() query: ListDeliveriesOfEventQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers() headers: ListHeaders,
  ): Promise<ListJson<DeliveryJson> | StreamableFile> {
    return await this.answer(tenantId, Object.assign(query, { event_id: id }), response, headers);
  }

  @Get('webhooks/:id/deliveries')
  @ApiOperation({
    operationId: 'listDeliveriesOfWebhook',
    summary: 'List the deliveries of a webhook',
    description: EXPORT_SENTENCE,
  })
  @ApiListOf(DeliveryJson)
  @ApiExport()
  @ApiProblems('not_found')
  async listOfWebhook(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Query() query: ListDeliveriesOfWebhookQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers() headers: ListHeaders,
  ): Promise<ListJson<DeliveryJson> | StreamableFile> {
    return await this.answer(tenantId, Object.assign(query, { webhook_id: id }), response, headers);
  }

  private async answer(
    tenantId: string,
    query: ListDeliveriesQuery,
    response: FastifyReply,
    { prefer, accept }: ListHeaders,
  ): Promise<ListJson<DeliveryJson> | StreamableFile> {
    const exportType = exportTypeOf(accept);
    if (exportType !== null) return await this.exports.answer(tenantId, query, exportType, response);
    const page = await this.deliveries.list(tenantId, query);
    const total = parsePrefer(prefer).isCountExact ? await this.deliveries.count(tenantId, query) : null;
    return answerList(response, page, toDeliveryJson, total);
  }
}
