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
import { CreateFormatBody, PutFormatBody, UpdateFormatBody } from './dto/format-fields.ts';
import { FormatJson } from './format-answers.ts';
import { CREATE_EXAMPLES, PUT_EXAMPLES, UPDATE_EXAMPLES } from './format-examples.ts';
import { showFormat, toFormatJson } from './format-json.ts';
import type { FormatRecord } from './format-record.ts';
import { FormatsService } from './formats.service.ts';

/** A format is named, in addresses and by webhooks alike, and keeps its name for life. */
@ApiTags('Formats')
@Controller('api/formats')
export class FormatsController {
  constructor(private readonly formats: FormatsService) {}

  @Post()
  @Requires('manage')
  @ApiOperation({
    operationId: 'createFormat',
    summary: 'Make a wire format',
    description:
      'Only `name` is required: then the body is the data, and nothing is signed. Webhooks name it in their `format`.',
  })
  @ApiIdempotencyKey()
  @ApiBody({ type: CreateFormatBody, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: FormatJson, headers: { ...ETAG, ...LOCATION, ...REPLAYED } })
  @ApiProblems('conflict')
  async create(
    @Acting() by: TenantContext,
    @Body() body: CreateFormatBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<FormatJson> {
    const { resource, isReplayed } = await this.formats.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    return showCreated(response, resource);
  }

  @Get()
  @Requires('read')
  @ApiOperation({
    operationId: 'listFormats',
    summary: 'List wire formats',
    description: 'The built-in ones stand last.',
  })
  @ApiListOf(FormatJson)
  async list(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<FormatJson>> {
    const page = await this.formats.list(tenantId, pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.formats.count(tenantId) : null;
    return answerList(response, page, toFormatJson, total);
  }

  @Get(':name')
  @Requires('read')
  @ApiOperation({ operationId: 'getFormat', summary: 'Show a wire format' })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: FormatJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  async get(
    @Tenant() tenantId: string,
    @Param('name') name: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<FormatJson> {
    return showFormat(response, await this.formats.get(tenantId, name));
  }

  @Patch(':name')
  @Requires('manage')
  @ApiOperation({
    operationId: 'updateFormat',
    summary: 'Change a wire format',
    description:
      'Changes what is sent and leaves the rest; null asks for the default. The next request of every webhook that has ' +
      'it is of the new form, and the webhook has a new version. How secrets are read stays while webhooks have it.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: UpdateFormatBody, examples: UPDATE_EXAMPLES })
  @ApiOkResponse({ type: FormatJson, headers: ETAG })
  @ApiProblems('not_found', 'conflict', 'precondition_failed')
  async update(
    @Acting() by: TenantContext,
    @Param('name') name: string,
    @Body() body: UpdateFormatBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<FormatJson> {
    return showFormat(response, await this.formats.update(by, name, body, preconditions));
  }

  @Put(':name')
  @Requires('manage')
  @ApiOperation({
    operationId: 'putFormat',
    summary: 'Create or replace a wire format',
    description: 'What is absent becomes the default.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: PutFormatBody, examples: PUT_EXAMPLES })
  @ApiOkResponse({ type: FormatJson, description: 'Replaced.', headers: ETAG })
  @ApiCreatedResponse({ type: FormatJson, headers: { ...ETAG, ...LOCATION } })
  @ApiProblems('not_found', 'conflict', 'precondition_failed')
  async put(
    @Acting() by: TenantContext,
    @Param('name') name: string,
    @Body() body: PutFormatBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<FormatJson> {
    const { record, isNew } = await this.formats.put(by, name, body, preconditions);
    if (!isNew) return showFormat(response, record);
    response.status(201);
    return showCreated(response, record);
  }

  @Delete(':name')
  @Requires('manage')
  @ApiOperation({
    operationId: 'deleteFormat',
    summary: 'Delete a wire format',
    description: 'Not while webhooks have it.',
  })
  @ApiChangePreconditions()
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiProblems('not_found', 'conflict', 'precondition_failed')
  @HttpCode(204)
  async delete(
    @Acting() by: TenantContext,
    @Param('name') name: string,
    @RequestPreconditions() preconditions: Preconditions,
  ): Promise<void> {
    await this.formats.delete(by, name, preconditions);
  }
}

function showCreated(response: FastifyReply, record: FormatRecord): FormatJson {
  response.header('Location', `/api/formats/${record.format.name}`);
  return showFormat(response, record);
}
