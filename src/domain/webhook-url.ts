import type { AddressPolicy } from './network/address-rules.ts';
import { classifyHost } from './network/host.ts';

/** Of the text as given and of the canonical URL, in characters. */
export const WEBHOOK_URL_CHARACTERS_MAX = 2_048;

export type ParsedWebhookUrl = { readonly url: string } | { readonly fault: string };

/**
 * The URL of a webhook in the one spelling that is stored, judged and dialled (WHATWG URL Standard). The fragment is
 * dropped, since it never goes over the wire. Names are not resolved. Faults are sentences for the client.
 */
export function parseWebhookUrl(text: string): ParsedWebhookUrl {
  if (text.length > WEBHOOK_URL_CHARACTERS_MAX) return tooLong();
  if (!URL.canParse(text)) return { fault: 'must be an absolute http or https URL' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { fault: 'must be an absolute http or https URL' };
  }
  if (url.username !== '' || url.password !== '') {
    return { fault: 'must not contain a user name or password' };
  }
  url.hash = '';
  // Percent-encoding makes a URL longer.
  return url.href.length > WEBHOOK_URL_CHARACTERS_MAX ? tooLong() : { url: url.href };
}

/** As {@link parseWebhookUrl}; undefined where nothing is wrong, or where the value is no text. */
export function findUrlFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const parsed = parseWebhookUrl(value);
  return 'fault' in parsed ? parsed.fault : undefined;
}

/**
 * Whether the URL names its target by address (or as `localhost`) and the policy refuses that address. Other names
 * are judged where the socket is made, after resolving.
 *
 * @param url canonical, from {@link parseWebhookUrl}
 */
export function isRefusedLiteral(url: string, policy: AddressPolicy): boolean {
  const host = classifyHost(new URL(url).hostname);
  return 'addresses' in host && !host.addresses.some((address) => policy.isAllowed(address));
}

function tooLong(): { fault: string } {
  return { fault: `must be at most ${String(WEBHOOK_URL_CHARACTERS_MAX)} characters long` };
}
