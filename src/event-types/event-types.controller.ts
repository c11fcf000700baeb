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
import { CreateEventTypeBody, PutEventTypeBody, UpdateEventTypeBody } from './dto/event-type-fields.ts';
import { EventTypeJson } from './event-type-answers.ts';
import { CREATE_EXAMPLES, PUT_EXAMPLES, UPDATE_EXAMPLES } from './event-type-examples.ts';
import { showEventType, toEventTypeJson } from './event-type-json.ts';
import type { EventTypeRecord } from './event-type-record.ts';
import { EventTypesService } from './event-types.service.ts';

/** Names may hold slashes and colons, which stand percent-encoded in an address (`order%2Fpaid`). */
@ApiTags('Event types')
@Controller('api/event-types')
export class EventTypesController {
  constructor(private readonly eventTypes: EventTypesService) {}

  @Post()
  @Requires('manage')
  @ApiOperation({
    operationId: 'createEventType',
    summary: 'Describe an event type',
    description:
      'Only `name` is required; types that are not described may be published too. Whether events are held to the ' +
      "`schema` is for the tenant's `validation` to say.",
  })
  @ApiIdempotencyKey()
  @ApiBody({ type: CreateEventTypeBody, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: EventTypeJson, headers: { ...ETAG, ...LOCATION, ...REPLAYED } })
  @ApiProblems('conflict')
  async create(
    @Acting() by: TenantContext,
    @Body() body: CreateEventTypeBody,
    @RequestIdempotency() idempotency: Idempotency | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EventTypeJson> {
    const { resource, isReplayed } = await this.eventTypes.create(by, body, idempotency);
    if (isReplayed) markReplayed(response);
    return showCreated(response, resource);
  }

  @Get()
  @Requires('read')
  @ApiOperation({ operationId: 'listEventTypes', summary: 'List event types' })
  @ApiListOf(EventTypeJson)
  async list(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<EventTypeJson>> {
    const page = await this.eventTypes.list(tenantId, pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.eventTypes.count(tenantId) : null;
    return answerList(response, page, toEventTypeJson, total);
  }

  @Get(':name')
  @Requires('read')
  @ApiOperation({ operationId: 'getEventType', summary: 'Show an event type' })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: EventTypeJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  async get(
    @Tenant() tenantId: string,
    @Param('name') name: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EventTypeJson> {
    return showEventType(response, await this.eventTypes.get(tenantId, name));
  }

  @Patch(':name')
  @Requires('manage')
  @ApiOperation({
    operationId: 'updateEventType',
    summary: 'Change an event type',
    description: 'Changes what is sent and leaves the rest; null asks for the default.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: UpdateEventTypeBody, examples: UPDATE_EXAMPLES })
  @ApiOkResponse({ type: EventTypeJson, headers: ETAG })
  @ApiProblems('not_found', 'precondition_failed')
  async update(
    @Acting() by: TenantContext,
    @Param('name') name: string,
    @Body() body: UpdateEventTypeBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EventTypeJson> {
    return showEventType(response, await this.eventTypes.update(by, name, body, preconditions));
  }

  @Put(':name')
  @Requires('manage')
  @ApiOperation({
    operationId: 'putEventType',
    summary: 'Create or replace an event type',
    description: 'What is absent becomes the default.',
  })
  @ApiChangePreconditions()
  @ApiBody({ type: PutEventTypeBody, examples: PUT_EXAMPLES })
  @ApiOkResponse({ type: EventTypeJson, description: 'Replaced.', headers: ETAG })
  @ApiCreatedResponse({ type: EventTypeJson, headers: { ...ETAG, ...LOCATION } })
  @ApiProblems('not_found', 'precondition_failed')
  async put(
    @Acting() by: TenantContext,
    @Param('name') name: string,
    @Body() body: PutEventTypeBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EventTypeJson> {
    const { eventType, isNew } = await this.eventTypes.put(by, name, body, preconditions);
    if (!isNew) return showEventType(response, eventType);
    response.status(201);
    return showCreated(response, eventType);
  }

  @Delete(':name')
  @Requires('manage')
  @ApiOperation({
    operationId: 'deleteEventType',
    summary: 'Delete an event type',
    description: 'Its events stay; later ones of the name are held to nothing.',
  })
  @ApiChangePreconditions()
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiProblems('not_found', 'precondition_failed')
  @HttpCode(204)
  async delete(
    @Acting() by: TenantContext,
    @Param('name') name: string,
    @RequestPreconditions() preconditions: Preconditions,
  ): Promise<void> {
    await this.eventTypes.delete(by, name, preconditions);
  }
}

function showCreated(response: FastifyReply, eventType: EventTypeRecord): EventTypeJson {
  response.header('Location', `/api/event-types/${encodeURIComponent(eventType.name)}`);
  return showEventType(response, eventType);
}
