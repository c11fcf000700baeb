import { createFilterSubject, type FilterSubject } from '../../domain/filters/compile-filter.ts';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import { maxAttempts } from '../../domain/retry-policy.ts';
import type { TenantSnapshot, WebhookSnapshot } from './webhook-snapshot.ts';

/** A delivery that an event asks for. */
export interface Target {
  readonly deliveryId: Uuid;
  readonly webhookId: Uuid;
  readonly attemptsMax: number;
}

/** What filters look at beside the type. */
export interface EventContent {
  /** JSON text. */
  readonly data: string;
  readonly tags: readonly string[];
}

export interface MatchedEvent extends EventContent {
  readonly type: string;
}

/** Which webhooks of a tenant an event goes to: pure but for the ids that it draws. */
export function findTargets(event: MatchedEvent, snapshot: TenantSnapshot, ids: IdGenerator): Target[] {
  const targets: Target[] = [];
  let subject: FilterSubject | undefined;
  for (const webhook of snapshot.webhooks.values()) {
    if (!isCandidate(webhook, event.type)) continue;
    if (webhook.filter !== null) {
      // The payload is parsed once, and not at all where no filter asks.
      subject ??= createFilterSubject(event.type, event.data, event.tags);
      if (!webhook.filter(subject)) continue;
    }
    targets.push({ deliveryId: ids.next(), webhookId: webhook.id, attemptsMax: maxAttempts(webhook.retry) });
  }
  return targets;
}

/** Whether an event's content decides where it goes. */
export function needsContent(type: string, snapshot: TenantSnapshot): boolean {
  for (const webhook of snapshot.webhooks.values()) {
    if (webhook.filter !== null && isCandidate(webhook, type)) return true;
  }
  return false;
}

function isCandidate(webhook: WebhookSnapshot, type: string): boolean {
  return !webhook.isDisabled && webhook.isSubscribed(type);
}
