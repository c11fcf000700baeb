import ipaddr from 'ipaddr.js';
import { parseAddress, type IpAddress } from './ip-address.ts';

/** A range of addresses, host bits cleared. */
export interface IpNetwork {
  readonly base: IpAddress;
  readonly prefixBits: number;
}

/**
 * A range in CIDR notation, such as `10.0.0.0/8` or `fd00::/8`. Host bits are cleared (`127.0.0.1/8` is
 * `127.0.0.0/8`). A range of IPv4-mapped IPv6 must be written as IPv4, since such addresses are judged as IPv4.
 *
 * @throws RangeError whose message may be shown to the operator
 */
export function parseNetwork(text: string): IpNetwork {
  const [address = '', bits = '', ...rest] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed?.kind() === 'ipv4' && address.includes(':')) {
    throw new RangeError(`${JSON.stringify(text)} is a range of IPv4-mapped addresses: write it as IPv4`);
  }
  const addressBits = parsed?.kind() === 'ipv4' ? 32 : 128;
  const isBitCount = /^\d{1,3}$/.test(bits) && Number(bits) <= addressBits;
  if (parsed === null || !isBitCount || rest.length > 0) {
    throw new RangeError(
      `${JSON.stringify(text)} is not an IP range in CIDR notation such as 10.0.0.0/8 or fd00::/8`,
    );
  }
  return { base: withoutHostBits(parsed, Number(bits)), prefixBits: Number(bits) };
}

/** The range in one spelling, such as `10.0.0.0/8`. */
export function formatNetwork(network: IpNetwork): string {
  return `${network.base.toString()}/${String(network.prefixBits)}`;
}

export function isInNetwork(address: IpAddress, network: IpNetwork): boolean {
  // ipaddr.js throws when the families differ.
  return address.kind() === network.base.kind() && address.match(network.base, network.prefixBits);
}

function withoutHostBits(address: IpAddress, prefixBits: number): IpAddress {
  const cidr = `${address.toString()}/${String(prefixBits)}`;
  return address.kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
    : ipaddr.IPv6.networkAddressFromCIDR(cidr);
}
