import type { Uuid } from '../domain/ids.ts';
import { createMatcher, type MatchedEvent, type Refusal } from '../engine/fan-out/targets.ts';
import type { WebhookSnapshot } from '../engine/fan-out/webhook-snapshot.ts';

/** What decides where an event goes; its data is null once it has been erased. */
export interface ExplainedEvent extends Omit<MatchedEvent, 'data'> {
  readonly data: string | null;
}

export interface Explanation {
  readonly webhookId: Uuid;
  /** Whether a delivery would be made. */
  readonly wouldSend: boolean;
  /** `paused`: the delivery would be made, and wait until the webhook is resumed. */
  readonly reason: Refusal | 'paused' | null;
}

/** The very rule of fan-out, applied to webhooks one by one. */
export function createExplainer(
  event: ExplainedEvent,
): (webhook: WebhookSnapshot, isPaused: boolean) => Explanation {
  const findRefusal = createMatcher({ ...event, data: event.data ?? 'null' });
  return (webhook, isPaused) => {
    const refusal = findRefusal(webhook);
    if (refusal !== null) return { webhookId: webhook.id, wouldSend: false, reason: refusal };
    return { webhookId: webhook.id, wouldSend: true, reason: isPaused ? 'paused' : null };
  };
}
