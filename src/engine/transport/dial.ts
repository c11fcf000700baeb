import net from 'node:net';
import tls from 'node:tls';
import type { AddressPolicy } from '../../domain/network/address-rules.ts';
import { classifyHost } from '../../domain/network/host.ts';
import { canonicalAddress } from '../../domain/network/ip-address.ts';
import type { NameResolver } from './name-resolver.ts';
import { connectionFailure, refusedAddress, SendFailure } from './send-failure.ts';
import type { Target } from './target.ts';

/** Where a request may go and how names are found out. */
export interface AddressGuard {
  readonly policy: AddressPolicy;
  readonly resolver: NameResolver;
  readonly secureContext: tls.SecureContext;
}

/** Each gets an equal share of the time that is left, so that a dead one leaves enough for the next. */
const ADDRESSES_TRIED_MAX = 4;
const TCP_KEEP_ALIVE_MS = 60_000;

/**
 * Opens one connection to a vetted address. This is the only place that makes sockets: literals, `localhost` and
 * resolved names all pass the same check here, and the socket dials the very address that passed it.
 */
export class Dial {
  readonly timings: { dnsMs: number | null; connectMs: number | null; tlsMs: number | null } = {
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
  };
  private readonly sockets: net.Socket[] = [];
  private isCancelled = false;
  private readonly target: Target;
  private readonly guard: AddressGuard;
  private readonly deadlineAt: number;

  /** @param deadlineAt on the clock of `performance.now()`; only divides the time, the caller cancels when it passes */
  constructor(target: Target, guard: AddressGuard, deadlineAt: number) {
    this.target = target;
    this.guard = guard;
    this.deadlineAt = deadlineAt;
  }

  /** @throws SendFailure */
  async open(): Promise<net.Socket> {
    const addresses = await this.findAddresses();
    const socket = await this.connectToAny(addresses);
    return this.target.isSecure ? this.secure(socket) : socket;
  }

  cancel(): void {
    this.isCancelled = true;
    for (const socket of this.sockets) socket.destroy();
  }

  private async findAddresses(): Promise<readonly string[]> {
    const { policy, resolver } = this.guard;
    const host = classifyHost(this.target.hostname);
    if ('addresses' in host) {
      // The two addresses of `localhost` are ours, not an answer: opening one of the loopback ranges is enough.
      const allowed = host.addresses.filter((address) => policy.isAllowed(address));
      if (allowed.length === 0) throw refusedAddress();
      return allowed;
    }
    const startedAt = performance.now();
    const answers = await resolver.resolve(host.name);
    this.timings.dnsMs = performance.now() - startedAt;
    // One refused answer spoils all: a mixed answer is how a name is bound to an inner address between two questions.
    const addresses = answers.map((answer) => (policy.isAllowed(answer) ? canonicalAddress(answer) : null));
    if (!addresses.every((address) => address !== null)) throw refusedAddress();
    return addresses;
  }

  private async connectToAny(addresses: readonly string[]): Promise<net.Socket> {
    const startedAt = performance.now();
    const candidates = addresses.slice(0, ADDRESSES_TRIED_MAX);
    let failure: unknown;
    for (const [index, address] of candidates.entries()) {
      const shareMs = (this.deadlineAt - performance.now()) / (candidates.length - index);
      try {
        const socket = await this.connectTo(address, shareMs);
        this.timings.connectMs = performance.now() - startedAt;
        return socket;
      } catch (error) {
        if (this.isCancelled || error instanceof SendFailure) throw error;
        failure = error;
      }
    }
    throw connectionFailure(failure);
  }

  private async connectTo(address: string, timeoutMs: number): Promise<net.Socket> {
    this.refuseIfCancelled();
    const socket = net.connect({
      host: address,
      port: this.target.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: TCP_KEEP_ALIVE_MS,
    });
    this.hold(socket);
    const timer = setTimeout(
      () => {
        socket.destroy(Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' }));
      },
      Math.max(1, timeoutMs),
    );
    try {
      await untilEvent(socket, 'connect');
    } finally {
      clearTimeout(timer);
    }
    this.verifyPeer(socket, address);
    return socket;
  }

  /** The kernel sends 0.0.0.0 and :: to loopback, so what was dialled need not be what answered. */
  private verifyPeer(socket: net.Socket, address: string): void {
    const peer = socket.remoteAddress;
    if (peer === undefined) throw Object.assign(new Error('Closed at once'), { code: 'ECONNRESET' });
    if (canonicalAddress(peer) === address && this.guard.policy.isAllowed(peer)) return;
    socket.destroy();
    throw refusedAddress();
  }

  private async secure(raw: net.Socket): Promise<tls.TLSSocket> {
    this.refuseIfCancelled();
    const startedAt = performance.now();
    const host = this.target.hostname.replace(/^\[|\]$|\.$/g, '');
    const socket = tls.connect({
      socket: raw,
      host,
      // RFC 6066 §3: an address is no server name; its certificate is still checked against `host`.
      ...(net.isIP(host) === 0 ? { servername: host } : {}),
      secureContext: this.guard.secureContext,
      ALPNProtocols: ['http/1.1'],
      // Said outright, or NODE_TLS_REJECT_UNAUTHORIZED=0 would decide.
      rejectUnauthorized: true,
    });
    this.hold(socket);
    try {
      await untilEvent(socket, 'secureConnect');
    } catch (error) {
      socket.destroy();
      throw connectionFailure(error);
    }
    this.timings.tlsMs = performance.now() - startedAt;
    return socket;
  }

  private hold(socket: net.Socket): void {
    this.sockets.push(socket);
    // An error between two stages has no other listener and would end the process; the next stage sees it anyway.
    socket.on('error', ignoreError);
  }

  private refuseIfCancelled(): void {
    if (this.isCancelled) throw connectionFailure(undefined);
  }
}

function ignoreError(): void {
  // See Dial.hold.
}

function untilEvent(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      socket.off(event, onEvent).off('error', onError).off('close', onClose);
      done();
    };
    const onEvent = (): void => {
      settle(resolve);
    };
    const onError = (error: Error): void => {
      settle(() => {
        reject(error);
      });
    };
    const onClose = (): void => {
      onError(Object.assign(new Error('Closed'), { code: 'ECONNRESET' }));
    };
    socket.once(event, onEvent).once('error', onError).once('close', onClose);
  });
}
