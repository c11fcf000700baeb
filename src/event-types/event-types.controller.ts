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
import type { Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import type { Preconditions } from '../http/entity-tag.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { PageQuery, pageRequestOf } from '../http/pagination.ts';
import { RequestPreconditions } from '../http/preconditions.ts';
import { parsePrefer } from '../http/prefer.ts';
import { CreateEventTypeBody, PutEventTypeBody, UpdateEventTypeBody } from './dto/event-type-fields.ts';
import { showEventType, toEventTypeJson, type EventTypeJson } from './event-type-json.ts';
import type { EventTypeRecord } from './event-type-record.ts';
import { EventTypesService } from './event-types.service.ts';

/** Names may hold slashes and colons, which stand percent-encoded in an address (`order%2Fpaid`). */
@Controller('api/event-types')
export class EventTypesController {
  constructor(private readonly eventTypes: EventTypesService) {}

  @Post()
  async create(
    @Tenant() tenantId: string,
    @Body() body: CreateEventTypeBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EventTypeJson> {
    return showCreated(response, await this.eventTypes.create(tenantId, body));
  }

  @Get()
  async list(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: Response,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<EventTypeJson>> {
    const page = await this.eventTypes.list(tenantId, pageRequestOf(query));
    const total = parsePrefer(prefer).isCountExact ? await this.eventTypes.count(tenantId) : null;
    return answerList(response, page, toEventTypeJson, total);
  }

  @Get(':name')
  async get(
    @Tenant() tenantId: string,
    @Param('name') name: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EventTypeJson> {
    return showEventType(response, await this.eventTypes.get(tenantId, name));
  }

  @Patch(':name')
  async update(
    @Tenant() tenantId: string,
    @Param('name') name: string,
    @Body() body: UpdateEventTypeBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EventTypeJson> {
    return showEventType(response, await this.eventTypes.update(tenantId, name, body, preconditions));
  }

  @Put(':name')
  async put(
    @Tenant() tenantId: string,
    @Param('name') name: string,
    @Body() body: PutEventTypeBody,
    @RequestPreconditions() preconditions: Preconditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EventTypeJson> {
    const { eventType, isNew } = await this.eventTypes.put(tenantId, name, body, preconditions);
    if (!isNew) return showEventType(response, eventType);
    response.status(201);
    return showCreated(response, eventType);
  }

  @Delete(':name')
  @HttpCode(204)
  async delete(
    @Tenant() tenantId: string,
    @Param('name') name: string,
    @RequestPreconditions() preconditions: Preconditions,
  ): Promise<void> {
    await this.eventTypes.delete(tenantId, name, preconditions);
  }
}

function showCreated(response: Response, eventType: EventTypeRecord): EventTypeJson {
  response.setHeader('Location', `/api/event-types/${encodeURIComponent(eventType.name)}`);
  return showEventType(response, eventType);
}
