import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Acting, Tenant, type TenantContext } from '../auth/tenant.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import { markReplayed, RequestIdempotency } from '../http/idempotency.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { ApiIdempotencyKey, LOCATION, REPLAYED } from '../http/openapi/api-headers.ts';
import { ApiListOf } from '../http/openapi/api-list.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { PageQuery, pageRequestOf } from '../http/pagination.ts';
import { parsePrefer } from '../http/prefer.ts';
import { InboxBody } from './dto/inbox-bodies.ts';
import { InboxJson, InboxRequestJson } from './inbox-answers.ts';
import { CREATE_EXAMPLES, UPDATE_EXAMPLES } from './inbox-examples.ts';
import { toInboxJson, toInboxRequestJson } from './inbox-json.ts';
import { InboxOrigin } from './inbox-origin.ts';
import { InboxesService } from './inboxes.service.ts';

@ApiTags('Inboxes')
@Controller('api/inboxes')
export class InboxesController {
  constructor(
    private readonly inboxes: InboxesService,
    private readonly origin: InboxOrigin,
  ) {}

  @Post()
  @Requires('manage')
  @ApiOperation({
    operationId: 'createInbox',
    summary: 'Make an inbox',
    description:
      'A receiver to try deliveries with: it shows what came, and answers as it is told to. It is gone after a day, or ' +
      '`ttl_seconds`.',
  })
  @ApiIdempotencyKey()
  @ApiBody({ type: InboxBody, required: false, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: InboxJson, headers: { ...LOCATION, ...REPLAYED } })
  @ApiProblems('inboxes_off', 'conflict', 'quota_exceeded')
  async create(
    @Acting() by: TenantContext,
    @Body() body: InboxBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<InboxJson> {
    const { resource, isReplayed } = await this.inboxes.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    const json = toInboxJson(resource, this.origin.for(request.raw));
    response.header('Location', `/api/inboxes/${json.id}`);
    return json;
  }

  @Get()
  @Requires('read')
  @ApiOperation({ operationId: 'listInboxes', summary: 'List inboxes' })
  @ApiListOf(InboxJson)
  @ApiProblems('inboxes_off')
  async list(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<InboxJson>> {
    const page = await this.inboxes.list(tenantId, pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.inboxes.count(tenantId) : null;
    const origin = this.origin.for(response.request.raw);
    return answerList(response, page, (inbox) => toInboxJson(inbox, origin), total);
  }

  @Get(':id')
  @Requires('read')
  @ApiOperation({ operationId: 'getInbox', summary: 'Show an inbox' })
  @ApiOkResponse({ type: InboxJson })
  @ApiProblems('not_found', 'inboxes_off')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<InboxJson> {
    return toInboxJson(await this.inboxes.get(tenantId, id), this.origin.for(request.raw));
  }

  @Patch(':id')
  @Requires('manage')
  @ApiOperation({
    operationId: 'updateInbox',
    summary: 'Change what an inbox answers',
    description: '`fail_times` counts from the next request on; `ttl_seconds` from now.',
  })
  @ApiBody({ type: InboxBody, required: false, examples: UPDATE_EXAMPLES })
  @ApiOkResponse({ type: InboxJson })
  @ApiProblems('not_found', 'inboxes_off')
  async update(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Body() body: InboxBody,
    @Req() request: FastifyRequest,
  ): Promise<InboxJson> {
    return toInboxJson(await this.inboxes.update(by, id, body), this.origin.for(request.raw));
  }

  @Delete(':id')
  @Requires('manage')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteInbox', summary: 'Delete an inbox, with what it has kept' })
  @ApiNoContentResponse()
  @ApiProblems('not_found', 'inboxes_off')
  async delete(@Acting() by: TenantContext, @Param('id') id: string): Promise<void> {
    await this.inboxes.delete(by, id);
  }

  @Get(':id/requests')
  @Requires('read')
  @ApiOperation({
    operationId: 'listInboxRequests',
    summary: 'List what an inbox has received',
    description: 'The newest 100 are kept. Whether one is a webhook’s own: `POST /api/webhooks/{id}/verify`.',
  })
  @ApiListOf(InboxRequestJson)
  @ApiProblems('not_found', 'inboxes_off')
  async requests(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<InboxRequestJson>> {
    const page = await this.inboxes.listRequests(tenantId, id, pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.inboxes.countRequests(tenantId, id) : null;
    return answerList(response, page, toInboxRequestJson, total);
  }

  @Delete(':id/requests')
  @Requires('manage')
  @HttpCode(204)
  @ApiOperation({ operationId: 'emptyInbox', summary: 'Remove what an inbox has received' })
  @ApiNoContentResponse()
  @ApiProblems('not_found', 'inboxes_off')
  async empty(@Acting() by: TenantContext, @Param('id') id: string): Promise<void> {
    await this.inboxes.empty(by, id);
  }
}
