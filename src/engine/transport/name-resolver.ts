import { promises as dns } from 'node:dns';
import { SendFailure } from './send-failure.ts';

export interface NameResolver {
  /**
   * Every IPv4 and IPv6 address of the name, IPv4 first.
   *
   * @throws SendFailure `dns_error` when it has none or none was found in time
   */
  resolve(name: string): Promise<readonly string[]>;
  /** Ends open questions. */
  close(): void;
}

/**
 * Asks the name servers itself through c-ares: `dns.lookup` would block libuv's four threads behind dead names
 * (8 of them delayed a good delivery by 16 s). `/etc/hosts` and search domains are not consulted, nothing is cached.
 */
export function createNameResolver(servers: readonly string[] | undefined, timeoutMs: number): NameResolver {
  // Two tries, the second twice as long as the first, fit into the deadline, which holds for several servers too.
  const resolver = new dns.Resolver({ timeout: Math.max(1, Math.floor(timeoutMs / 3)), tries: 2 });
  // An empty list would leave no server to ask, and every name unresolvable.
  if (servers !== undefined && servers.length > 0) resolver.setServers(servers);
  return {
    async resolve(name) {
      const answers = await Promise.allSettled([
        within(resolver.resolve4(name), timeoutMs),
        within(resolver.resolve6(name), timeoutMs),
      ]);
      // Name servers that fail on one family are common, so the other one's answer is enough.
      const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      if (addresses.length > 0) return addresses;
      const causes = answers.map((answer): unknown =>
        answer.status === 'rejected' ? answer.reason : undefined,
      );
      throw new SendFailure('dns_error', 'The host name could not be resolved.', causes);
    },
    close() {
      resolver.cancel();
    },
  };
}

/** c-ares counts its timeout anew for each server and try; this one is the wall clock's. */
async function within<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`No answer within ${String(timeoutMs)} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
