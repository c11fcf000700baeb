import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Acting, Tenant, type TenantContext } from '../auth/tenant.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import { contentTag } from '../http/entity-tag.ts';
import { markReplayed, RequestIdempotency } from '../http/idempotency.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import {
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
import { parsePrefer } from '../http/prefer.ts';
import { CreateReplayBody } from './dto/replay-bodies.ts';
import { ReplayJson, ReplayPreviewJson } from './replay-answers.ts';
import { CREATE_EXAMPLES } from './replay-examples.ts';
import { toPreviewJson, toReplayJson } from './replay-json.ts';
import type { ReplayRecord } from './replay-record.ts';
import { ReplaysService } from './replays.service.ts';

@ApiTags('Replays')
@Controller('api/replays')
export class ReplaysController {
  constructor(private readonly replays: ReplaysService) {}

  @Post()
  @Requires('manage')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'createReplay',
    summary: 'Send deliveries again, or those that are missing',
    description:
      'At a pace, behind all live traffic, each once; it goes on where a process ends. With `dry_run` it answers 200 with ' +
      'what would be sent, and makes nothing.',
  })
  @ApiIdempotencyKey()
  @ApiBody({ type: CreateReplayBody, examples: CREATE_EXAMPLES })
  @ApiAcceptedResponse({ type: ReplayJson, headers: { ...ETAG, ...LOCATION, ...REPLAYED } })
  @ApiOkResponse({ type: ReplayPreviewJson, description: 'Of a dry run.' })
  @ApiProblems('not_found', 'conflict')
  async create(
    @Acting() by: TenantContext,
    @Body() body: CreateReplayBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<ReplayJson | ReplayPreviewJson> {
    if (body.dry_run === true) {
      response.status(200);
      return toPreviewJson(await this.replays.preview(by.tenantId, body), body.mode !== 'missing');
    }
    const { resource, isReplayed } = await this.replays.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    const json = showReplay(response, resource);
    response.header('Location', `/api/replays/${json.id}`);
    return json;
  }

  @Get()
  @Requires('read')
  @ApiOperation({ operationId: 'listReplays', summary: 'List replays' })
  @ApiListOf(ReplayJson)
  async list(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<ReplayJson>> {
    const page = await this.replays.list(tenantId, pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.replays.count(tenantId) : null;
    return answerList(response, page, toReplayJson, total);
  }

  @Get(':id')
  @Requires('read')
  @ApiOperation({
    operationId: 'getReplay',
    summary: 'Show a replay and how far it has come',
    description: 'What has become of its deliveries: `GET /api/deliveries?replay_id=`.',
  })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: ReplayJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<ReplayJson> {
    return showReplay(response, await this.replays.get(tenantId, id));
  }

  @Post(':id/cancel')
  @Requires('manage')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelReplay',
    summary: 'End a replay',
    description: 'What it has made due is sent. 409 when it has ended.',
  })
  @ApiOkResponse({ type: ReplayJson, headers: ETAG })
  @ApiProblems('not_found', 'conflict')
  async cancel(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<ReplayJson> {
    return showReplay(response, await this.replays.cancel(by, id));
  }
}

function showReplay(response: FastifyReply, replay: ReplayRecord): ReplayJson {
  const json = toReplayJson(replay);
  response.header('ETag', contentTag(JSON.stringify(json)));
  return json;
}
