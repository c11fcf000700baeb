import type { Outcome } from '../../domain/outcomes.ts';
import { RenderError } from '../../wire/wire-format.ts';
import type { WebhookSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { ClaimedDelivery, ClaimedEvent } from '../queue/claimed-delivery.ts';
import { renderRequest, type SignedRequest } from './render-request.ts';

/** Whoever has the key may send it sooner: a delivery of a webhook that this process cannot open is due again then. */
const SEALED_PAUSE_MS = 30_000;

/** What is known of an attempt before its request. */
export interface AttemptStart {
  readonly delivery: ClaimedDelivery;
  readonly webhook: WebhookSnapshot;
  readonly number: number;
  /** Milliseconds since 1970, the database's. */
  readonly startedAt: number;
  readonly shownHeaders: SignedRequest['shownHeaders'];
  readonly logged?: SignedRequest['logged'];
}

/** A delivery that is ready to be sent. */
export interface PreparedAttempt extends AttemptStart, SignedRequest {
  readonly kind: 'prepared';
}

/** A delivery whose webhook's wire format cannot carry its event: an attempt that ends before its request. */
export interface UnrenderableAttempt extends AttemptStart {
  readonly kind: 'unrenderable';
  readonly message: string;
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
): PreparedAttempt | UnrenderableAttempt | SettledDelivery {
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

  return render(
    { delivery, webhook, number: delivery.attemptCount + 1, startedAt: now },
    delivery.event,
    signal,
  );
}

function render(
  start: Omit<AttemptStart, 'shownHeaders'>,
  event: ClaimedEvent,
  signal: AbortSignal,
): PreparedAttempt | UnrenderableAttempt {
  const { delivery, webhook, number, startedAt: now } = start;
  try {
    return {
      kind: 'prepared',
      ...start,
      ...renderRequest(webhook, { deliveryId: delivery.id, event, number, now, signal }),
    };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { kind: 'unrenderable', ...start, shownHeaders: [], message: error.message };
  }
}
