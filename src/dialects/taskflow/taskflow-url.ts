import type { AddressPolicy } from '../../domain/network/address-rules.ts';
import { classifyHost } from '../../domain/network/host.ts';
import { parseAddress } from '../../domain/network/ip-address.ts';

/**
 * "HTTPS endpoint to receive events": http is for development alone, to this machine, where whoever runs Posthorn has opened
 * loopback (`POSTHORN_ALLOWED_NETWORKS`). Undefined where nothing is wrong.
 * @param text a URL that a webhook may have
 */
export function findHttpsFault(text: string, policy: AddressPolicy): string | undefined {
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || isOpenLoopback(hostname, policy)) return undefined;
  return 'must be an https URL; http leads to loopback alone, where POSTHORN_ALLOWED_NETWORKS opens it';
}

function isOpenLoopback(hostname: string, policy: AddressPolicy): boolean {
  const host = classifyHost(hostname);
  if (!('addresses' in host)) return false;
  const { addresses } = host;
  return (
    addresses.every((address) => parseAddress(address)?.range() === 'loopback') &&
    addresses.some((address) => policy.isAllowed(address))
  );
}
