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
  Put,
  Query,
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
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Acting, Tenant, type TenantContext } from '../auth/tenant.ts';
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
import { CreateWebhookBody } from './dto/create-webhook.dto.ts';
import { UpdateWebhookBody } from './dto/update-webhook.dto.ts';
import { CreatedWebhookJson, WebhookJson } from './webhook-answers.ts';
import { CREATE_EXAMPLES, PUT_EXAMPLES, UPDATE_EXAMPLES } from './webhook-examples.ts';
import { showWebhook, toWebhookJson } from './webhook-json.ts';
import type { CreatedWebhook } from './webhook-record.ts';
import { toSecretJson } from './webhook-signing.ts';
import { WebhooksService } from './webhooks.service.ts';

@ApiTags('Webhooks')
@Controller('api/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Post()
  @Requires('manage')
  @ApiOperation({
    operationId: 'createWebhook',
    summary: 'Register a webhook',
    description: 'Only `url` is required. The answer shows the secret that its requests are signed with.',
  })
  @ApiIdempotencyKey()
  @ApiBody({ type: CreateWebhookBody, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: CreatedWebhookJson, headers: { ...ETAG, ...LOCATION, ...REPLAYED } })
  @ApiProblems('conflict', 'quota_exceeded')
  async create(
    @Acting() by: TenantContext,
    @Body() body: CreateWebhookBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<CreatedWebhookJson> {
    const { resource, isReplayed } = await this.webhooks.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    return showCreated(response, resource);
  }

  @Get()
  @Requires('read')
  @ApiOperation({ operationId: 'listWebhooks', summary: 'List webhooks' })
  @ApiListOf(WebhookJson)
  async list(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<WebhookJson>> {
    const page = await this.webhooks.list(tenantId, pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.webhooks.count(tenantId) : null;
    return answerList(response, page, toWebhookJson, total);
  }

  @Get(':id')
  @Requires('read')
  @ApiOperation({ operationId: 'getWebhook', summary: 'Show a webhook' })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: WebhookJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<WebhookJson> {
    return showWebhook(response, await this.webhooks.get(tenantId, id));
  }

  @Patch(':id')
  @Requires('manage')
  @ApiOperation({
    operationId: 'updateWebhook',
    summary: 'Change a webhook',
    description:
      'Changes what is sent and leaves the rest; null asks for the default. A header sent back as it is shown, `***`, keeps its value.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: UpdateWebhookBody, examples: UPDATE_EXAMPLES })
  @ApiOkResponse({ type: WebhookJson, headers: ETAG })
  @ApiProblems('not_found', 'conflict', 'precondition_failed')
  async update(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Body() body: UpdateWebhookBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<WebhookJson> {
    return showWebhook(response, await this.webhooks.update(by, id, body, preconditions));
  }

  @Put(':id')
  @Requires('manage')
  @ApiOperation({
    operationId: 'putWebhook',
    summary: 'Create or replace a webhook',
    description:
      'A uid that no webhook has makes one. What is absent becomes the default; the secret stays, and so does the value of a header sent back as it is shown, `***`.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: CreateWebhookBody, examples: PUT_EXAMPLES })
  @ApiOkResponse({ type: WebhookJson, description: 'Replaced.', headers: ETAG })
  @ApiCreatedResponse({ type: CreatedWebhookJson, headers: { ...ETAG, ...LOCATION } })
  @ApiProblems('not_found', 'precondition_failed', 'quota_exceeded')
  async put(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @Body() body: CreateWebhookBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<WebhookJson & { secret?: string | null }> {
    const result = await this.webhooks.put(by, id, body, preconditions);
    if (!('webhook' in result)) return showWebhook(response, result);
    response.status(201);
    return showCreated(response, result);
  }

  @Delete(':id')
  @Requires('manage')
  @ApiOperation({
    operationId: 'deleteWebhook',
    summary: 'Delete a webhook',
    description: 'What waits for it ends `cancelled`; its name and its deliveries stay in history.',
  })
  @ApiChangePreconditions()
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiProblems('not_found', 'precondition_failed')
  @HttpCode(204)
  async delete(
    @Acting() by: TenantContext,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
  ): Promise<void> {
    await this.webhooks.delete(by, id, preconditions);
  }
}

function showCreated(response: FastifyReply, { webhook, secret }: CreatedWebhook): CreatedWebhookJson {
  const json = showWebhook(response, webhook);
  response.header('Location', `/api/webhooks/${json.id}`);
  response.header('Cache-Control', 'no-store');
  return { ...json, secret: toSecretJson(secret).secret };
}
