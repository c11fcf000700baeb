import { fromPublicId, type Uuid } from '../../domain/ids.ts';
import { findUidFault } from '../../domain/uid.ts';

/** How a request names a webhook. */
export type WebhookReference = { readonly id: Uuid } | { readonly uid: string };

/** Null for a text that can name none. */
export function parseWebhookReference(text: string): WebhookReference | null {
  const id = fromPublicId('webhook', text);
  if (id !== null) return { id };
  return findUidFault(text) === undefined ? { uid: text } : null;
}
