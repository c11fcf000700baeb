import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

export interface InboxOriginOptions {
  /** From the settings; null where the process is reached as it listens. */
  readonly origin: string | null;
  /** What it listens on. */
  readonly host: string;
}

/** Any address stands for all of the machine's, of which loopback is one. */
const ANY_ADDRESSES: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What stands before `/inbox/…` in addresses. */
export class InboxOrigin {
  constructor(private readonly options: InboxOriginOptions) {}

  /**
   * The port is that of the connection, since 0 stands for any; nothing is taken from the Host header, which is the client's to
   * say.
   */
  for({ socket }: Pick<IncomingMessage, 'socket'>): string {
    const { origin, host } = this.options;
    if (origin !== null) return origin;
    const address = ANY_ADDRESSES[host] ?? host;
    return `http://${isIPv6(address) ? `[${address}]` : address}:${String(socket.localPort ?? 0)}`;
  }
}
