import { fileURLToPath } from 'node:url';
import { NameServer } from '../integration/transport/name-server.ts';

/** Of the real shape. */
export const HOSTS = 1_000;
const ADDRESSES_A_BLOCK = 250;

/** Of every name under hosts.test, by an authority that is itself. */
export const CERTIFICATE = fileURLToPath(new URL('./certificates/hosts.pem', import.meta.url));
export const PRIVATE_KEY = new URL('../integration/transport/certificates/server.key', import.meta.url);

export function hostName(host: number): string {
  return `h${host}.hosts.test`;
}

/** Each host's own loopback address. */
export function hostAddress(host: number): string {
  return `127.1.${Math.floor(host / ADDRESSES_A_BLOCK)}.${1 + (host % ADDRESSES_A_BLOCK)}`;
}

/** Knows the hosts' names, each at the address that `addressOf` gives. */
export async function startNameServer(addressOf: (host: number) => string): Promise<NameServer> {
  return await NameServer.start(({ name, family }) => {
    const host = /^h(\d+)\.hosts\.test$/.exec(name)?.[1];
    if (host === undefined) return 'nxdomain';
    return family === 4 ? [addressOf(Number(host))] : [];
  });
}
