import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { PosthornError } from '../domain/errors.ts';
import { putNewest } from '../domain/bounded-map.ts';
import { parseAddress } from '../domain/network/ip-address.ts';
import { secondsToReset, type RateLimitState } from '../domain/rate-limit-state.ts';
import type { Authenticate } from './access.ts';
import { sessionTokenOf } from './sessions/session-cookie.ts';

export interface RequestLimitOptions {
  readonly requestsPerSecond: number;
  /** Beyond that, in ten seconds. */
  readonly burst: number;
  /** Whether requests are served without keys: then they are counted by address alone. */
  readonly isOpen: boolean;
}

interface Decision extends RateLimitState {
  readonly isAllowed: boolean;
}

const NAME = 'requests';
const WINDOW_SECONDS = 1;
const BURST_SECONDS = 10;
const CREDENTIALS_MAX = 10_000;
/** One client has at least these bits of its IPv6 addresses to itself (RFC 6177). */
const IPV6_PREFIX_BYTES = 8;

/**
 * How many requests the API serves in a second: of each key or token, however many addresses send it, and of each address
 * those that carry none that is good. Nothing is stored; each process counts on its own.
 *
 * An address that has used its failures up is refused before its credentials are looked at, but for those that this
 * process has seen to be good: a guesser costs no search, and who shares its address goes on.
 */
export class RequestLimit {
  private readonly served: RateLimiterMemory | BurstyRateLimiter;
  private readonly failures: RateLimiterMemory;
  private readonly goodCredentials = new Map<string, true>();
  private readonly states = new WeakMap<IncomingMessage, RateLimitState>();

  constructor(private readonly options: RequestLimitOptions) {
    const { requestsPerSecond: points, burst } = options;
    const steady = new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
    this.served =
      burst === 0
        ? steady
        : new BurstyRateLimiter(
            steady,
            new RateLimiterMemory({ keyPrefix: 'burst', points: burst, duration: BURST_SECONDS }),
          );
    this.failures = new RateLimiterMemory({ keyPrefix: 'failures', points, duration: WINDOW_SECONDS });
  }

  /** Authenticates as `authenticate` does, but throws `rate_limited` for what is too much. */
  over(authenticate: Authenticate): Authenticate {
    return async (request) => {
      const address = addressOf(request);
      const credential = this.options.isOpen ? null : digestOf(request);
      if (credential === null || !this.goodCredentials.has(credential)) await this.refuseFailing(address);
      let principal;
      try {
        principal = await authenticate(request);
      } catch (error) {
        if (credential !== null) this.goodCredentials.delete(credential);
        if (isRefusal(error)) refuse(await this.count(this.failures, address));
        throw error;
      }
      if (credential !== null) putNewest(this.goodCredentials, credential, true, CREDENTIALS_MAX);
      const decision = await this.count(this.served, credential ?? address);
      refuse(decision);
      this.states.set(request, decision);
      return principal;
    };
  }

  /** Of a request that was served; null for one that needed no authentication. */
  stateOf(request: IncomingMessage): RateLimitState | null {
    return this.states.get(request) ?? null;
  }

  private async refuseFailing(address: string): Promise<void> {
    const window = await this.failures.get(address);
    if (window === null || window.consumedPoints < this.options.requestsPerSecond) return;
    refuse(this.decide(window, false));
  }

  /** The limiter rejects with what is no error. */
  private async count(limiter: RateLimiterMemory | BurstyRateLimiter, key: string): Promise<Decision> {
    try {
      return this.decide(await limiter.consume(key), true);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return this.decide(refusal, false);
      throw refusal;
    }
  }

  private decide({ remainingPoints, msBeforeNext }: RateLimiterRes, isAllowed: boolean): Decision {
    return {
      isAllowed,
      name: NAME,
      quota: this.options.requestsPerSecond,
      windowSeconds: WINDOW_SECONDS,
      remaining: remainingPoints,
      resetMs: msBeforeNext,
    };
  }
}

function refuse(decision: Decision): void {
  if (decision.isAllowed) return;
  throw new PosthornError('rate_limited', {
    retryAfterSeconds: secondsToReset(decision),
    rateLimit: decision,
  });
}

/** What is not served for who asks; a database that is gone is no failure of theirs. */
function isRefusal(error: unknown): boolean {
  return error instanceof PosthornError && error.status < 500;
}

/** Null without credentials. A digest, so that memory holds none. */
function digestOf(request: IncomingMessage): string | null {
  const credential = request.headers.authorization ?? sessionTokenOf(request)?.secret;
  if (credential === undefined) return null;
  return createHash('sha256').update(credential).digest('base64');
}

/** Of the connection: what a header says of others would be taken on trust. IPv6 by its network. */
function addressOf({ socket }: IncomingMessage): string {
  const text = socket.remoteAddress ?? '';
  const address = parseAddress(text);
  if (address?.kind() !== 'ipv6') return address?.toString() ?? text;
  return Buffer.from(address.toByteArray().slice(0, IPV6_PREFIX_BYTES)).toString('hex');
}
