import type { Uuid } from '../domain/ids.ts';
import { createMatcher, type MatchedEvent, type Refusal } from '../engine/fan-out/targets.ts';
import type { EventRecord } from './event-record.ts';
import type { WebhookSnapshot } from '../engine/fan-out/webhook-snapshot.ts';

/** What decides where an event goes; its data is null once it has been erased. */
export interface ExplainedEvent extends Omit<MatchedEvent, 'data'> {
  readonly data: string | null;
  /** What holds of it whatever the webhook; absent for one that is not published. */
  readonly standing?: EventStanding;
}

/** What has become of a published event as a whole; null where nothing holds it. */
export type EventStanding = 'refused' | 'cancelled' | 'expired' | 'scheduled' | null;

/** @param now milliseconds since 1970, the database's */
export function standingOf(
  {
    deliverAt,
    expiresAt,
    cancelledAt,
    refusal,
  }: Pick<EventRecord, 'deliverAt' | 'expiresAt' | 'cancelledAt' | 'refusal'>,
  now: number,
): EventStanding {
  if (refusal !== null) return 'refused';
  if (cancelledAt !== null) return 'cancelled';
  if (expiresAt !== null && expiresAt.getTime() <= now) return 'expired';
  return deliverAt !== null && deliverAt.getTime() > now ? 'scheduled' : null;
}

export interface Explanation {
  readonly webhookId: Uuid;
  /** Whether a delivery would be made. */
  readonly wouldSend: boolean;
  /**
   * `scheduled`: the delivery is made when the event's time comes; `paused`: it would be made, and wait until the webhook
   * is resumed.
   */
  readonly reason: Refusal | EventStanding | 'paused';
}

/** The very rule of fan-out, applied to webhooks one by one. */
export function createExplainer(
  event: ExplainedEvent,
): (webhook: WebhookSnapshot, isPaused: boolean) => Explanation {
  const { standing = null } = event;
  const findRefusal = createMatcher({ ...event, data: event.data ?? 'null' });
  return (webhook, isPaused) => {
    const refusal = findRefusal(webhook);
    if (refusal !== null) return { webhookId: webhook.id, wouldSend: false, reason: refusal };
    if (standing !== null && standing !== 'scheduled') {
      return { webhookId: webhook.id, wouldSend: false, reason: standing };
    }
    return { webhookId: webhook.id, wouldSend: true, reason: standing ?? (isPaused ? 'paused' : null) };
  };
}
