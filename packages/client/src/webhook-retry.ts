import { isSuccess } from '../../../src/domain/outcomes.ts';
import { parseRetryAfterMs } from '../../../src/domain/retry-after.ts';
import { isRetried, nextDelayMs } from '../../../src/domain/retry-policy.ts';
import { toRetryPolicy } from './retry-policies.ts';
import { DEFAULT_RETRY_CONFIG, type RetryConfig } from './webhook-types.ts';

/** When the client tries again, as a calculation: the very rules that its deliveries follow. */
export class WebhookRetryService {
  /** @param random uniform in [0, 1) */
  constructor(private readonly random: () => number = Math.random) {}

  /**
   * The delay before the attempt that follows a failed one, in whole ms, jitter included.
   * @param attemptNumber the failed one, from 1
   * @param retryAfter the receiver's header, which wins where it is longer, up to 24 hours
   */
  calculateRetryDelay(
    attemptNumber: number,
    config: RetryConfig = DEFAULT_RETRY_CONFIG,
    retryAfter?: string | null,
  ): number {
    const failed = Math.max(1, attemptNumber);
    return nextDelayMs(toRetryPolicy(config), failed, this.parseRetryAfter(retryAfter), this.random());
  }

  /**
   * Whether a failure is tried again.
   * @param attempts that were made, this one included: their number, or a list of them
   * @param statusCode left out, or null, where no answer came
   */
  shouldRetry(
    attempts: number | readonly unknown[],
    config: RetryConfig = DEFAULT_RETRY_CONFIG,
    statusCode?: number | null,
  ): boolean {
    const made = typeof attempts === 'number' ? attempts : attempts.length;
    const status = statusCode ?? null;
    return (
      made < config.maxAttempts && !isSuccess(status) && isRetried(toRetryPolicy(config).retry_on, status)
    );
  }

  /** Reads a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3): the wait in ms, null where there is none. */
  parseRetryAfter(retryAfter: string | null | undefined, now: number = Date.now()): number | null {
    return parseRetryAfterMs(retryAfter ?? undefined, now);
  }
}

export const webhookRetryService = new WebhookRetryService();
