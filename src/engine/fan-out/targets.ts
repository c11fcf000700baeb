import { createFilterSubject, type FilterSubject } from '../../domain/filters/compile-filter.ts';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import { maxAttempts } from '../../domain/retry-policy.ts';
import { isNotice, subjectOf } from '../../domain/webhook-notices.ts';
import { plainArrayLiteral } from '../array-parameter.ts';
import type { TenantSnapshot, WebhookSnapshot } from './webhook-snapshot.ts';

/** A delivery that an event asks for. */
export interface Target {
  readonly deliveryId: Uuid;
  readonly webhook: WebhookSnapshot;
  readonly attemptsMax: number;
}

/** Deliveries that one statement inserts at most, and one publish: what goes beyond is left to the relay, event by event. */
export const DELIVERIES_MAX = 5_000;

/**
 * The targets of several events as a statement takes them: delivery ids, webhook ids and max attempts, each an array
 * literal an event.
 */
export function toTargetColumns(
  targetsOfEvents: readonly (readonly Target[])[],
): [deliveryIds: string[], webhookIds: string[], attemptsMax: string[]] {
  const column = (read: (target: Target) => string | number): string[] =>
    targetsOfEvents.map((targets) => plainArrayLiteral(targets, read));
  return [
    column((target) => target.deliveryId),
    column((target) => target.webhook.id),
    column((target) => target.attemptsMax),
  ];
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

/** Why fan-out makes no delivery of an event to a webhook. */
export type Refusal = 'no_match' | 'disabled' | 'filtered' | 'about_itself';

/**
 * Judges an event against one webhook after another; null is a delivery. What the event is comes first: a webhook that
 * it does not concern would not get it if it were enabled. The payload is parsed once, and not at all where no filter asks.
 */
export function createMatcher(event: MatchedEvent): (webhook: WebhookSnapshot) => Refusal | null {
  let subject: FilterSubject | undefined;
  const aboutId = subjectOf(event.type, event.data);
  return (webhook) => {
    if (!webhook.isSubscribed(event.type)) return 'no_match';
    if (webhook.publicId === aboutId) return 'about_itself';
    if (webhook.isDisabled) return 'disabled';
    if (webhook.filter === null) return null;
    subject ??= createFilterSubject(event.type, event.data, event.tags);
    return webhook.filter(subject) ? null : 'filtered';
  };
}

/** Which webhooks of a tenant an event goes to, null where they are more than `targetsMax`: pure but for the ids drawn. */
export function findTargetsUpTo(
  targetsMax: number,
  event: MatchedEvent,
  snapshot: TenantSnapshot,
  ids: IdGenerator,
): Target[] | null {
  const findRefusal = createMatcher(event);
  const targets: Target[] = [];
  for (const webhook of snapshot.webhooks.values()) {
    if (findRefusal(webhook) !== null) continue;
    if (targets.length === targetsMax) return null;
    targets.push({ deliveryId: ids.next(), webhook, attemptsMax: maxAttempts(webhook.retry) });
  }
  return targets;
}

/** The same without a bound. */
export function findTargets(event: MatchedEvent, snapshot: TenantSnapshot, ids: IdGenerator): Target[] {
  return findTargetsUpTo(Infinity, event, snapshot, ids) ?? [];
}

/** Whether an event's content decides where it goes. */
export function needsContent(type: string, snapshot: TenantSnapshot): boolean {
  if (isNotice(type)) return true;
  for (const webhook of snapshot.webhooks.values()) {
    if (webhook.filter !== null && !webhook.isDisabled && webhook.isSubscribed(type)) return true;
  }
  return false;
}
