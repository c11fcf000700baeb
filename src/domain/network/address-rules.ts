import { parseAddress, type IpAddress } from './ip-address.ts';
import { isInNetwork, parseNetwork } from './ip-network.ts';

/** Which addresses a request may be sent to. */
export interface AddressPolicy {
  /**
   * @param address one IP address as text, IPv6 without brackets; whatever cannot be parsed is refused
   */
  isAllowed(address: string): boolean;
}

/** Not globally reachable by the IANA IPv4 special-purpose registry, or anycast service space no receiver lives in. */
const REFUSED_IPV4 = [
  '0.0.0.0/8', // this network, RFC 791
  '10.0.0.0/8', // private, RFC 1918
  '100.64.0.0/10', // carrier-grade NAT, RFC 6598
  '127.0.0.0/8', // loopback, RFC 1122
  '169.254.0.0/16', // link-local, RFC 3927
  '172.16.0.0/12', // private, RFC 1918
  '192.0.0.0/24', // IETF protocol assignments, RFC 6890
  '192.0.2.0/24', // documentation, RFC 5737
  '192.31.196.0/24', // AS112, RFC 7535
  '192.52.193.0/24', // AMT, RFC 7450
  '192.88.99.0/24', // 6to4 relay, RFC 7526
  '192.168.0.0/16', // private, RFC 1918
  '192.175.48.0/24', // AS112, RFC 7534
  '198.18.0.0/15', // benchmarking, RFC 2544
  '198.51.100.0/24', // documentation, RFC 5737
  '203.0.113.0/24', // documentation, RFC 5737
  '224.0.0.0/4', // multicast, RFC 1112
  '240.0.0.0/4', // reserved, RFC 1112, and limited broadcast
].map(parseNetwork);

const GLOBAL_IPV6 = parseNetwork('2000::/3');

/** Inside 2000::/3 and yet no global unicast, or an IPv4 address in disguise. */
const REFUSED_IPV6 = [
  '2001::/23', // IETF protocol assignments with Teredo, RFC 2928
  '2001:db8::/32', // documentation, RFC 3849
  '2002::/16', // 6to4 carries any IPv4 address, RFC 3056
  '3fff::/20', // documentation, RFC 9637
].map(parseNetwork);

/** They hand credentials to whoever can reach them, so opening the range around them does not open them. */
const CLOUD_METADATA = new Set([
  '169.254.169.254', // AWS, Azure, Google, DigitalOcean, Oracle and others
  '169.254.170.2', // AWS ECS task credentials
  '100.100.100.200', // Alibaba
  '168.63.129.16', // Azure WireServer, although globally routable
  '192.0.0.192', // Oracle
  'fd00:ec2::254', // AWS over IPv6
]);

/**
 * Global unicast only, both families, plus the ranges opened on purpose (SECURITY: where a request may go).
 *
 * @param allowedNetworks ranges in CIDR notation, such as `127.0.0.0/8`
 * @throws RangeError when a range cannot be parsed
 */
export function createAddressPolicy(allowedNetworks: readonly string[]): AddressPolicy {
  const opened = allowedNetworks.map(parseNetwork);
  return {
    isAllowed(text) {
      const address = parseAddress(text);
      if (address === null || CLOUD_METADATA.has(address.toString())) return false;
      return opened.some((network) => isInNetwork(address, network)) || isGlobalUnicast(address);
    },
  };
}

function isGlobalUnicast(address: IpAddress): boolean {
  if (address.kind() === 'ipv4') return !REFUSED_IPV4.some((network) => isInNetwork(address, network));
  return isInNetwork(address, GLOBAL_IPV6) && !REFUSED_IPV6.some((network) => isInNetwork(address, network));
}
