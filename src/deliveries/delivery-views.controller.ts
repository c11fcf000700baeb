import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import { linkHeader, type Page } from '../http/pagination.ts';
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
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('prefer') prefer?: string,
  ): Promise<Page<DeliveryJson> & { total?: number }> {
    const page = await this.deliveries.list(tenantId, query);
    const link = linkHeader(request.originalUrl, page);
    if (link !== undefined) response.setHeader('Link', link);
    const json = { ...page, data: page.data.map(toDeliveryJson) };
    const total = parsePrefer(prefer).isCountExact ? await this.deliveries.count(tenantId, query) : null;
    return total === null ? json : { ...json, total };
  }

  @Get(':id')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
  ): Promise<DeliveryJson & { attempts: AttemptJson[] }> {
    const { delivery, attempts } = await this.deliveries.get(tenantId, id);
    return { ...toDeliveryJson(delivery), attempts: attempts.map(toAttemptJson) };
  }
}
