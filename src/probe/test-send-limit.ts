import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimitState } from '../domain/rate-limit-state.ts';

export interface RateLimitDecision extends RateLimitState {
  readonly isAllowed: boolean;
}

const NAME = 'test-sends';
const WINDOW_SECONDS = 60;

/**
 * How many test sends a tenant may ask for. Each process counts on its own, so a tenant may have the quota once at
 * each; what every request of them all shares is that nothing is stored for it.
 */
export class TestSendLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(
    private readonly quota: number,
    private readonly windowSeconds = WINDOW_SECONDS,
  ) {
    this.limiter = new RateLimiterMemory({ points: quota, duration: windowSeconds });
  }

  /** Counts one request of the tenant, a refused one too. */
  async count(tenantId: string): Promise<RateLimitDecision> {
    const { quota, windowSeconds } = this;
    const { isAllowed, window } = await this.consume(tenantId);
    return {
      isAllowed,
      name: NAME,
      quota,
      windowSeconds,
      remaining: window.remainingPoints,
      resetMs: window.msBeforeNext,
    };
  }

  /** The limiter rejects with what is no error. */
  private async consume(key: string): Promise<{ isAllowed: boolean; window: RateLimiterRes }> {
    try {
      return { isAllowed: true, window: await this.limiter.consume(key) };
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return { isAllowed: false, window: refusal };
      throw refusal;
    }
  }
}
