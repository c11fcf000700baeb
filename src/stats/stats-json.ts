import { toPublicId, type Uuid } from '../domain/ids.ts';
import type { DeliveryCountRow } from './sql/count-deliveries.ts';
import type { AttemptMeasuresRow } from './sql/measure-attempts.ts';
import type { StatsRecord } from './stats.repository.ts';

/** Deliveries by each word of their status (API.md "Deliveries"). */
export interface StatusCountsJson {
  readonly pending: number;
  readonly in_progress: number;
  readonly retrying: number;
  /** Derived from limits, not stored: 0 as long as none is enforced. */
  readonly rate_limited: number;
  readonly delivered: number;
  readonly dead_letter: number;
  readonly cancelled: number;
}

interface DeliveryCountsJson {
  readonly total: number;
  readonly by_status: StatusCountsJson;
  /** 0 to 1: the delivered among the finished, which are delivered, dead letters or cancelled; null where none is. */
  readonly success_rate: number | null;
}

/** The groups with the most, at most 50; `others` counts what belongs to none of them. */
export interface GroupsJson<Group> {
  readonly data: readonly Group[];
  readonly others: number;
}

export type EventTypeStatsJson = { readonly event_type: string } & DeliveryCountsJson;
export type WebhookCountsJson = { readonly webhook_id: string } & DeliveryCountsJson;
export interface ErrorTypeStatsJson {
  readonly error_type: string;
  readonly count: number;
}

/**
 * Attempts of the window's deliveries, whenever they were made: those that their `attempt_count` counts, so neither stale
 * nor interrupted ones. Times are null where there is none.
 */
export interface AttemptStatsJson {
  readonly count: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly average_ms: number | null;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly p99_ms: number | null;
}

interface StatsJson extends DeliveryCountsJson {
  /** The window that was counted; later than asked for where `is_partial`. */
  readonly created_after: string;
  readonly created_before: string;
  /** The window asked for holds more than can be counted at once: the numbers are of its later part. */
  readonly is_partial: boolean;
  readonly attempts: AttemptStatsJson;
  readonly by_event_type: GroupsJson<EventTypeStatsJson>;
  /** Of failed attempts. */
  readonly by_error_type: GroupsJson<ErrorTypeStatsJson>;
  /** Deliveries that wait for an attempt now, of any age: due, or waiting for their time. */
  readonly queue_depth: number;
  /** Since when the oldest of them is due, those of paused webhooks aside; null when none is. */
  readonly oldest_due_at: string | null;
}

export interface StatsSummaryJson extends StatsJson {
  readonly by_webhook: GroupsJson<WebhookCountsJson>;
}

export interface WebhookStatsJson extends StatsJson {
  readonly webhook_id: string;
  /** When the last of the window's deliveries to succeed was completed. */
  readonly last_delivered_at: string | null;
  /** When the last failed attempt of the window's deliveries began. */
  readonly last_failure_at: string | null;
}

export function toStatsSummaryJson(record: StatsRecord): StatsSummaryJson {
  const { all, webhooks } = sortRows(record.deliveries);
  return { ...toStatsJson(record), by_webhook: toGroups(webhooks, toWebhookCounts, all.total) };
}

export function toWebhookStatsJson(record: StatsRecord & { webhookId: Uuid }): WebhookStatsJson {
  return {
    webhook_id: toPublicId('webhook', record.webhookId),
    ...toStatsJson(record),
    last_delivered_at: sortRows(record.deliveries).all.last_delivered_at?.toISOString() ?? null,
    last_failure_at: record.attempts.last_failure_at?.toISOString() ?? null,
  };
}

function toStatsJson({ window, isPartial, deliveries, attempts, queue }: StatsRecord): StatsJson {
  const { all, eventTypes } = sortRows(deliveries);
  return {
    created_after: new Date(window.after).toISOString(),
    created_before: new Date(window.before).toISOString(),
    is_partial: isPartial,
    ...toCounts(all),
    attempts: toAttemptStats(attempts),
    by_event_type: toGroups(eventTypes, toEventTypeCounts, all.total),
    by_error_type: toErrorTypes(attempts),
    queue_depth: queue.depth,
    oldest_due_at: queue.oldest_due_at?.toISOString() ?? null,
  };
}

interface SortedRows {
  readonly all: DeliveryCountRow;
  readonly eventTypes: readonly DeliveryCountRow[];
  readonly webhooks: readonly DeliveryCountRow[];
}

function sortRows(rows: readonly DeliveryCountRow[]): SortedRows {
  const all = rows.find(({ kind }) => kind === 'total');
  if (all === undefined)
    throw new Error('there is no row of all deliveries, which there is even where there are none');
  return {
    all,
    eventTypes: rows.filter(({ kind }) => kind === 'event_type'),
    webhooks: rows.filter(({ kind }) => kind === 'webhook'),
  };
}

function toGroups<Group>(
  rows: readonly DeliveryCountRow[],
  toGroup: (row: DeliveryCountRow) => Group,
  total: number,
): GroupsJson<Group> {
  return { data: rows.map(toGroup), others: rows.reduce((left, row) => left - row.total, total) };
}

function toEventTypeCounts(row: DeliveryCountRow): EventTypeStatsJson {
  return { event_type: row.event_type ?? '', ...toCounts(row) };
}

function toWebhookCounts(row: DeliveryCountRow): WebhookCountsJson {
  return { webhook_id: toPublicId('webhook', row.webhook_id ?? ''), ...toCounts(row) };
}

function toCounts(row: DeliveryCountRow): DeliveryCountsJson {
  const { total, pending, in_progress, retrying, delivered, dead_letter, cancelled } = row;
  const finished = delivered + dead_letter + cancelled;
  return {
    total,
    by_status: { pending, in_progress, retrying, rate_limited: 0, delivered, dead_letter, cancelled },
    success_rate: finished === 0 ? null : delivered / finished,
  };
}

function toAttemptStats({
  count,
  succeeded,
  failed,
  average_ms,
  percentiles_ms,
}: AttemptMeasuresRow): AttemptStatsJson {
  const [p50, p95, p99] = percentiles_ms ?? [];
  return {
    count,
    succeeded,
    failed,
    average_ms,
    p50_ms: p50 ?? null,
    p95_ms: p95 ?? null,
    p99_ms: p99 ?? null,
  };
}

function toErrorTypes({ error_types: data, failed }: AttemptMeasuresRow): GroupsJson<ErrorTypeStatsJson> {
  return { data, others: data.reduce((left, { count }) => left - count, failed) };
}
