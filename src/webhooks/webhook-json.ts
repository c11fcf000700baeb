import type { FastifyReply } from 'fastify';
import { HEADER_MASK } from '../domain/header-mask.ts';
import { toPublicId } from '../domain/ids.ts';
import { FAILING_REASON } from '../domain/webhook-notices.ts';
import type { WebhookJson } from './webhook-answers.ts';
import type { WebhookRecord } from './webhook-record.ts';

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
    signature: webhook.signature,
    public_key: webhook.publicKey,
    retry: webhook.retry,
    timeout_ms: webhook.timeoutMs,
    rate_limit: webhook.rateLimit,
    max_in_flight: webhook.maxInFlight,
    mode: webhook.mode,
    active: webhook.active,
    ...stateOf(webhook),
    version: webhook.version,
    created_at: webhook.createdAt.toISOString(),
    updated_at: webhook.updatedAt.toISOString(),
  };
}

/** With its entity tag, by which 304 is answered to a GET that knows it. */
export function showWebhook(response: FastifyReply, webhook: WebhookRecord): WebhookJson {
  response.header('ETag', webhookTag(webhook));
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

/** Disabled before paused before failing: the strongest reason for which nothing is sent. */
function stateOf(webhook: WebhookRecord): Pick<WebhookJson, 'state' | 'state_reason'> {
  if (!webhook.active) return { state: 'disabled', state_reason: 'inactive' };
  if (webhook.disabledReason !== null) return { state: 'disabled', state_reason: webhook.disabledReason };
  if (webhook.pausedAt !== null) return { state: 'paused', state_reason: null };
  if (webhook.isFailing) return { state: 'failing', state_reason: FAILING_REASON };
  return { state: 'active', state_reason: null };
}
