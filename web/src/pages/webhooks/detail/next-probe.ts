import type { WebhookDelivery } from '../../../api/webhooks.ts';

/** When the first of those that wait may be sent (RFC 3339, UTC); null where none waits. */
export function nextProbeAt(waiting: readonly Pick<WebhookDelivery, 'next_retry_at'>[]): string | null {
  const times = waiting.flatMap(({ next_retry_at: at }) => (at === null ? [] : [at]));
  // Times of one form and one zone are in the order of their texts.
  return times.sort().at(0) ?? null;
}
