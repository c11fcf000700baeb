import { parseAddress } from './ip-address.ts';

/** What the host of a URL stands for before any name server is asked. */
export type HostKind = { readonly addresses: readonly string[] } | { readonly name: string };

/** RFC 6761 §6.3: these names mean loopback and are never asked of a name server. */
const LOOPBACK_ADDRESSES = ['127.0.0.1', '::1'] as const;

/**
 * Sorts out literals and `localhost` from names that have to be resolved.
 *
 * @param hostname as `URL.hostname` gives it: lower case, IPv6 in brackets, every spelling of IPv4 made canonical
 */
export function classifyHost(hostname: string): HostKind {
  const bare = hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
  const literal = parseAddress(bare);
  if (literal !== null) return { addresses: [literal.toString()] };
  const name = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  if (name === 'localhost' || name.endsWith('.localhost')) return { addresses: LOOPBACK_ADDRESSES };
  return { name };
}
