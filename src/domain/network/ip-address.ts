import ipaddr from 'ipaddr.js';

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** ipaddr.js takes embedded dots after any prefix and reads `::1.2.3.4` as mapped; only this spelling is unambiguous. */
const MAPPED_WITH_DOTS = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * One IP address in its usual spelling: four decimal octets without leading zeros, or IPv6 without brackets.
 * IPv4-mapped IPv6 (RFC 4291 §2.5.5.2) comes back as the IPv4 address it stands for. Zone ids, octal, hexadecimal
 * and shortened IPv4 are not addresses here: different parsers read them as different hosts.
 *
 * @returns null when the text is anything else
 */
export function parseAddress(text: string): IpAddress | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const dotted = MAPPED_WITH_DOTS.exec(text)?.[1];
  if (dotted !== undefined) return parseAddress(dotted);
  if (text.includes('%') || text.includes('.') || !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** The spelling under which two texts of the same address are equal (RFC 5952; mapped IPv4 as IPv4), or null. */
export function canonicalAddress(text: string): string | null {
  return parseAddress(text)?.toString() ?? null;
}
