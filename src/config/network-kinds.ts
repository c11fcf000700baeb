import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { quoted, textThat, type ValueKind } from './value-kinds.ts';

/** An IP range in CIDR notation, given back with its host bits cleared (`127.0.0.1/8` → `127.0.0.0/8`). */
export const network: ValueKind<string> = {
  permitted: 'IP range in CIDR notation',
  read(text) {
    const [address = ''] = text.split('/');
    // isIP first: ipaddr.js also takes octal, hexadecimal and shortened IPv4, which nobody means in a range.
    if (isIP(address) === 0 || address.includes('%') || !ipaddr.isValidCIDR(text)) {
      return { fault: `must be an ${network.permitted} such as 10.0.0.0/8, not ${quoted(text)}` };
    }
    const [parsed, prefixBits] = ipaddr.parseCIDR(text);
    if (parsed instanceof ipaddr.IPv6) {
      // Mapped addresses are judged as IPv4 (SECURITY: where a request may go), so such a range would never match.
      if (parsed.isIPv4MappedAddress()) return { fault: `must be written as IPv4, not ${quoted(text)}` };
      return { value: `${ipaddr.IPv6.networkAddressFromCIDR(text).toString()}/${String(prefixBits)}` };
    }
    return { value: `${ipaddr.IPv4.networkAddressFromCIDR(text).toString()}/${String(prefixBits)}` };
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

/** A web origin (RFC 6454): scheme, host and port alone. `*` is refused: CORS is opened by name. */
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
