import type { Response } from 'express';
import type { Filter } from '../domain/filters/filter-rules.ts';
import { HEADER_MASK } from '../domain/header-mask.ts';
import { toPublicId } from '../domain/ids.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import type { RateLimit, WebhookRecord } from './webhook-record.ts';

export const WEBHOOK_STATES = ['active', 'paused', 'disabled'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** A webhook as the API shows it (API.md "Webhooks"). */
export interface WebhookJson {
  readonly id: string;
  readonly tenant_id: string;
  readonly uid: string | null;
  readonly name: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly url: string;
  readonly events: readonly string[];
  readonly filter: Filter | null;
  /** Names alone tell what is sent; the values are masked. A mask that is sent back keeps the value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly format: string;
  readonly retry: RetryPolicy;
  readonly timeout_ms: number;
  readonly rate_limit: RateLimit | null;
  readonly max_in_flight: number;
  readonly active: boolean;
  readonly state: WebhookState;
  readonly state_reason: string | null;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export function toWebhookJson(webhook: WebhookRecord): WebhookJson {
  return {
    id: toPublicId('webhook', webhook.id),
    tenant_id: toPublicId('tenant', webhook.tenantId),
    uid: webhook.uid,
    name: webhook.name,
    description: webhook.description,
    metadata: webhook.metadata,
    url: webhook.url,
    events: webhook.events,
    filter: webhook.filter,
    headers: Object.fromEntries(Object.keys(webhook.headers).map((name) => [name, HEADER_MASK])),
    format: webhook.format,
    retry: webhook.retry,
    timeout_ms: webhook.timeoutMs,
    rate_limit: webhook.rateLimit,
    max_in_flight: webhook.maxInFlight,
    active: webhook.active,
    ...stateOf(webhook),
    version: webhook.version,
    created_at: webhook.createdAt.toISOString(),
    updated_at: webhook.updatedAt.toISOString(),
  };
}

/** With its entity tag, by which Express answers 304 to a GET that knows it. */
export function showWebhook(response: Response, webhook: WebhookRecord): WebhookJson {
  response.setHeader('ETag', webhookTag(webhook));
  return toWebhookJson(webhook);
}

/**
 * The entity tag of a webhook, strong: it changes with whatever the API shows of it. Its deliveries change its state
 * alone; all else changes the version or the time.
 */
export function webhookTag(webhook: WebhookRecord): string {
  const { state, state_reason } = stateOf(webhook);
  const parts = [webhook.version, webhook.updatedAt.getTime().toString(36), state, state_reason ?? ''];
  return `"${parts.join('-')}"`;
}

/** Disabled before paused before active: the strongest reason for which nothing is sent. */
function stateOf(webhook: WebhookRecord): Pick<WebhookJson, 'state' | 'state_reason'> {
  if (!webhook.active) return { state: 'disabled', state_reason: 'inactive' };
  if (webhook.disabledReason !== null) return { state: 'disabled', state_reason: webhook.disabledReason };
  return { state: webhook.pausedAt === null ? 'active' : 'paused', state_reason: null };
}
