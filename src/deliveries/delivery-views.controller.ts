import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import { contentTag } from '../http/entity-tag.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { PageQuery } from '../http/pagination.ts';
import { parsePrefer } from '../http/prefer.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { toAttemptJson, toDeliveryJson, type AttemptJson, type DeliveryJson } from './delivery-json.ts';
import { ListDeliveriesQuery } from './dto/list-deliveries.dto.ts';

/** Reads alone, at both addresses. */
@Controller(['api/deliveries', 'deliveries'])
export class DeliveryViewsController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get()
  async list(
    @Tenant() tenantId: string,
    @Query() query: ListDeliveriesQuery,
    @Res({ passthrough: true }) response: Response,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<DeliveryJson>> {
    const page = await this.deliveries.list(tenantId, query);
    const total = parsePrefer(prefer).isCountExact ? await this.deliveries.count(tenantId, query) : null;
    return answerList(response, page, toDeliveryJson, total);
  }

  /** The list without a filter, for those who look for what has just happened. */
  @Get('recent')
  async listRecent(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ListJson<DeliveryJson>> {
    return answerList(response, await this.deliveries.list(tenantId, query), toDeliveryJson, null);
  }

  @Get(':id')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeliveryJson & { attempts: AttemptJson[] }> {
    const { delivery, attempts } = await this.deliveries.get(tenantId, id);
    const json = { ...toDeliveryJson(delivery), attempts: attempts.map(toAttemptJson) };
    response.setHeader('ETag', contentTag(JSON.stringify(json)));
    return json;
  }
}
