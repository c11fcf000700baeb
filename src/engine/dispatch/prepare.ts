import { toPublicId } from '../../domain/ids.ts';
import type { Outcome } from '../../domain/outcomes.ts';
import { findRenderer } from '../../wire/built-in-formats.ts';
import { secretsAt, type WebhookSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { ClaimedDelivery, ClaimedEvent } from '../queue/claimed-delivery.ts';
import type { OutboundRequest } from '../transport/transport.ts';

type Headers = readonly (readonly [name: string, value: string])[];

/** A delivery that is ready to be sent. */
export interface PreparedAttempt {
  readonly kind: 'prepared';
  readonly delivery: ClaimedDelivery;
  readonly webhook: WebhookSnapshot;
  readonly request: OutboundRequest;
  /** The request's headers as history may show them. */
  readonly shownHeaders: Headers;
  readonly number: number;
  /** Milliseconds since 1970, the database's. */
  readonly startedAt: number;
}

/** A delivery that ends before any request is made. */
export interface SettledDelivery {
  readonly kind: 'settled';
  readonly delivery: ClaimedDelivery;
  readonly outcome: Outcome;
}

const MASK = '***';

/**
 * First stage of an attempt: decides whether a request is made at all, then renders and signs it.
 * @param webhook undefined when it is deleted
 */
export function prepare(
  delivery: ClaimedDelivery,
  webhook: WebhookSnapshot | undefined,
  now: number,
  signal: AbortSignal,
): PreparedAttempt | SettledDelivery {
  const settle = (outcome: Outcome): SettledDelivery => ({ kind: 'settled', delivery, outcome });
  if (webhook === undefined) return settle({ kind: 'cancelled', reason: 'webhook_deleted' });
  if (delivery.event === null) return settle({ kind: 'cancelled', reason: 'event_erased' });
  if (webhook.isDisabled) {
    return settle({ kind: 'dead_letter', reason: 'webhook_disabled', disablesWebhook: false });
  }
  if (delivery.isExpired) return settle({ kind: 'dead_letter', reason: 'expired', disablesWebhook: false });

  const number = delivery.attemptCount + 1;
  const rendered = render(delivery, delivery.event, webhook, number, now);
  const headers = [...rendered.headers, ...webhook.headers];
  return {
    kind: 'prepared',
    delivery,
    webhook,
    request: { url: webhook.url, headers, body: rendered.body, timeoutMs: webhook.timeoutMs, signal },
    shownHeaders: [...rendered.headers, ...webhook.headers.map(([name]) => [name, MASK] as const)],
    number,
    startedAt: now,
  };
}

function render(
  delivery: ClaimedDelivery,
  event: ClaimedEvent,
  webhook: WebhookSnapshot,
  number: number,
  now: number,
): { headers: Headers; body: Buffer } {
  const renderer = findRenderer(webhook.format);
  if (renderer === null)
    throw new Error(`Webhook ${webhook.id} names the unknown wire format "${webhook.format}".`);
  return renderer({
    event,
    delivery: { id: toPublicId('delivery', delivery.id) },
    attempt: { number, startedAt: now },
    webhook: { id: webhook.publicId },
    secrets: secretsAt(webhook, now),
  });
}
