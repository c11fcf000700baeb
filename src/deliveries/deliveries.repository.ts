import type pg from 'pg';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { findWebhookId } from '../database/find-webhook-id.ts';
import { inTenant, readInTenant } from '../database/tenant-scope.ts';
import { runWalk } from '../database/walk.ts';
import { uuidFloor, type Uuid } from '../domain/ids.ts';
import { run } from '../engine/statement.ts';
import type { Cursor, PageRequest } from '../http/pagination.ts';
import type { AttemptRecord, DeliveryRecord } from './delivery-record.ts';
import type { DeliveryFilter } from './sql/branches.ts';
import { countMatches } from './sql/count-matches.ts';
import { FIND_DELIVERY } from './sql/find-delivery.ts';
import { findPage } from './sql/find-page.ts';
import { FIND_PROGRESS } from './sql/find-progress.ts';
import { HAS_PAYLOAD } from './sql/has-payload.ts';
import { LAST_ERRORS, type LastErrorRow } from './sql/last-errors.ts';
import { FIND_DELIVERY_OF_ATTEMPT, FIND_WEBHOOKS_BY_URL } from './sql/search.ts';
import { toDeliveryRecords, type DeliveryRow } from './sql/delivery-row.ts';

/** The bytes of a body are kept for other readers; the API shows text. */
const shownAttempt = { responseBody: true } as const satisfies Prisma.AttemptOmit;
type AttemptRow = Prisma.AttemptGetPayload<{ omit: typeof shownAttempt }>;

/** What decides whether a delivery can be tried again. */
export interface RetryObstacles {
  readonly isWebhookDeleted: boolean;
  readonly isPayloadGone: boolean;
}

/** Of an export: some 300 KB. */
const ROWS_AT_ONCE = 1_000;

/** Between the clocks of the processes that make deliveries and attempts. */
const CLOCK_SKEW_MS = 60_000;

/** Rows read in one direction, and where reading was given up before they were enough. */
export interface DeliveryRows {
  readonly rows: DeliveryRecord[];
  readonly stoppedAtId: Uuid | undefined;
}

export class DeliveriesRepository {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly pool: pg.Pool,
  ) {}

  /** @param signal ends the statement in the server too */
  async findPage(filter: DeliveryFilter, request: PageRequest, signal?: AbortSignal): Promise<DeliveryRows> {
    const query = findPage(filter, request);
    if (query === null) return { rows: [], stoppedAtId: undefined };
    const rows = await runWalk<DeliveryRow & { stopped_at_id: Uuid | null }>(
      this.pool,
      filter.tenantId,
      query,
      signal,
    );
    return { rows: rows.flatMap(toDeliveryRecords), stoppedAtId: rows[0]?.stopped_at_id ?? undefined };
  }

  /**
   * All that the filter matches, newest first, 1,000 and fewer at a time. Nothing is held between two of them, neither a
   * connection nor a snapshot: a reader may take its time. A delivery that moves meanwhile keeps its id, and is met once.
   */
  async *findAll(filter: DeliveryFilter, signal: AbortSignal): AsyncGenerator<DeliveryRecord[]> {
    let cursor: Cursor | undefined;
    do {
      const { rows, stoppedAtId } = await this.findPage(filter, { limit: ROWS_AT_ONCE, cursor }, signal);
      const read = rows.slice(0, ROWS_AT_ONCE);
      yield read;
      const id = rows.length > read.length ? read.at(-1)?.id : stoppedAtId;
      cursor = id === undefined ? undefined : { direction: 'next', id };
    } while (cursor !== undefined);
  }

  /** At most 10,001; null where counting would have to read too much. */
  async count(filter: DeliveryFilter): Promise<number | null> {
    const query = countMatches(filter);
    if (query === null) return 0;
    const [counted] = await runWalk<{ total: number; is_cut: boolean }>(this.pool, filter.tenantId, query);
    return counted === undefined || counted.is_cut ? null : counted.total;
  }

  async find(tenantId: Uuid, id: Uuid): Promise<DeliveryRecord | null> {
    const rows = await readInTenant(
      this.pool,
      tenantId,
      async (client) => await run<DeliveryRow>(client, FIND_DELIVERY, [tenantId, id]),
    );
    return rows.flatMap(toDeliveryRecords)[0] ?? null;
  }

  /** In the order in which they were made. */
  async findAttempts(tenantId: Uuid, deliveryId: Uuid): Promise<AttemptRecord[]> {
    const rows = await this.prisma.attempt.findMany({
      where: { tenantId, deliveryId },
      orderBy: [{ number: 'asc' }, { startedAt: 'asc' }, { id: 'asc' }],
      omit: shownAttempt,
    });
    return rows.map(toAttemptRecord);
  }

  async findAttempt(tenantId: Uuid, id: Uuid): Promise<AttemptRecord | null> {
    const row = await this.prisma.attempt.findFirst({ where: { id, tenantId }, omit: shownAttempt });
    return row === null ? null : toAttemptRecord(row);
  }

  /** Of their last attempts; none for a delivery without an attempt, or whose last one succeeded. */
  async findLastErrors(
    tenantId: Uuid,
    deliveries: readonly DeliveryRecord[],
  ): Promise<ReadonlyMap<Uuid, string>> {
    if (deliveries.length === 0) return new Map();
    const oldest = Math.min(...deliveries.map(({ createdAt }) => createdAt.getTime()));
    const ids = deliveries.map(({ id }) => id);
    const values = [tenantId, ids, uuidFloor(oldest - CLOCK_SKEW_MS)];
    const rows = await run<LastErrorRow>(this.pool, LAST_ERRORS, values);
    return new Map(
      rows.flatMap(({ delivery_id: id, error_message: text }) => (text === null ? [] : [[id, text]])),
    );
  }

  /** Deleted webhooks too, by their id: their deliveries stay in history. */
  async findWebhookId(tenantId: Uuid, idOrUid: string): Promise<Uuid | null> {
    return await findWebhookId(this.pool, tenantId, idOrUid);
  }

  async findDeliveryOfAttempt(tenantId: Uuid, attemptId: Uuid): Promise<Uuid | null> {
    const values = [tenantId, attemptId];
    const [found] = await run<{ id: Uuid }>(this.pool, FIND_DELIVERY_OF_ATTEMPT, values);
    return found?.id ?? null;
  }

  /** Newest first, deleted ones too. */
  async findWebhooksByUrl(tenantId: Uuid, beginning: string, limit: number): Promise<Uuid[]> {
    const rows = await readInTenant(
      this.pool,
      tenantId,
      async (db) => await run<{ id: Uuid }>(db, FIND_WEBHOOKS_BY_URL, [tenantId, beginning, limit]),
    );
    return rows.map(({ id }) => id);
  }

  async hasEvent(tenantId: Uuid, id: Uuid): Promise<boolean> {
    const event = await this.prisma.event.findFirst({ where: { id, tenantId }, select: { id: true } });
    return event !== null;
  }

  async hasReplay(tenantId: Uuid, id: Uuid): Promise<boolean> {
    const query = { where: { id, tenantId }, select: { id: true } };
    const replay = await inTenant(this.prisma, tenantId, async (tx) => await tx.replay.findFirst(query));
    return replay !== null;
  }

  async findObstacles({ tenantId, webhookId, eventId }: DeliveryRecord): Promise<RetryObstacles> {
    const [webhook, events] = await Promise.all([
      inTenant(
        this.prisma,
        tenantId,
        async (tx) =>
          await tx.webhook.findFirst({
            where: { id: webhookId, tenantId, deletedAt: null },
            select: { id: true },
          }),
      ),
      run(this.pool, HAS_PAYLOAD, [tenantId, eventId]),
    ]);
    return { isWebhookDeleted: webhook === null, isPayloadGone: events.length === 0 };
  }

  /** Whether every delivery of an event has had an attempt, or has ended without one. */
  async isAttempted(tenantId: Uuid, eventId: Uuid): Promise<boolean> {
    const rows = await run<{ is_attempted: boolean }>(this.pool, FIND_PROGRESS, [tenantId, eventId]);
    return rows[0]?.is_attempted ?? false;
  }
}

/** Stages that did not happen are left out of what is kept. */
const NOT_MEASURED = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null };

/** The columns' JSON was written by the engine. */
function toAttemptRecord(row: AttemptRow): AttemptRecord {
  return {
    ...row,
    responseHeaders: row.responseHeaders as unknown as AttemptRecord['responseHeaders'],
    requestHeaders: row.requestHeaders as unknown as AttemptRecord['requestHeaders'],
    timings: { ...NOT_MEASURED, ...(row.timings as Partial<AttemptRecord['timings']>) },
  };
}
