import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { contentTag } from '../http/entity-tag.ts';
import { ApiNotModified, ApiReadPrecondition, ETAG } from '../http/openapi/api-headers.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { AttemptDetailJson } from './delivery-answers.ts';
import { toAttemptDetailJson } from './delivery-json.ts';

@ApiTags('Deliveries')
@Controller('api/attempts')
@Requires('read')
export class AttemptsController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get(':id')
  @ApiOperation({
    operationId: 'getAttempt',
    summary: 'Show an attempt, and how to make its request by hand',
  })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: AttemptDetailJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<AttemptDetailJson> {
    const { delivery, attempt, request } = await this.deliveries.getAttempt(tenantId, id);
    const json = toAttemptDetailJson(delivery, attempt, request);
    response.header('ETag', contentTag(JSON.stringify(json)));
    return json;
  }
}
