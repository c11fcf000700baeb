import type { Outcome } from '../../domain/outcomes.ts';
import type { WebhookSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';
import { renderRequest, type SignedRequest } from './render-request.ts';

/** Whoever has the key may send it sooner: a delivery of a webhook that this process cannot open is due again then. */
const SEALED_PAUSE_MS = 30_000;

/** A delivery that is ready to be sent. */
export interface PreparedAttempt extends SignedRequest {
  readonly kind: 'prepared';
  readonly delivery: ClaimedDelivery;
  readonly webhook: WebhookSnapshot;
  readonly number: number;
  /** Milliseconds since 1970, the database's. */
  readonly startedAt: number;
}

/** A delivery that ends before any request is made. */
export interface SettledDelivery {
  readonly kind: 'settled';
  readonly delivery: ClaimedDelivery;
  readonly outcome: Outcome;
  /** What is wrong here, where it is not the delivery or its webhook. */
  readonly fault?: string;
}

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
  if (delivery.isUnreadable === true) {
    return settle({ kind: 'dead_letter', reason: 'unreadable', disablesWebhook: false });
  }
  if (delivery.event === null) return settle({ kind: 'cancelled', reason: 'event_erased' });
  if (webhook.isDisabled) {
    return settle({ kind: 'dead_letter', reason: 'webhook_disabled', disablesWebhook: false });
  }
  // By now, not by the claim: it may have waited for its turn since.
  if (delivery.expiresAt !== null && delivery.expiresAt <= now) {
    return settle({ kind: 'dead_letter', reason: 'expired', disablesWebhook: false });
  }

  if (webhook.sealFault !== null) {
    const outcome = { kind: 'retry', delayMs: SEALED_PAUSE_MS } as const;
    return { ...settle(outcome), fault: webhook.sealFault };
  }

  const number = delivery.attemptCount + 1;
  const { id: deliveryId, event } = delivery;
  const occasion = { deliveryId, event, number, now, signal };
  return {
    kind: 'prepared',
    delivery,
    webhook,
    ...renderRequest(webhook, occasion),
    number,
    startedAt: now,
  };
}
