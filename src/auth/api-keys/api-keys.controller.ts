import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
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
import type { Idempotency } from '../../domain/idempotency.ts';
import type { Preconditions } from '../../http/entity-tag.ts';
import { markReplayed, RequestIdempotency } from '../../http/idempotency.ts';
import { answerList, type ListJson } from '../../http/list-answer.ts';
import {
  ApiChangePreconditions,
  ApiIdempotencyKey,
  ApiNotModified,
  ApiReadPrecondition,
  ETAG,
  LOCATION,
  REPLAYED,
} from '../../http/openapi/api-headers.ts';
import { ApiListOf } from '../../http/openapi/api-list.ts';
import { ApiProblems } from '../../http/openapi/api-problems.ts';
import { PageQuery, pageRequestOf } from '../../http/pagination.ts';
import { RequestPreconditions } from '../../http/preconditions.ts';
import { parsePrefer } from '../../http/prefer.ts';
import { Requires } from '../requires.decorator.ts';
import { Acting, type TenantContext } from '../tenant.ts';
import { ApiKeyJson, CreatedApiKeyJson, RotatedApiKeyJson } from './api-key-answers.ts';
import { CREATE_EXAMPLES, ROTATE_EXAMPLES, UPDATE_EXAMPLES } from './api-key-examples.ts';
import { showApiKey, toApiKeyJson } from './api-key-json.ts';
import { ApiKeysService } from './api-keys.service.ts';
import { CreateApiKeyBody, RotateApiKeyBody, UpdateApiKeyBody } from './dto/api-key-bodies.ts';

/** The keys of a tenant, for whoever administers it; to who reaches every tenant, also the keys that do so. */
@ApiTags('API keys')
@Controller('api/keys')
@Requires('admin')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @ApiOperation({
    operationId: 'createApiKey',
    summary: 'Make a key',
    description: 'The answer shows the key, this once: what is stored cannot be turned into it again.',
  })
  @ApiIdempotencyKey()
  @ApiBody({ type: CreateApiKeyBody, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: CreatedApiKeyJson, headers: { ...ETAG, ...LOCATION, ...REPLAYED } })
  @ApiProblems('conflict')
  @Header('Cache-Control', 'no-store')
  async create(
    @Acting() context: TenantContext,
    @Body() body: CreateApiKeyBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<CreatedApiKeyJson> {
    const { resource, isReplayed } = await this.keys.create(context, body, idempotency);
    if (isReplayed) markReplayed(response);
    const json = showApiKey(response, resource.record);
    response.header('Location', `/api/keys/${json.id}`);
    return { ...json, key: resource.text };
  }

  @Get()
  @ApiOperation({ operationId: 'listApiKeys', summary: 'List keys' })
  @ApiListOf(ApiKeyJson)
  async list(
    @Acting() context: TenantContext,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<ApiKeyJson>> {
    const page = await this.keys.list(context, pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.keys.count(context) : null;
    return answerList(response, page, toApiKeyJson, total);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getApiKey', summary: 'Show a key without its secret' })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: ApiKeyJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  async get(
    @Acting() context: TenantContext,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<ApiKeyJson> {
    return showApiKey(response, await this.keys.get(context, id));
  }

  @Patch(':id')
  @ApiOperation({
    operationId: 'updateApiKey',
    summary: 'Change a key',
    description: 'Changes what is sent and leaves the rest. Holds within a second, in every process.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: UpdateApiKeyBody, examples: UPDATE_EXAMPLES })
  @ApiOkResponse({ type: ApiKeyJson, headers: ETAG })
  @ApiProblems('not_found', 'precondition_failed')
  async update(
    @Acting() context: TenantContext,
    @Param('id') id: string,
    @Body() body: UpdateApiKeyBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<ApiKeyJson> {
    return showApiKey(response, await this.keys.update(context, id, body, preconditions));
  }

  @Delete(':id')
  @ApiOperation({
    operationId: 'revokeApiKey',
    summary: 'Revoke a key',
    description: 'Within a second no process takes it any more. This cannot be taken back.',
  })
  @ApiChangePreconditions()
  @ApiNoContentResponse({ description: 'Revoked.' })
  @ApiProblems('not_found', 'precondition_failed')
  @HttpCode(204)
  async revoke(
    @Acting() context: TenantContext,
    @Param('id') id: string,
    @RequestPreconditions() preconditions: Preconditions,
  ): Promise<void> {
    await this.keys.revoke(context, id, preconditions);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'rotateApiKey',
    summary: 'Give a key another secret',
    description:
      'Both are good for `overlap_seconds`, a day where none is given; 0 ends the present one at once.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: RotateApiKeyBody, required: false, examples: ROTATE_EXAMPLES })
  @ApiOkResponse({ type: RotatedApiKeyJson, headers: ETAG })
  @ApiProblems('not_found', 'precondition_failed')
  @Header('Cache-Control', 'no-store')
  async rotate(
    @Acting() context: TenantContext,
    @Param('id') id: string,
    @Body() body: RotateApiKeyBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<RotatedApiKeyJson> {
    const { record, text } = await this.keys.rotate(context, id, body, preconditions);
    return { ...showApiKey(response, record), key: text };
  }
}
