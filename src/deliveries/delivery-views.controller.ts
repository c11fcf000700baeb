import { Controller, Get, Headers, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { contentTag } from '../http/entity-tag.ts';
import { exportTypeOf } from '../http/export-type.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { ApiNotModified, ApiReadPrecondition, ETAG } from '../http/openapi/api-headers.ts';
import { ApiListOf, ApiPageOf } from '../http/openapi/api-list.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { PageQuery } from '../http/pagination.ts';
import { parsePrefer } from '../http/prefer.ts';
import { ApiExport, EXPORT_SENTENCE } from './api-export.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { DeliveryJson, DeliveryWithAttemptsJson } from './delivery-answers.ts';
import { DeliveryExports } from './delivery-exports.ts';
import { toAttemptJson, toDeliveryJson } from './delivery-json.ts';
import { ListDeliveriesQuery } from './dto/list-deliveries.dto.ts';

/** Reads alone, at both addresses. */
@ApiTags('Deliveries')
@Controller(['api/deliveries', 'deliveries'])
@Requires('read')
export class DeliveryViewsController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly exports: DeliveryExports,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listDeliveries',
    summary: 'List deliveries',
    description: `Filters without an index read at most 20,000 rows a page and may answer short, with \`has_more\`. ${EXPORT_SENTENCE}`,
  })
  @ApiListOf(DeliveryJson)
  @ApiExport()
  @ApiProblems('not_found')
  async list(
    @Tenant() tenantId: string,
    @Query() query: ListDeliveriesQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
    @Headers('accept') accept?: string,
  ): Promise<ListJson<DeliveryJson> | StreamableFile> {
    const exportType = exportTypeOf(accept);
    if (exportType !== null) return await this.exports.answer(tenantId, query, exportType, response);
    const page = await this.deliveries.list(tenantId, query);
    const total = parsePrefer(prefer).isCountExact ? await this.deliveries.count(tenantId, query) : null;
    return answerList(response, page, toDeliveryJson, total);
  }

  /** The list without a filter, for those who look for what has just happened. */
  @Get('recent')
  @ApiOperation({ operationId: 'listRecentDeliveries', summary: 'List the newest deliveries' })
  @ApiPageOf(DeliveryJson)
  async listRecent(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<ListJson<DeliveryJson>> {
    return answerList(response, await this.deliveries.list(tenantId, query), toDeliveryJson, null);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getDelivery', summary: 'Show a delivery and its attempts' })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: DeliveryWithAttemptsJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<DeliveryWithAttemptsJson> {
    const { delivery, attempts } = await this.deliveries.get(tenantId, id);
    const json = { ...toDeliveryJson(delivery), attempts: attempts.map(toAttemptJson) };
    response.header('ETag', contentTag(JSON.stringify(json)));
    return json;
  }
}
