import { setTimeout as delay } from 'node:timers/promises';
import type { TenantContext } from '../auth/tenant.ts';
import type { Database } from '../database/database.ts';
import type { AuditAction } from '../domain/audit/actions.ts';
import { PosthornError } from '../domain/errors.ts';
import { fromPublicId, type IdGenerator, type Uuid } from '../domain/ids.ts';
import { recordAudit } from '../engine/audit/record-audit.ts';
import type { SubscriptionCache } from '../engine/fan-out/subscription-cache.ts';
import type { EngineObserver } from '../engine/engine-observer.ts';
import { DeliveryCancel } from '../engine/queue/delivery-cancel.ts';
import { DeliveryRetry } from '../engine/queue/delivery-retry.ts';
import { inTransaction, type Queryable } from '../engine/statement.ts';
import type { WorkNotifier } from '../engine/work-notifier.ts';
import { PAGE_LIMIT_MAX, pageOf, pageRequestOf, type Page } from '../http/pagination.ts';
import { AttemptRequests, type AttemptRequest } from './attempt-request.ts';
import { DeliveriesRepository, type RetryObstacles } from './deliveries.repository.ts';
import type { DeliveryJson } from './delivery-answers.ts';
import { DeliveryFilters } from './delivery-filters.ts';
import { toDeliveryJson } from './delivery-json.ts';
import type { AttemptRecord, DeliveryRecord } from './delivery-record.ts';
import type { ListDeliveriesQuery } from './dto/list-deliveries.dto.ts';
import { findNumbered, type NumberedPlace } from './numbered-page.ts';
import { everythingOf, type DeliveryFilter } from './sql/branches.ts';

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;
const PAUSE_GROWTH = 1.5;

export interface DeliveriesParts {
  readonly database: Pick<Database, 'prisma' | 'apiPool' | 'enginePool'>;
  readonly ids: IdGenerator;
  readonly subscriptions: Pick<SubscriptionCache, 'get'>;
  readonly notifier: Pick<WorkNotifier, 'notify'>;
  readonly observer: EngineObserver;
}

export interface DeliveryWithAttempts {
  readonly delivery: DeliveryRecord;
  readonly attempts: readonly AttemptRecord[];
}

export interface AttemptWithRequest {
  readonly attempt: AttemptRecord;
  readonly delivery: DeliveryRecord;
  /** Null once its webhook is deleted. */
  readonly request: AttemptRequest | null;
}

/** A page of a list whose pages have numbers. */
export interface NumberedDeliveries {
  readonly rows: readonly {
    readonly delivery: DeliveryRecord;
    /** Of its last attempt. */
    readonly errorMessage: string | null;
  }[];
  /** At most 10,001; null where counting would have to read too much. */
  readonly total: number | null;
}

export class DeliveriesService {
  private readonly repository: DeliveriesRepository;
  private readonly filters: DeliveryFilters;
  private readonly requests: AttemptRequests;

  constructor(private readonly parts: DeliveriesParts) {
    const { prisma, apiPool } = parts.database;
    this.repository = new DeliveriesRepository(prisma, apiPool);
    this.filters = new DeliveryFilters(this.repository);
    this.requests = new AttemptRequests(apiPool, parts.subscriptions);
  }

  /** @throws PosthornError `not_found` for a webhook, an event or a replay that the tenant does not have */
  async list(tenantId: Uuid, query: ListDeliveriesQuery): Promise<Page<DeliveryRecord>> {
    const request = pageRequestOf(query);
    const filter = await this.filters.resolve(tenantId, query);
    const { rows, stoppedAtId } = await this.repository.findPage(filter, request);
    // An event that has been dropped with its day may have left deliveries, so it is missed only where none is found.
    if (rows.length === 0 && filter.eventId !== null) await this.requireEvent(tenantId, filter.eventId);
    if (rows.length === 0 && filter.replayId !== null) await this.requireReplay(tenantId, filter.replayId);
    return pageOf(rows, request, ({ id }) => id, stoppedAtId);
  }

  /** @throws PosthornError as `list` */
  async resolveFilter(tenantId: Uuid, query: ListDeliveriesQuery): Promise<DeliveryFilter> {
    return await this.filters.resolve(tenantId, query);
  }

  /**
   * All that the query matches, newest first; the first rows are read at once. @throws PosthornError as `list`
   * @param signal ends it, in the database too
   */
  async findAll(
    tenantId: Uuid,
    query: ListDeliveriesQuery,
    signal: AbortSignal,
  ): Promise<AsyncIterable<readonly DeliveryRecord[]>> {
    const filter = await this.filters.resolve(tenantId, query);
    const pages = this.repository.findAll(filter, signal);
    const first = await pages.next();
    const isEmpty = first.done === true || first.value.length === 0;
    if (isEmpty && filter.eventId !== null) await this.requireEvent(tenantId, filter.eventId);
    return goOn(first, pages);
  }

  /** At most 10,001; null where counting would have to read too much. */
  async count(tenantId: Uuid, query: ListDeliveriesQuery): Promise<number | null> {
    return await this.repository.count(await this.filters.resolve(tenantId, query));
  }

  /** Newest first, for whoever asks by page and not by cursor. @throws PosthornError as `list` */
  async listNumbered(
    tenantId: Uuid,
    query: ListDeliveriesQuery,
    place: NumberedPlace,
  ): Promise<NumberedDeliveries> {
    const filter = await this.filters.resolve(tenantId, query);
    const { rows, total } = await findNumbered(this.repository, filter, place);
    const errors = await this.repository.findLastErrors(tenantId, rows);
    return {
      rows: rows.map((delivery) => ({ delivery, errorMessage: errors.get(delivery.id) ?? null })),
      total,
    };
  }

  async get(tenantId: Uuid, publicId: string): Promise<DeliveryWithAttempts> {
    const delivery = await this.find(tenantId, publicId);
    return { delivery, attempts: await this.repository.findAttempts(tenantId, delivery.id) };
  }

  async getAttempt(tenantId: Uuid, publicId: string): Promise<AttemptWithRequest> {
    const id = fromPublicId('attempt', publicId);
    const attempt = id === null ? null : await this.repository.findAttempt(tenantId, id);
    // An attempt that outlives its delivery tells nothing of use, and is dropped soon.
    const delivery = attempt && (await this.repository.find(tenantId, attempt.deliveryId));
    if (attempt === null || delivery === null) throw notFound('attempt');
    return { attempt, delivery, request: await this.requests.find(delivery, attempt) };
  }

  /**
   * Makes a delivery due now, with a fresh budget of attempts when it was finished.
   * @throws PosthornError `conflict` while it is in progress, or when it cannot be sent any more
   */
  async retry(by: TenantContext, publicId: string): Promise<DeliveryRecord> {
    const { tenantId } = by;
    const before = await this.find(tenantId, publicId);
    const obstacles = await this.repository.findObstacles(before);
    refuse(obstacles);
    const moved = await this.changeAudited(
      by,
      'delivery.retried',
      async (db) => await new DeliveryRetry(db).moveBack(tenantId, [before.id]),
    );
    if (moved.size > 0) this.parts.notifier.notify({ hasDeliveries: true, hasOutboxRows: false });
    const after = await this.find(tenantId, publicId);
    if (moved.size === 0) await this.explainUnmoved(after);
    return after;
  }

  /**
   * Ends a delivery that waits for an attempt.
   * @throws PosthornError `conflict` while it is in progress, since its attempt may still succeed, and when it is finished
   */
  async cancel(by: TenantContext, publicId: string): Promise<DeliveryRecord> {
    const { tenantId } = by;
    const { id } = await this.find(tenantId, publicId);
    const cancelled = await this.changeAudited(
      by,
      'delivery.cancelled',
      async (db) => await new DeliveryCancel(db, this.parts.observer).cancel(tenantId, [id]),
    );
    const after = await this.find(tenantId, publicId);
    if (cancelled.size > 0) return after;
    if (after.status === 'in_progress') throw conflict('The delivery is in progress.');
    if (after.completedAt !== null) throw conflict('The delivery is finished.');
    throw conflict('An attempt of the delivery has just ended; try again.');
  }

  /**
   * Waits until every delivery of an event has had an attempt, and answers them newest first, at most 250. Null when the
   * time is over before, or the signal ends it.
   */
  async awaitAttempts(
    tenantId: Uuid,
    eventId: Uuid,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<DeliveryJson[] | null> {
    const deadline = performance.now() + waitMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * PAUSE_GROWTH, LONGEST_PAUSE_MS)) {
      if (await this.repository.isAttempted(tenantId, eventId)) break;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return null;
      await delay(Math.min(pauseMs, leftMs), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return null;
    }
    const filter = { ...everythingOf(tenantId), eventId };
    const request = { limit: PAGE_LIMIT_MAX, cursor: undefined };
    const { rows } = await this.repository.findPage(filter, request);
    return pageOf(rows, request, ({ id }) => id).data.map(toDeliveryJson);
  }

  /** Each delivery that has changed leaves a row, in the transaction of its change. */
  private async changeAudited(
    by: TenantContext,
    action: AuditAction,
    change: (db: Queryable) => Promise<ReadonlySet<Uuid>>,
  ): Promise<ReadonlySet<Uuid>> {
    return await inTransaction(this.parts.database.enginePool, async (client) => {
      const changed = await change(client);
      for (const objectId of changed)
        await recordAudit(client, by, { id: this.parts.ids.next(), action, objectId });
      return changed;
    });
  }

  private async requireEvent(tenantId: Uuid, eventId: Uuid): Promise<void> {
    if (!(await this.repository.hasEvent(tenantId, eventId))) throw notFound('event');
  }

  private async requireReplay(tenantId: Uuid, replayId: Uuid): Promise<void> {
    if (!(await this.repository.hasReplay(tenantId, replayId))) throw notFound('replay');
  }

  private async find(tenantId: Uuid, publicId: string): Promise<DeliveryRecord> {
    const id = fromPublicId('delivery', publicId);
    const delivery = id === null ? null : await this.repository.find(tenantId, id);
    if (delivery === null) throw notFound('delivery');
    return delivery;
  }

  /** A delivery that was left where it is: one that is due anyhow needs nothing. */
  private async explainUnmoved(delivery: DeliveryRecord): Promise<void> {
    if (['pending', 'retrying', 'rate_limited'].includes(delivery.status)) return;
    if (delivery.status === 'in_progress') throw conflict('The delivery is in progress.');
    // What stood in its way may have come up after it was looked for.
    refuse(await this.repository.findObstacles(delivery));
    throw conflict('The delivery has just been finished; try again.');
  }
}

/** What a generator has still to give, its first value having been asked for. */
async function* goOn<T>(first: IteratorResult<T, unknown>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}

function refuse({ isWebhookDeleted, isPayloadGone }: RetryObstacles): void {
  if (isWebhookDeleted) throw conflict('The webhook of this delivery is deleted.');
  if (isPayloadGone) throw conflict('The event of this delivery has lost its data.');
}

function conflict(detail: string): PosthornError {
  return new PosthornError('conflict', { detail });
}

function notFound(what: 'attempt' | 'delivery' | 'event' | 'replay'): PosthornError {
  return new PosthornError('not_found', { detail: `There is no such ${what}.` });
}
