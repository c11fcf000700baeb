import tls from 'node:tls';
import { putNewest } from '../../domain/bounded-map.ts';
import { createAddressPolicy } from '../../domain/network/address-rules.ts';
import { Exchange } from './exchange.ts';
import { createNameResolver } from './name-resolver.ts';
import { OriginPools } from './origin-pools.ts';
import { parseTarget, type Target } from './target.ts';
import type { OutboundRequest, Transport, TransportOptions, TransportResult } from './transport.ts';

const DNS_TIMEOUT_MS = 5_000;
const BODY_BYTES_MAX = 16_384;
const ORIGINS_MAX = 1_000;
/** URLs whose parse is remembered: parsing one costs a tenth of a send. */
const TARGETS_MAX = 10_000;
/** As many as a process has in flight at all: the dispatcher gives each webhook its share, this only backs it. */
const CONNECTIONS_PER_ORIGIN = 2_000;

/**
 * The transport over undici's clients. It reads no environment: no proxy variable reroutes it and
 * `NODE_TLS_REJECT_UNAUTHORIZED` does not weaken it (`NODE_EXTRA_CA_CERTS` adds authorities, as everywhere in Node).
 *
 * @throws RangeError for a range in `allowedNetworks` that cannot be parsed, Error for a malformed DNS server
 */
export function createTransport(options: TransportOptions): Transport {
  const resolver = createNameResolver(options.dnsServers, options.dnsTimeoutMs ?? DNS_TIMEOUT_MS);
  const guard = {
    policy: createAddressPolicy(options.allowedNetworks),
    resolver,
    secureContext: tls.createSecureContext({ minVersion: 'TLSv1.2' }),
  };
  const pools = new OriginPools(guard, {
    originsMax: options.originsMax ?? ORIGINS_MAX,
    connectionsPerOrigin: options.connectionsPerOrigin ?? CONNECTIONS_PER_ORIGIN,
  });
  return new UndiciTransport(pools, options.bodyBytesMax ?? BODY_BYTES_MAX, () => {
    resolver.close();
  });
}

class UndiciTransport implements Transport {
  private isClosed = false;
  private readonly targets = new Map<string, Target>();
  private readonly pools: OriginPools;
  private readonly bodyBytesMax: number;
  private readonly closeResolver: () => void;

  constructor(pools: OriginPools, bodyBytesMax: number, closeResolver: () => void) {
    this.pools = pools;
    this.bodyBytesMax = bodyBytesMax;
    this.closeResolver = closeResolver;
  }

  send(request: OutboundRequest): Promise<TransportResult> {
    return new Promise((resolve) => {
      const exchange = new Exchange(request, this.bodyBytesMax, resolve);
      try {
        this.start(exchange, request.url);
      } catch (error) {
        exchange.fail(error);
      }
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.closeResolver();
    await this.pools.destroy();
  }

  private start(exchange: Exchange, url: string): void {
    if (this.isClosed) exchange.interrupt();
    if (exchange.isOver) return;
    const target = this.targetOf(url);
    this.pools.poolOf(target).run(exchange, target.path);
  }

  private targetOf(url: string): Target {
    const known = this.targets.get(url);
    if (known !== undefined) return known;
    const target = parseTarget(url);
    putNewest(this.targets, url, target, TARGETS_MAX);
    return target;
  }
}
