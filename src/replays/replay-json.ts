import { toPublicId } from '../domain/ids.ts';
import type { ReplayJson, ReplayPreviewJson } from './replay-answers.ts';
import type { ReplayPreview } from './replay-preview.ts';
import type { ReplayRecord } from './replay-record.ts';

const WEBHOOKS_SHOWN_MAX = 250;

export function toReplayJson(replay: ReplayRecord): ReplayJson {
  return {
    id: toPublicId('replay', replay.id),
    tenant_id: toPublicId('tenant', replay.tenantId),
    mode: replay.mode,
    filter: replay.filter,
    status: replay.status,
    rate_per_second: replay.ratePerSecond,
    total_count: replay.totalCount,
    replayed_count: replay.replayedCount,
    created_at: replay.createdAt.toISOString(),
    updated_at: replay.updatedAt.toISOString(),
    completed_at: replay.completedAt?.toISOString() ?? null,
  };
}

/** @param isMade whether the deliveries are in history, and not still to be made */
export function toPreviewJson(
  { count, isWhole, countsByWebhook, sample }: ReplayPreview,
  isMade: boolean,
): ReplayPreviewJson {
  const counts = [...countsByWebhook].toSorted(([, a], [, b]) => b - a).slice(0, WEBHOOKS_SHOWN_MAX);
  return {
    dry_run: true,
    total_count: isWhole ? count : null,
    by_webhook: counts.map(([id, ofWebhook]) => ({
      webhook_id: toPublicId('webhook', id),
      count: ofWebhook,
    })),
    sample: sample.map(({ id, eventId, eventType, webhookId }) => ({
      delivery_id: isMade ? toPublicId('delivery', id) : null,
      event_id: toPublicId('event', eventId),
      event_type: eventType,
      webhook_id: toPublicId('webhook', webhookId),
    })),
  };
}
