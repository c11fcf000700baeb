import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { answerList, type ListJson } from '../../http/list-answer.ts';
import { ApiListOf } from '../../http/openapi/api-list.ts';
import { parsePrefer } from '../../http/prefer.ts';
import { Requires } from '../requires.decorator.ts';
import { OutsideTenants, Tenant } from '../tenant.ts';
import { AuditRowJson } from './audit-answers.ts';
import { toAuditJson } from './audit-json.ts';
import { ListAuditQuery } from './audit-query.ts';
import { AuditService } from './audit.service.ts';

/** Who changed what: a tenant's own log, and that of the installation. */
@ApiTags('Audit')
@Controller('api/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Requires('read')
  @ApiOperation({
    operationId: 'listAudit',
    summary: 'List the changes of a tenant',
    description: 'Who changed what of the tenant, or looked at its secrets. Rows are never changed.',
  })
  @ApiListOf(AuditRowJson)
  async list(
    @Tenant() tenantId: string,
    @Query() query: ListAuditQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<AuditRowJson>> {
    return await this.answer(tenantId, query, response, prefer);
  }

  @Get('installation')
  @Requires('admin')
  @OutsideTenants()
  @ApiOperation({
    operationId: 'listInstallationAudit',
    summary: 'List the changes of the installation',
    description: 'Those of every tenant, and those of none, such as keys that reach them all.',
  })
  @ApiListOf(AuditRowJson)
  async listInstallation(
    @Query() query: ListAuditQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<AuditRowJson>> {
    return await this.answer(null, query, response, prefer);
  }

  private async answer(
    tenantId: string | null,
    query: ListAuditQuery,
    response: FastifyReply,
    prefer: string | undefined,
  ): Promise<ListJson<AuditRowJson>> {
    const page = await this.audit.list(tenantId, query);
    const total = parsePrefer(prefer).isCountExact ? await this.audit.count(tenantId, query) : null;
    return answerList(response, page, toAuditJson, total);
  }
}
