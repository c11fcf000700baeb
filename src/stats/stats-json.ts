import { toPublicId, type Uuid } from '../domain/ids.ts';
import type { DeliveryCountRow } from './sql/count-deliveries.ts';
import type { AttemptMeasuresRow } from './sql/measure-attempts.ts';
import type {
  AttemptStatsJson,
  DeliveryCountsJson,
  ErrorTypeGroupsJson,
  EventTypeStatsJson,
  StatsSummaryJson,
  WebhookCountsJson,
  WebhookStatsJson,
} from './stats-answers.ts';
import type { StatsRecord } from './stats.repository.ts';

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

function toStatsJson({
  window,
  isPartial,
  deliveries,
  attempts,
  queue,
}: StatsRecord): Omit<StatsSummaryJson, 'by_webhook'> {
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
): { data: Group[]; others: number } {
  return { data: rows.map(toGroup), others: rows.reduce((left, row) => left - row.total, total) };
}

function toEventTypeCounts(row: DeliveryCountRow): EventTypeStatsJson {
  return { event_type: row.event_type ?? '', ...toCounts(row) };
}

function toWebhookCounts(row: DeliveryCountRow): WebhookCountsJson {
  return { webhook_id: toPublicId('webhook', row.webhook_id ?? ''), ...toCounts(row) };
}

function toCounts(row: DeliveryCountRow): DeliveryCountsJson {
  const { total, pending, in_progress, retrying, rate_limited, delivered, dead_letter, cancelled, shadowed } =
    row;
  const finished = delivered + dead_letter + cancelled;
  return {
    total,
    by_status: { pending, in_progress, retrying, rate_limited, delivered, dead_letter, cancelled, shadowed },
    success_rate: finished === 0 ? null : delivered / finished,
  };
}

function toAttemptStats(measures: AttemptMeasuresRow): AttemptStatsJson {
  const { count, succeeded, failed, average_ms, p50_ms, p95_ms, p99_ms } = measures;
  return { count, succeeded, failed, average_ms, p50_ms, p95_ms, p99_ms };
}

function toErrorTypes({ error_types: data, failed }: AttemptMeasuresRow): ErrorTypeGroupsJson {
  return { data, others: data.reduce((left, { count }) => left - count, failed) };
}
