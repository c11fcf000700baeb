import type { Webhook, WebhookState } from '../../../api/webhooks.ts';

interface Wanted {
  readonly q: string;
  /** Null for any. */
  readonly state: WebhookState | null;
}

/** Whether a webhook has all of the words, in any case and anywhere in what names it, and the state. */
export function createWebhookMatch({ q, state }: Wanted): (webhook: Webhook) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (webhook) => {
    if (state !== null && webhook.state !== state) return false;
    const { id, uid, name, url, description, events, format } = webhook;
    const text = [id, uid ?? '', name, url, description, format, ...events].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
