import type { WebhooksService } from '../webhooks/webhooks.service.ts';

/** A webhook as the native API's service tells it. */
export type NativeWebhook = Awaited<ReturnType<WebhooksService['get']>>;

/** What its receiver has disabled is not active either. */
export function isActive({ active, disabledReason }: NativeWebhook): boolean {
  return active && disabledReason === null;
}
