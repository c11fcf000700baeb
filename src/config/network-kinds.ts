import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { formatNetwork, parseNetwork } from '../domain/network/ip-network.ts';
import { listOf, quoted, textThat, type ValueKind } from './value-kinds.ts';

/** An IP range in CIDR notation, given back with its host bits cleared (`127.0.0.1/8` → `127.0.0.0/8`). */
export const network: ValueKind<string> = {
  permitted: 'IP range in CIDR notation',
  read(text) {
    try {
      return { value: formatNetwork(parseNetwork(text)) };
    } catch (error) {
      if (error instanceof RangeError) return { fault: error.message };
      throw error;
    }
  },
  show: String,
};

const DNS_PORT = 53;

/** A DNS server as `address`, `address:port` or `[IPv6]:port`; given back always with its port (53 unless said). */
export const dnsServer: ValueKind<string> = {
  permitted: 'IP address with an optional port',
  read(text) {
    const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text) ?? /^([^:]+)(?::(\d{1,5}))?$/.exec(text);
    const address = isIP(text) === 6 ? text : (bracketed?.[1] ?? '');
    const port = isIP(text) === 6 ? DNS_PORT : Number(bracketed?.[2] ?? DNS_PORT);
    const family = isIP(address);
    if (family === 0 || port < 1 || port > 65_535) {
      return { fault: `must be an ${dnsServer.permitted} such as 127.0.0.1:53, not ${quoted(text)}` };
    }
    return { value: `${family === 6 ? `[${address}]` : address}:${String(port)}` };
  },
  show: String,
};

/** A web origin (RFC 6454): scheme, host and port alone. */
export const webOrigin: ValueKind<string> = {
  permitted: 'http or https origin',
  read(text) {
    const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
    const isBare = url?.href === `${url?.origin ?? ''}/`;
    if (url !== undefined && isBare) return { value: url.origin };
    return {
      fault: `must be an ${webOrigin.permitted} such as https://console.example.com, not ${quoted(text)}`,
    };
  },
  show: String,
};

/** Stands alone for the pages of every origin. */
export const ANY_ORIGIN = '*';

const namedOrigins = listOf(webOrigin);

/** Web origins by name, or `*` alone. Where that may stand is a rule over several settings. */
export const webOrigins: ValueKind<readonly string[]> = {
  permitted: `${namedOrigins.permitted}; or \`*\``,
  read: (text) => (text === ANY_ORIGIN ? { value: [ANY_ORIGIN] } : namedOrigins.read(text)),
  show: (origins) => namedOrigins.show(origins),
};

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** What a server can listen on. IPv6 without brackets. */
export const listenAddress = textThat(
  'an IP address or a host name',
  (text) => isIP(text) !== 0 || HOST_NAME.test(text),
);

/** `localhost` by rule (RFC 6761), else only a literal loopback address: a name might come to mean another one. */
export function isLoopbackHost(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  return isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback';
}
