import type { Uuid } from '../domain/ids.ts';
import type { WebhookSnapshot } from '../engine/fan-out/webhook-snapshot.ts';

/** What decides where an event goes. */
export interface ExplainedEvent {
  readonly type: string;
  /** JSON text; null once it has been erased. */
  readonly data: string | null;
}

/** Why fan-out makes no delivery. */
type Refusal = 'no_match' | 'disabled';

export interface Explanation {
  readonly webhookId: Uuid;
  /** Whether a delivery would be made. */
  readonly wouldSend: boolean;
  /** `paused`: the delivery would be made, and wait until the webhook is resumed. */
  readonly reason: Refusal | 'paused' | null;
}

export function explainEvent(
  event: ExplainedEvent,
  webhook: WebhookSnapshot,
  isPaused: boolean,
): Explanation {
  const refusal = findRefusal(event, webhook);
  if (refusal !== null) return { webhookId: webhook.id, wouldSend: false, reason: refusal };
  return { webhookId: webhook.id, wouldSend: true, reason: isPaused ? 'paused' : null };
}

/**
 * The rule of `findTargets`, which says no more than yes or no. What the event is comes first: a webhook that it does not
 * concern would not get it if it were enabled.
 */
function findRefusal({ type }: ExplainedEvent, webhook: WebhookSnapshot): Refusal | null {
  if (!webhook.isSubscribed(type)) return 'no_match';
  return webhook.isDisabled ? 'disabled' : null;
}
