import type pg from 'pg';
import { runWalk } from '../../database/walk.ts';
import type { Uuid } from '../../domain/ids.ts';
import { findAfter, findByIds, findIdsBetween, type FeedScope } from '../sql/attempt-feed.ts';
import type { StreamedAttempt } from './streamed-attempt.ts';

interface AttemptRow {
  /** Null in the one row that stands for none. */
  readonly id: Uuid | null;
  readonly delivery_id: Uuid;
  readonly webhook_id: Uuid;
  readonly event_id: Uuid;
  readonly event_type: string;
  readonly tags: string[];
  readonly number: number;
  readonly started_at: Date;
  readonly duration_ms: number;
  readonly outcome: StreamedAttempt['outcome'];
  readonly response_status: number | null;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly stale: boolean;
  readonly delivery_status: string;
}

interface AfterRow extends AttemptRow {
  readonly stopped_at_id: Uuid | null;
  readonly read_count: number;
  readonly last_id: Uuid | null;
}

/** Attempts behind a place, oldest first. */
export interface AttemptsAfter {
  readonly attempts: StreamedAttempt[];
  /** Where to read on. */
  readonly afterId: Uuid;
  /** Whether there may be more already. */
  readonly isBehind: boolean;
}

/** Reads attempts as they come. Every method ends with its signal, in the server too. */
export class AttemptFeedRepository {
  constructor(private readonly pool: pg.Pool) {}

  async findAfter(
    scope: FeedScope,
    afterId: Uuid,
    limit: number,
    signal: AbortSignal,
  ): Promise<AttemptsAfter> {
    const query = findAfter(scope, afterId, limit);
    const rows = await runWalk<AfterRow>(this.pool, scope.tenantId, query, signal);
    const {
      stopped_at_id: stoppedAtId = null,
      read_count: count = 0,
      last_id: lastId = null,
    } = rows[0] ?? {};
    const isFull = count >= limit;
    return {
      attempts: rows.flatMap(toAttempts),
      afterId: (isFull ? null : stoppedAtId) ?? lastId ?? afterId,
      isBehind: isFull || stoppedAtId !== null,
    };
  }

  /** Those between two ids, both included, in no order. */
  async findIdsBetween(scope: FeedScope, fromId: Uuid, toId: Uuid, signal: AbortSignal): Promise<Uuid[]> {
    const query = findIdsBetween(scope, fromId, toId);
    const rows = await runWalk<{ id: Uuid }>(this.pool, scope.tenantId, query, signal);
    return rows.map(({ id }) => id);
  }

  /** Oldest first. */
  async findByIds(scope: FeedScope, ids: readonly Uuid[], signal: AbortSignal): Promise<StreamedAttempt[]> {
    const rows = await runWalk<AttemptRow>(this.pool, scope.tenantId, findByIds(scope, ids), signal);
    return rows.flatMap(toAttempts);
  }
}

/** None for the row that stands for none. */
function toAttempts(row: AttemptRow): StreamedAttempt[] {
  if (row.id === null) return [];
  return [
    {
      id: row.id,
      deliveryId: row.delivery_id,
      webhookId: row.webhook_id,
      eventId: row.event_id,
      eventType: row.event_type,
      tags: row.tags,
      number: row.number,
      startedAt: row.started_at,
      durationMs: row.duration_ms,
      outcome: row.outcome,
      responseStatus: row.response_status,
      errorType: row.error_type,
      errorMessage: row.error_message,
      stale: row.stale,
      deliveryStatus: row.delivery_status,
    },
  ];
}
