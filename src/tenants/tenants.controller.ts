import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { OutsideTenants, Sender } from '../auth/tenant.ts';
import type { AuditOrigin } from '../domain/audit/actor.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Preconditions } from '../http/entity-tag.ts';
import { markReplayed, RequestIdempotency } from '../http/idempotency.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import {
  ApiChangePreconditions,
  ApiIdempotencyKey,
  ApiNotModified,
  ApiReadPrecondition,
  ETAG,
  LOCATION,
  REPLAYED,
} from '../http/openapi/api-headers.ts';
import { ApiListOf } from '../http/openapi/api-list.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { PageQuery, pageRequestOf } from '../http/pagination.ts';
import { RequestPreconditions } from '../http/preconditions.ts';
import { parsePrefer } from '../http/prefer.ts';
import { TenantBody } from './dto/tenant-body.ts';
import { TenantJson, TenantUsageJson } from './tenant-answers.ts';
import { CREATE_EXAMPLES, UPDATE_EXAMPLES } from './tenant-examples.ts';
import { showTenant, toTenantJson } from './tenant-json.ts';
import { toUsageJson } from './tenant-usage.ts';
import { TenantsService } from './tenants.service.ts';

/** The tenants of an installation, for whoever administers it. */
@ApiTags('Tenants')
@Controller('api/tenants')
@OutsideTenants()
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Post()
  @Requires('admin')
  @ApiOperation({
    operationId: 'createTenant',
    summary: 'Make a tenant',
    description: 'Nothing is required.',
  })
  @ApiIdempotencyKey()
  @ApiBody({ type: TenantBody, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: TenantJson, headers: { ...ETAG, ...LOCATION, ...REPLAYED } })
  @ApiProblems('conflict')
  async create(
    @Sender() by: AuditOrigin,
    @Body() body: TenantBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<TenantJson> {
    const { resource, isReplayed } = await this.tenants.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    const json = showTenant(response, resource);
    response.header('Location', `/api/tenants/${json.id}`);
    return json;
  }

  @Get()
  @Requires('read')
  @ApiOperation({ operationId: 'listTenants', summary: 'List tenants' })
  @ApiListOf(TenantJson)
  async list(
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<TenantJson>> {
    const page = await this.tenants.list(pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.tenants.count() : null;
    return answerList(response, page, toTenantJson, total);
  }

  @Get(':id')
  @Requires('read')
  @ApiOperation({ operationId: 'getTenant', summary: 'Show a tenant' })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: TenantJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<TenantJson> {
    return showTenant(response, await this.tenants.get(id));
  }

  @Get(':id/usage')
  @Requires('read')
  @ApiOperation({
    operationId: 'getTenantUsage',
    summary: 'Show what a tenant has of its quotas',
    description: 'Counted now, from what is there; with many live deliveries that takes a while.',
  })
  @ApiOkResponse({ type: TenantUsageJson })
  @ApiProblems('not_found')
  async usage(@Param('id') id: string): Promise<TenantUsageJson> {
    return toUsageJson(await this.tenants.measureUsage(id));
  }

  @Patch(':id')
  @Requires('admin')
  @ApiOperation({
    operationId: 'updateTenant',
    summary: 'Change a tenant',
    description: 'Changes what is sent and leaves the rest; null asks for the default.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: TenantBody, examples: UPDATE_EXAMPLES })
  @ApiOkResponse({ type: TenantJson, headers: ETAG })
  @ApiProblems('not_found', 'conflict', 'precondition_failed')
  async update(
    @Sender() by: AuditOrigin,
    @Param('id') id: string,
    @Body() body: TenantBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<TenantJson> {
    return showTenant(response, await this.tenants.update(by, id, body, preconditions));
  }
}
