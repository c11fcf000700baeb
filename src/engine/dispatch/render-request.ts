import { HEADER_MASK } from '../../domain/header-mask.ts';
import { toPublicId, type Uuid } from '../../domain/ids.ts';
import { findRenderer } from '../../wire/built-in-formats.ts';
import type { RenderedRequest } from '../../wire/wire-format.ts';
import { secretsAt, type WebhookSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { ClaimedEvent } from '../queue/claimed-delivery.ts';
import type { OutboundRequest } from '../transport/transport.ts';

/** What of a webhook its requests are made of. */
export type RequestSource = Pick<
  WebhookSnapshot,
  'id' | 'publicId' | 'url' | 'format' | 'headers' | 'secrets' | 'lastingSecrets' | 'timeoutMs'
>;

/** Why a request is made, and when. */
export interface RequestOccasion {
  readonly deliveryId: Uuid;
  readonly event: ClaimedEvent;
  /** Of the attempt, from 1. */
  readonly number: number;
  /** Milliseconds since 1970, the database's. */
  readonly now: number;
  readonly signal: AbortSignal;
}

export interface SignedRequest {
  readonly request: OutboundRequest;
  /** The request's headers as history may show them. */
  readonly shownHeaders: readonly (readonly [name: string, value: string])[];
}

/** Renders and signs what is sent to a webhook, with every secret that has not run out. */
export function renderRequest(webhook: RequestSource, occasion: RequestOccasion): SignedRequest {
  const { headers, body } = render(webhook, occasion);
  const { url, timeoutMs } = webhook;
  const { signal } = occasion;
  if (webhook.headers.length === 0) {
    return { request: { url, headers, body, timeoutMs, signal }, shownHeaders: headers };
  }
  return {
    request: { url, headers: [...headers, ...webhook.headers], body, timeoutMs, signal },
    shownHeaders: [...headers, ...webhook.headers.map(([name]) => [name, HEADER_MASK] as const)],
  };
}

function render(webhook: RequestSource, occasion: RequestOccasion): RenderedRequest {
  const { deliveryId, event, number, now } = occasion;
  const renderer = findRenderer(webhook.format);
  if (renderer === null)
    throw new Error(`Webhook ${webhook.id} names the unknown wire format "${webhook.format}".`);
  return renderer({
    event,
    delivery: { id: toPublicId('delivery', deliveryId) },
    attempt: { number, startedAt: now },
    webhook: { id: webhook.publicId },
    secrets: secretsAt(webhook, now),
  });
}
