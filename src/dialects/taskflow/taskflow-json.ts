import type { DeliveriesService } from '../../deliveries/deliveries.service.ts';
import { HEADER_MASK } from '../../domain/header-mask.ts';
import { toPublicId } from '../../domain/ids.ts';
import { maxAttempts } from '../../domain/retry-policy.ts';
import type { ProbeService } from '../../probe/probe.service.ts';
import type { ShownWebhook } from '../dialect-desk.ts';
import { DEPTH_MAX, type NumberedPage } from './dto/taskflow-deliveries-query.ts';
import { wordOf, type TaskflowStatus } from './taskflow-statuses.ts';

type TestSend = Awaited<ReturnType<ProbeService['testWebhook']>>;
type NumberedDeliveries = Awaited<ReturnType<DeliveriesService['listNumbered']>>;

/** "Webhook Fields" of the document, but for `secret_token`, which is never shown. Times are RFC 3339, UTC, ms. */
export interface TaskflowWebhookJson {
  /** Opaque; one that was imported keeps its own. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  /** The values are masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly retry_count: number;
  readonly timeout_seconds: number;
  /** Whether anything is sent to it. */
  readonly is_active: boolean;
  /** `inactive`: by its user; else why Posthorn has disabled it, as `idle`. */
  readonly disabled_reason: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface TaskflowTestJson {
  readonly success: boolean;
  /** Null where no answer came. */
  readonly status_code: number | null;
  readonly event_type: string;
  readonly duration_ms: number;
  /** Null where it succeeded. */
  readonly error_message: string | null;
}

export interface TaskflowDeliveryJson {
  /** `X-TaskFlow-Delivery-ID` of its requests. */
  readonly id: string;
  readonly webhook_id: string;
  readonly event_type: string;
  readonly status: TaskflowStatus;
  readonly attempt_count: number;
  /** Of the last attempt; null where no answer came. */
  readonly status_code: number | null;
  /** Of the last attempt, or why there was none. */
  readonly error_message: string | null;
  /** Null where it is not tried again. */
  readonly next_retry_at: string | null;
  readonly created_at: string;
  /** Null until it has ended. */
  readonly completed_at: string | null;
}

/** "View Delivery History". */
export interface TaskflowDeliveriesJson {
  readonly items: readonly TaskflowDeliveryJson[];
  /** 10,001 stands for more than 10,000; null where counting would have to read too much. */
  readonly total: number | null;
  readonly page: number;
  readonly page_size: number;
  /** Those that can be asked for; null as `total`. */
  readonly pages: number | null;
}

const INACTIVE_REASON = 'inactive';

export function toTaskflowWebhook({ webhook, id, isActive }: ShownWebhook): TaskflowWebhookJson {
  return {
    id,
    name: webhook.name,
    url: webhook.url,
    description: webhook.description,
    events: webhook.events,
    headers: Object.fromEntries(Object.keys(webhook.headers).map((name) => [name, HEADER_MASK])),
    retry_count: maxAttempts(webhook.retry) - 1,
    timeout_seconds: webhook.timeoutMs / 1_000,
    is_active: isActive,
    disabled_reason: webhook.active ? webhook.disabledReason : INACTIVE_REASON,
    created_at: webhook.createdAt.toISOString(),
    updated_at: webhook.updatedAt.toISOString(),
  };
}

export function toTaskflowTest(sent: TestSend): TaskflowTestJson {
  return {
    success: sent.outcome === 'succeeded',
    status_code: sent.response_status,
    event_type: sent.event_type,
    duration_ms: sent.duration_ms,
    error_message: sent.error_message,
  };
}

/** @param webhookId by which the dialect knows it */
export function toTaskflowDeliveries(
  { rows, total }: NumberedDeliveries,
  { page, pageSize }: NumberedPage,
  webhookId: string,
): TaskflowDeliveriesJson {
  const items = rows.map(({ delivery, errorMessage }) => ({
    id: toPublicId('delivery', delivery.id),
    webhook_id: webhookId,
    event_type: delivery.eventType,
    status: wordOf(delivery.status),
    attempt_count: delivery.attemptCount,
    status_code: delivery.lastResponseStatus,
    error_message: errorMessage ?? delivery.reason,
    next_retry_at: delivery.nextRetryAt?.toISOString() ?? null,
    created_at: delivery.createdAt.toISOString(),
    completed_at: delivery.completedAt?.toISOString() ?? null,
  }));
  const pages = total === null ? null : Math.ceil(Math.min(total, DEPTH_MAX) / pageSize);
  return { items, total, page, page_size: pageSize, pages };
}
