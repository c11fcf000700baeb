import type { TenantContext } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import { invalidField, PosthornError, type FieldFault } from '../domain/errors.ts';
import { IDEMPOTENCY_HEADER, OTHER_BODY_MESSAGE, STILL_RUNNING_DETAIL } from '../domain/idempotency.ts';
import { fromPublicId, type IdGenerator, type Uuid } from '../domain/ids.ts';
import type { RateLimitState } from '../domain/rate-limit-state.ts';
import { recordAudit } from '../engine/audit/record-audit.ts';
import type { EngineObserver } from '../engine/engine-observer.ts';
import { OverloadError } from '../engine/publish/coalescer.ts';
import { QuotaError } from '../engine/quotas/quota-error.ts';
import { IdempotencyError, type NewEvent, type PublishedEvent } from '../engine/publish/new-event.ts';
import type { Publisher } from '../engine/publish/publisher.ts';
import { EventErasure } from '../engine/history/event-erasure.ts';
import { EventCancel } from '../engine/queue/event-cancel.ts';
import { idRangeOf } from '../http/created-range.ts';
import { FAULTS_MAX } from '../http/fault-list.ts';
import { pageOf, pageRequestOf, type Page } from '../http/pagination.ts';
import type { ListEventsQuery } from './dto/list-events.dto.ts';
import type { PublishEventBody } from './dto/publish-event.dto.ts';
import type { CancelledEvent, ErasedEvent, EventRecord, EventSummary, ListedEvent } from './event-record.ts';
import { EventsRepository } from './events.repository.ts';
import { standingOf, type ExplainedEvent } from './explanation.ts';
import { findScheduleFaults, keyBatch, toNewEvent, toSummary, type PublishHeaders } from './new-events.ts';
import { toQuotaProblem } from './quota-problem.ts';
import type { EventFilter } from './sql/find-page.ts';

/** What publishing needs of deliveries: those of an event as the API shows them. */
export interface EventDeliveries {
  /** Null when not all have had an attempt after `waitMs`, or when the signal ends the wait. */
  awaitAttempts(
    tenantId: Uuid,
    eventId: Uuid,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<readonly object[] | null>;
}

/** What checking events against their types has found. */
export interface EventFindings {
  /** Whether events with faults are refused; else they are published with a warning. */
  readonly isRejected: boolean;
  /** By the event's place among those that were checked; paths begin at `data`. */
  readonly faults: ReadonlyMap<number, readonly FieldFault[]>;
}

/** What publishing needs of event types. */
export interface EventValidation {
  /** Null where the tenant asks for no check, or nothing was found. */
  check(
    tenantId: Uuid,
    events: readonly Pick<PublishEventBody, 'type' | 'data'>[],
  ): Promise<EventFindings | null>;
}

export interface EventsParts {
  readonly database: Pick<Database, 'apiPool' | 'enginePool' | 'clock'>;
  readonly ids: IdGenerator;
  readonly publisher: Publisher;
  readonly deliveries: EventDeliveries;
  readonly validation: EventValidation;
  readonly observer: EngineObserver;
}

export interface PublishResult {
  readonly event: EventSummary;
  /** The key was known: this is the event that first used it. */
  readonly isReplayed: boolean;
  /** Where its data breaks the schema of its type, if its tenant asks for warnings. */
  readonly warnings: readonly FieldFault[] | undefined;
}

export class EventsService {
  private readonly repository: EventsRepository;
  private readonly cancellations: EventCancel;
  private readonly erasures: EventErasure;

  constructor(private readonly parts: EventsParts) {
    this.repository = new EventsRepository(parts.database.apiPool);
    this.cancellations = new EventCancel(parts.database.enginePool, parts.observer);
    this.erasures = new EventErasure(parts.database.enginePool, parts.observer);
  }

  /**
   * @param headers the request's, which the body's own fields go before
   * @throws PosthornError `invalid` for a key of another body, for data that its type refuses, and for a time that is too
   * far ahead; `conflict` while the first use of a key is running; `rate_limited`, `queue_full` and `payload_too_large` for
   * the tenant's quotas
   */
  async publish(
    tenantId: Uuid,
    body: PublishEventBody,
    headers: PublishHeaders = {},
  ): Promise<PublishResult> {
    const event = toNewEvent(tenantId, body, this.parts.database.clock.now(), headers);
    const keyPath = body.idempotency_key === undefined ? IDEMPOTENCY_HEADER : 'idempotency_key';
    const pathOf: FieldPath = (_index, field) => (field === KEY_FIELD ? keyPath : field);
    const [result] = await this.publishAll(tenantId, [event], pathOf);
    if (result === undefined) throw new Error('a publish answered no event');
    return result;
  }

  /**
   * All or nothing, answered in order.
   * @param headers the request's: its key stands for the whole batch but for events with a key of their own, and so does
   * its trace
   * @throws as `publish`, the path naming the event or the header
   */
  async publishBatch(
    tenantId: Uuid,
    bodies: readonly PublishEventBody[],
    { key: batchKey, trace = null }: PublishHeaders = {},
  ): Promise<PublishResult[]> {
    const now = this.parts.database.clock.now();
    const events = bodies.map((body) => toNewEvent(tenantId, body, now, { trace }));
    const keyed = batchKey === undefined ? events : keyBatch(events, bodies, batchKey);
    return await this.publishAll(tenantId, keyed, (index, field) => {
      const isOfHeader = field === KEY_FIELD && bodies[index]?.idempotency_key === undefined;
      return isOfHeader ? IDEMPOTENCY_HEADER : `events[${index}].${field}`;
    });
  }

  /** For the headers of a publish; null where the tenant has no quota of events a minute. */
  rateLimitOf(tenantId: Uuid): RateLimitState | null {
    return this.parts.publisher.rateLimitOf(tenantId);
  }

  async list(tenantId: Uuid, query: ListEventsQuery): Promise<Page<ListedEvent>> {
    const request = pageRequestOf(query);
    const { rows, stoppedAtId } = await this.repository.findPage(toFilter(tenantId, query), request);
    return pageOf(rows, request, ({ id }) => id, stoppedAtId);
  }

  /** At most 10,001; null where counting would have to read too much. */
  async count(tenantId: Uuid, query: ListEventsQuery): Promise<number | null> {
    return await this.repository.count(toFilter(tenantId, query));
  }

  async get(tenantId: Uuid, publicId: string): Promise<EventRecord> {
    const id = fromPublicId('event', publicId);
    const event = id === null ? null : await this.repository.find(tenantId, id);
    if (event === null) throw noSuchEvent();
    return event;
  }

  /** How it stands as a whole, for its explanation. */
  async getExplained(tenantId: Uuid, publicId: string): Promise<ExplainedEvent> {
    const event = await this.get(tenantId, publicId);
    return { ...event, standing: standingOf(event, this.parts.database.clock.now()) };
  }

  /**
   * Ends all of an event that waits: for its time, or for an attempt of a delivery.
   * @throws PosthornError `conflict` when nothing of it waits
   */
  async cancel(by: TenantContext, publicId: string): Promise<CancelledEvent> {
    const { tenantId } = by;
    const { id, type: objectName } = await this.get(tenantId, publicId);
    const entry = { id: this.parts.ids.next(), action: 'event.cancelled', objectId: id, objectName } as const;
    const { cancelledAt, ...cancellation } = await this.cancellations.cancel(tenantId, id, async (tx) => {
      await recordAudit(tx, by, entry);
    });
    if (cancelledAt !== null) return { id, cancelledAt, ...cancellation };
    const detail =
      cancellation.inProgress > 0
        ? 'All deliveries of the event that have not ended are in progress.'
        : 'Nothing of the event waits to be delivered.';
    throw new PosthornError('conflict', { detail });
  }

  /** Erases its data and what was made of it, and ends what waits of it. Erased before, it is answered alike. */
  async erase(by: TenantContext, publicId: string): Promise<ErasedEvent> {
    const { tenantId } = by;
    const { id, type: objectName } = await this.get(tenantId, publicId);
    const entry = { id: this.parts.ids.next(), action: 'event.erased', objectId: id, objectName } as const;
    const erasure = await this.erasures.erase(tenantId, id, async (tx) => {
      await recordAudit(tx, by, entry);
    });
    if (erasure === null) throw noSuchEvent();
    return { id, ...erasure };
  }

  /** The event's deliveries once each has had an attempt; null when that takes longer, or the signal ends the wait. */
  async awaitDeliveries(
    { tenantId, id, deliverAt }: EventSummary,
    waitSeconds: number,
    signal: AbortSignal,
  ): Promise<readonly object[] | null> {
    const waitMs = waitSeconds * 1_000;
    // Nobody waits for what is known not to come.
    if (deliverAt !== null && deliverAt.getTime() > this.parts.database.clock.now() + waitMs) return null;
    return await this.parts.deliveries.awaitAttempts(tenantId, id, waitMs, signal);
  }

  private async publishAll(
    tenantId: Uuid,
    events: readonly NewEvent[],
    pathOf: FieldPath,
  ): Promise<PublishResult[]> {
    const tooFar = findScheduleFaults(events, this.parts.database.clock.now());
    if (tooFar.size > 0) throw rejection(tooFar, pathOf);
    const findings = await this.parts.validation.check(tenantId, events);
    if (findings?.isRejected === true) throw rejection(findings.faults, pathOf);
    const published = await this.store(events, pathOf);
    const first = await this.findReplayed(tenantId, published);
    return published.map(({ id, isReplayed, trace }, index) => {
      const event = events[index];
      if (event === undefined) throw new Error('a publish answered more events than it was given');
      // The ledger outlives payloads: of an event that is gone, the repetition itself tells all but its times.
      return {
        event: first.get(id) ?? toSummary(id, { ...event, trace }),
        isReplayed,
        warnings: findings?.faults.get(index),
      };
    });
  }

  private async store(events: readonly NewEvent[], pathOf: FieldPath): Promise<PublishedEvent[]> {
    try {
      return await this.parts.publisher.publish(events);
    } catch (error) {
      if (error instanceof IdempotencyError && error.kind === 'other_request') {
        throw invalidField(pathOf(error.index, KEY_FIELD), OTHER_BODY_MESSAGE);
      }
      if (error instanceof IdempotencyError) {
        throw new PosthornError('conflict', { detail: STILL_RUNNING_DETAIL, cause: error });
      }
      if (error instanceof OverloadError) {
        const detail = 'More events wait to be stored than this process takes on; try again shortly.';
        throw new PosthornError('unavailable', { detail, retryAfterSeconds: 1, cause: error });
      }
      if (error instanceof QuotaError) throw toQuotaProblem(error, pathOf);
      throw error;
    }
  }

  private async findReplayed(
    tenantId: Uuid,
    published: readonly PublishedEvent[],
  ): Promise<Map<Uuid, EventSummary>> {
    const ids = published.filter(({ isReplayed }) => isReplayed).map(({ id }) => id);
    return ids.length === 0 ? new Map() : await this.repository.findSummaries(tenantId, ids);
  }
}

const KEY_FIELD = 'idempotency_key';

/** How the request names a field of one of its events. */
type FieldPath = (index: number, field: string) => string;

function noSuchEvent(): PosthornError {
  return new PosthornError('not_found', { detail: 'There is no such event.' });
}

function rejection(faults: EventFindings['faults'], pathOf: FieldPath): PosthornError {
  const errors = [...faults].flatMap(([index, found]) =>
    found.map(({ path, message }) => ({ path: pathOf(index, path), message })),
  );
  const more = { path: '', message: 'has more faults than are listed' };
  const listed = errors.length > FAULTS_MAX ? [...errors.slice(0, FAULTS_MAX), more] : errors;
  return new PosthornError('invalid', { errors: listed });
}

function toFilter(tenantId: Uuid, query: ListEventsQuery): EventFilter {
  return { tenantId, type: query.type ?? null, tag: query.tag ?? null, ids: idRangeOf(query) };
}
