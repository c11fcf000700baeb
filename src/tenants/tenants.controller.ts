import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { OutsideTenants } from '../auth/tenant.ts';
import type { Preconditions } from '../http/entity-tag.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { PageQuery, pageRequestOf } from '../http/pagination.ts';
import { RequestPreconditions } from '../http/preconditions.ts';
import { parsePrefer } from '../http/prefer.ts';
import { TenantBody } from './dto/tenant-body.ts';
import { showTenant, toTenantJson, type TenantJson } from './tenant-json.ts';
import { TenantsService } from './tenants.service.ts';

/** The tenants of an installation, for whoever administers it. */
@Controller('api/tenants')
@OutsideTenants()
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Post()
  async create(
    @Body() body: TenantBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TenantJson> {
    const json = showTenant(response, await this.tenants.create(body));
    response.setHeader('Location', `/api/tenants/${json.id}`);
    return json;
  }

  @Get()
  async list(
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: Response,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<TenantJson>> {
    const page = await this.tenants.list(pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.tenants.count() : null;
    return answerList(response, page, toTenantJson, total);
  }

  @Get(':id')
  async get(@Param('id') id: string, @Res({ passthrough: true }) response: Response): Promise<TenantJson> {
    return showTenant(response, await this.tenants.get(id));
  }

  @Patch(':id')
  async update(
    @Param('id') id: string,
    @Body() body: TenantBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TenantJson> {
    return showTenant(response, await this.tenants.update(id, body, preconditions));
  }
}
