import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/requires.decorator.ts';
import { Acting, Tenant, type TenantContext } from '../auth/tenant.ts';
import { invalidField } from '../domain/errors.ts';
import type { TraceContext } from '../domain/trace-context.ts';
import { closeSignal } from '../http/close-signal.ts';
import { contentTag } from '../http/entity-tag.ts';
import { IdempotencyKey, markReplayed } from '../http/idempotency.ts';
import { answerList, type ListJson } from '../http/list-answer.ts';
import {
  ApiIdempotencyKey,
  ApiNotModified,
  ApiPrefer,
  ApiReadPrecondition,
  ETAG,
  LOCATION,
  RATE_LIMIT,
  REPLAYED,
} from '../http/openapi/api-headers.ts';
import { ApiListOf } from '../http/openapi/api-list.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { parsePrefer } from '../http/prefer.ts';
import { addRateLimitHeaders } from '../http/rate-limit-headers.ts';
import { ApiTrace, RequestTrace } from '../http/trace-headers.ts';
import { CLOUD_EVENT_BATCH_TYPE, CLOUD_EVENT_TYPE } from '../http/json-content-type.ts';
import { ApiCloudEvents } from './dto/api-cloud-events.ts';
import { CloudEventBody } from './dto/cloud-event.dto.ts';
import { ExplainEventBody, ExplainNewEventBody, ExplainPublishedEventBody } from './dto/explain-event.dto.ts';
import { ListEventsQuery } from './dto/list-events.dto.ts';
import { PublishBatchBody, PublishEventBody } from './dto/publish-event.dto.ts';
import {
  EventCancellationJson,
  EventErasureJson,
  EventJson,
  ExplanationsJson,
  ListedEventJson,
  PublishedBatchJson,
  PublishedEventJson,
} from './event-answers.ts';
import { BATCH_EXAMPLES, EXPLAIN_EXAMPLES, PUBLISH_EXAMPLES } from './event-examples.ts';
import { EventExplainer } from './event-explainer.ts';
import {
  toEventCancellationJson,
  toEventErasureJson,
  toEventText,
  toListedEventJson,
  toPublishedEventJson,
} from './event-json.ts';
import { EventsService } from './events.service.ts';

const OK = 200;
const ACCEPTED = 202;
const EXPLAIN_SCHEMA = {
  oneOf: [ExplainNewEventBody, ExplainPublishedEventBody].map((one) => ({ $ref: getSchemaPath(one) })),
};

@ApiTags('Events')
@Controller('api/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly explainer: EventExplainer,
  ) {}

  /** With `Prefer: wait=N` 200 and the deliveries, once each of them has had an attempt; else 202. */
  @Post()
  @HttpCode(ACCEPTED)
  @Requires('publish')
  @ApiOperation({
    operationId: 'publishEvent',
    summary: 'Publish an event',
    description:
      'Once it is answered, the event is stored and will reach every webhook that it concerns. ' +
      'A CloudEvent 1.0 is taken too; its `source` and `id` are the idempotency key.',
  })
  @ApiIdempotencyKey()
  @ApiTrace()
  @ApiPrefer('`wait=N`, up to 30 s: answers 200 with the deliveries once each has had an attempt.', 'wait=5')
  @ApiBody({ type: PublishEventBody, examples: PUBLISH_EXAMPLES })
  @ApiCloudEvents(CloudEventBody, CLOUD_EVENT_TYPE)
  @ApiAcceptedResponse({ type: PublishedEventJson, headers: { ...LOCATION, ...REPLAYED, ...RATE_LIMIT } })
  @ApiOkResponse({
    type: PublishedEventJson,
    description: 'Each delivery has had an attempt.',
    headers: { ...LOCATION, ...REPLAYED, ...RATE_LIMIT },
  })
  @ApiProblems('conflict', 'rate_limited', 'queue_full')
  async publish(
    @Tenant() tenantId: string,
    @Body() body: PublishEventBody,
    @Res({ passthrough: true }) response: FastifyReply,
    @IdempotencyKey() key: string | undefined,
    @RequestTrace() trace: TraceContext | null,
    @Headers('prefer') prefer?: string,
  ): Promise<PublishedEventJson> {
    const { waitSeconds = 0 } = parsePrefer(prefer);
    const { event, isReplayed, warnings } = await this.events.publish(tenantId, body, { key, trace });
    this.showRateLimit(tenantId, response);
    const json = toPublishedEventJson(event, warnings);
    response.header('Location', `/api/events/${json.id}`);
    if (isReplayed) markReplayed(response);
    if (waitSeconds === 0) return json;
    const deliveries = await this.events.awaitDeliveries(event, waitSeconds, closeSignal(response));
    if (deliveries === null) return json;
    response.status(OK);
    return { ...json, deliveries };
  }

  @Post('batch')
  @HttpCode(ACCEPTED)
  @Requires('publish')
  @ApiOperation({
    operationId: 'publishEvents',
    summary: 'Publish up to 1,000 events together',
    description:
      'All or nothing, in at most 16 MiB. CloudEvents 1.0 are taken as a batch too. ' +
      'An `Idempotency-Key` stands for the whole batch, but for events with a key of their own.',
  })
  @ApiIdempotencyKey()
  @ApiTrace()
  @ApiBody({ type: PublishBatchBody, examples: BATCH_EXAMPLES })
  @ApiCloudEvents(CloudEventBody, CLOUD_EVENT_BATCH_TYPE)
  @ApiAcceptedResponse({ type: PublishedBatchJson, headers: { ...REPLAYED, ...RATE_LIMIT } })
  @ApiProblems('conflict', 'rate_limited', 'queue_full')
  async publishBatch(
    @Tenant() tenantId: string,
    @Body() body: PublishBatchBody,
    @Res({ passthrough: true }) response: FastifyReply,
    @IdempotencyKey() key: string | undefined,
    @RequestTrace() trace: TraceContext | null,
  ): Promise<PublishedBatchJson> {
    const results = await this.events.publishBatch(tenantId, body.events, { key, trace });
    this.showRateLimit(tenantId, response);
    if (results.every(({ isReplayed }) => isReplayed)) markReplayed(response);
    return { data: results.map(({ event, warnings }) => toPublishedEventJson(event, warnings)) };
  }

  @Post('explain')
  @HttpCode(OK)
  @Requires('read')
  @ApiOperation({
    operationId: 'explainEvent',
    summary: 'Explain where an event would go',
    description:
      'Tells of every webhook whether the event would be sent to it, and if not why. Publishes nothing.',
  })
  @ApiExtraModels(ExplainNewEventBody, ExplainPublishedEventBody)
  @ApiBody({ schema: EXPLAIN_SCHEMA, examples: EXPLAIN_EXAMPLES })
  @ApiOkResponse({ type: ExplanationsJson })
  @ApiProblems('not_found')
  async explain(@Tenant() tenantId: string, @Body() body: ExplainEventBody): Promise<ExplanationsJson> {
    const { type, data, tags = [], event_id: id } = body;
    if (id === undefined)
      return await this.explainer.explain(tenantId, { type: type ?? '', data: data ?? '{}', tags });
    if (type !== undefined || data !== undefined || body.tags !== undefined) {
      throw invalidField('event_id', 'must stand alone, without type, data and tags');
    }
    return await this.explainer.explain(tenantId, await this.events.getExplained(tenantId, id));
  }

  @Post(':id/cancel')
  @HttpCode(OK)
  @Requires('manage')
  @ApiOperation({
    operationId: 'cancelEvent',
    summary: 'Cancel what waits of an event',
    description:
      'A scheduled event is not delivered at all; of one that is under way, the deliveries that wait for an attempt are ' +
      'cancelled. 409 when nothing waits.',
  })
  @ApiOkResponse({ type: EventCancellationJson })
  @ApiProblems('not_found', 'conflict')
  async cancel(@Acting() by: TenantContext, @Param('id') id: string): Promise<EventCancellationJson> {
    return toEventCancellationJson(await this.events.cancel(by, id));
  }

  @Post(':id/erase')
  @HttpCode(OK)
  @Requires('manage')
  @ApiOperation({
    operationId: 'eraseEvent',
    summary: 'Erase the data of an event',
    description:
      'Its data and tags, and of its attempts the headers, bodies and messages; what waits to be delivered is cancelled as ' +
      '`event_erased`. The rows stay, without them. Nothing brings the data back.',
  })
  @ApiOkResponse({ type: EventErasureJson })
  @ApiProblems('not_found')
  async erase(@Acting() by: TenantContext, @Param('id') id: string): Promise<EventErasureJson> {
    return toEventErasureJson(await this.events.erase(by, id));
  }

  @Get()
  @Requires('read')
  @ApiOperation({ operationId: 'listEvents', summary: 'List events' })
  @ApiListOf(ListedEventJson)
  async list(
    @Tenant() tenantId: string,
    @Query() query: ListEventsQuery,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('prefer') prefer?: string,
  ): Promise<ListJson<ListedEventJson>> {
    const page = await this.events.list(tenantId, query);
    const total = parsePrefer(prefer).isCountExact ? await this.events.count(tenantId, query) : null;
    return answerList(response, page, toListedEventJson, total);
  }

  @Get(':id')
  @Requires('read')
  @ApiOperation({ operationId: 'getEvent', summary: 'Show an event with its data' })
  @ApiReadPrecondition()
  @ApiOkResponse({ type: EventJson, headers: ETAG })
  @ApiNotModified()
  @ApiProblems('not_found')
  @Header('Content-Type', 'application/json; charset=utf-8')
  async get(
    @Tenant() tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<string> {
    const text = toEventText(await this.events.get(tenantId, id));
    response.header('ETag', contentTag(text));
    return text;
  }

  private showRateLimit(tenantId: string, response: FastifyReply): void {
    const rateLimit = this.events.rateLimitOf(tenantId);
    if (rateLimit !== null) addRateLimitHeaders(response, rateLimit);
  }
}
