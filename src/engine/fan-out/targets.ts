import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import { maxAttempts } from '../../domain/retry-policy.ts';
import type { TenantSnapshot } from './webhook-snapshot.ts';

/** A delivery that an event asks for. */
export interface Target {
  readonly deliveryId: Uuid;
  readonly webhookId: Uuid;
  readonly attemptsMax: number;
}

/** Which webhooks of a tenant an event goes to: pure but for the ids that it draws. */
export function findTargets(type: string, snapshot: TenantSnapshot, ids: IdGenerator): Target[] {
  const targets: Target[] = [];
  for (const webhook of snapshot.webhooks.values()) {
    if (webhook.isDisabled || !webhook.isSubscribed(type)) continue;
    targets.push({ deliveryId: ids.next(), webhookId: webhook.id, attemptsMax: maxAttempts(webhook.retry) });
  }
  return targets;
}
