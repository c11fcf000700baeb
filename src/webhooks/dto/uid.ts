import { fromPublicId, type Uuid } from '../../domain/ids.ts';

export const UID_PATTERN = /^[A-Za-z0-9._-]{1,128}$/;
/** Beginnings of ids, those of things to come too: a text must never be both an id and a uid (API.md). */
export const ID_BEGINNING = /^(?:wh|evt|dlv|att|rpl|key|tn)_/;

export function findUidFault(value: unknown): string | undefined {
  if (typeof value !== 'string' || !UID_PATTERN.test(value))
    return 'must be 1 to 128 of A-Z, a-z, 0-9 and . _ -';
  return ID_BEGINNING.test(value) ? 'must not begin like an id' : undefined;
}

/** How a request names a webhook. */
export type WebhookReference = { readonly id: Uuid } | { readonly uid: string };

/** Null for a text that can name none. */
export function parseWebhookReference(text: string): WebhookReference | null {
  const id = fromPublicId('webhook', text);
  if (id !== null) return { id };
  return findUidFault(text) === undefined ? { uid: text } : null;
}
