import type { StatsSummary } from '../../api/stats.ts';
import type { Webhook, WebhookState } from '../../api/webhooks.ts';

export interface TroubledWebhook {
  readonly webhook: Webhook;
  /** Of its finished deliveries of the window, 0 to 1; null where none has finished. */
  readonly successRate: number | null;
  readonly deadLetterCount: number;
}

/** What needs somebody first. */
const URGENCY: Readonly<Record<WebhookState, number>> = { failing: 0, disabled: 1, paused: 2, active: 3 };

/** Webhooks that do not simply deliver: failing first, then disabled and paused, then those that have given up deliveries. */
export function troubledWebhooks(
  webhooks: readonly Webhook[],
  summary: StatsSummary | undefined,
): TroubledWebhook[] {
  const counts = new Map(summary?.by_webhook.data.map((one) => [one.webhook_id, one]));
  return webhooks
    .map((webhook) => {
      const counted = counts.get(webhook.id);
      return {
        webhook,
        successRate: counted?.success_rate ?? null,
        deadLetterCount: counted?.by_status.dead_letter ?? 0,
      };
    })
    .filter(({ webhook, deadLetterCount }) => webhook.state !== 'active' || deadLetterCount > 0)
    .sort(
      (left, right) =>
        URGENCY[left.webhook.state] - URGENCY[right.webhook.state] ||
        right.deadLetterCount - left.deadLetterCount,
    );
}
