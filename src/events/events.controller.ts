import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Tenant } from '../auth/tenant.ts';
import { invalidField } from '../domain/errors.ts';
import { closeSignal } from '../http/close-signal.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import { parsePrefer } from '../http/prefer.ts';
import { ExplainEventBody } from './dto/explain-event.dto.ts';
import { ListEventsQuery } from './dto/list-events.dto.ts';
import {
  IDEMPOTENCY_KEY_MESSAGE,
  IDEMPOTENCY_KEY_PATTERN,
  PublishBatchBody,
  PublishEventBody,
} from './dto/publish-event.dto.ts';
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
    @Headers('idempotency-key') key?: string,
    @Headers('prefer') prefer?: string,
  ): Promise<EventSummaryJson & { deliveries?: readonly object[] }> {
    const { waitSeconds = 0 } = parsePrefer(prefer);
    // The body's own key wins.
    if (key !== undefined) body.idempotency_key ??= requireKey(key);
    const { event, isReplayed } = await this.events.publish(tenantId, body);
    const json = toEventSummaryJson(event);
    response.setHeader('Location', `/api/events/${json.id}`);
    if (isReplayed) response.setHeader('Idempotent-Replayed', 'true');
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
  ): Promise<{ data: EventSummaryJson[] }> {
    const results = await this.events.publishBatch(tenantId, body.events);
    if (results.every(({ isReplayed }) => isReplayed)) response.setHeader('Idempotent-Replayed', 'true');
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
  async get(@Tenant() tenantId: string, @Param('id') id: string): Promise<string> {
    return toEventText(await this.events.get(tenantId, id));
  }
}

function requireKey(header: string): string {
  if (!IDEMPOTENCY_KEY_PATTERN.test(header)) throw invalidField('Idempotency-Key', IDEMPOTENCY_KEY_MESSAGE);
  return header;
}
