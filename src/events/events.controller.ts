import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import { invalidField } from '../domain/errors.ts';
import { contentTag } from '../http/entity-tag.ts';
import { IdempotencyKey, markReplayed } from '../http/idempotency.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { parsePrefer } from '../http/prefer.ts';
import { ExplainEventBody } from './dto/explain-event.dto.ts';
import { ListEventsQuery } from './dto/list-events.dto.ts';
import { PublishBatchBody, PublishEventBody } from './dto/publish-event.dto.ts';
import {
  toEventSummaryJson,
  toEventText,
  toListedEventJson,
  type EventSummaryJson,
  type ListedEventJson,
} from './event-json.ts';
import { EventExplainer, type ExplanationsJson } from './event-explainer.ts';
import { EventsService } from './events.service.ts';

const OK = 200;
const ACCEPTED = 202;

@Controller('api/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly explainer: EventExplainer,
  ) {}

  /** With `Prefer: wait=N` 200 and the deliveries, once each of them has had an attempt; else 202. */
  @Post()
  @HttpCode(ACCEPTED)
  async publish(
    @Tenant() tenantId: string,
    @Body() body: PublishEventBody,
    @Res({ passthrough: true }) response: Response,
    @IdempotencyKey() key: string | undefined,
    @Headers('prefer') prefer?: string,
  ): Promise<EventSummaryJson & { deliveries?: readonly object[] }> {
    const { waitSeconds = 0 } = parsePrefer(prefer);
    const { event, isReplayed } = await this.events.publish(tenantId, body, key);
    const json = toEventSummaryJson(event);
    response.setHeader('Location', `/api/events/${json.id}`);
    if (isReplayed) markReplayed(response);
    if (waitSeconds === 0) return json;
    const deliveries = await this.events.awaitDeliveries(event, waitSeconds, closeSignal(response));
    if (deliveries === null) return json;
    response.status(OK);
    return { ...json, deliveries };
  }

  @Post('batch')
  @HttpCode(ACCEPTED)
  async publishBatch(
    @Tenant() tenantId: string,
    @Body() body: PublishBatchBody,
    @Res({ passthrough: true }) response: Response,
    @IdempotencyKey() key: string | undefined,
  ): Promise<{ data: EventSummaryJson[] }> {
    const results = await this.events.publishBatch(tenantId, body.events, key);
    if (results.every(({ isReplayed }) => isReplayed)) markReplayed(response);
    return { data: results.map(({ event }) => toEventSummaryJson(event)) };
  }

  /** Tells of every webhook whether the event would be sent to it, and if not why. */
  @Post('explain')
  @HttpCode(OK)
  async explain(@Tenant() tenantId: string, @Body() body: ExplainEventBody): Promise<ExplanationsJson> {
    const { type, data, tags = [], event_id: id } = body;
    if (id === undefined)
      return await this.explainer.explain(tenantId, { type: type ?? '', data: data ?? '{}', tags });
    if (type !== undefined || data !== undefined || body.tags !== undefined) {
      throw invalidField('event_id', 'must stand alone, without type, data and tags');
    }
    return await this.explainer.explain(tenantId, await this.events.get(tenantId, id));
  }

  @Get()
  async list(
    @Tenant() tenantId: string,
    @Query() query: ListEventsQuery,
    @Res({ passthrough: true }) response: Response,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<ListedEventJson>> {
    const page = await this.events.list(tenantId, query);
    const total = parsePrefer(prefer).isCountExact ? await this.events.count(tenantId, query) : null;
    return answerList(response, page, toListedEventJson, total);
  }

  @Get(':id')
  @Header('Content-Type', 'application/json; charset=utf-8')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const text = toEventText(await this.events.get(tenantId, id));
    response.setHeader('ETag', contentTag(text));
    return text;
  }
}

/** Fires when the connection is over, which during a wait means that the client has gone. */
function closeSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    controller.abort();
  });
  return controller.signal;
}
