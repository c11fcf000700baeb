import type { ExponentialRetryPolicy } from '../../domain/retry-policy.ts';

/** "Webhook Fields" of TaskFlow's document, with the bounds of each. */
export const RETRY_COUNT = { min: 0, max: 10, default: 3 } as const;
export const TIMEOUT_SECONDS = { min: 5, max: 300, default: 30 } as const;

/** Whose webhooks are, where nobody is named: keys have no user, nor has an open API. */
export const ANONYMOUS = 'anonymous';

/** "Rate Limits" of the document. */
export const WEBHOOKS_OF_USER_MAX = 10;
export const DELIVERIES_PER_HOUR_MAX = 1_000;
export const TASKFLOW_IDLE_MS = 30 * 86_400_000;

/**
 * "Retry Logic" of the document: 2, 4, 8 s … at most 60 s, after every answer but 2xx: 410 Gone too, which `any_failure` would
 * take for an end.
 * @param retryCount beside the first attempt
 */
export function taskflowRetry(retryCount: number): ExponentialRetryPolicy {
  return {
    max_attempts: retryCount + 1,
    initial_delay_ms: 2_000,
    backoff_multiplier: 2,
    max_delay_ms: 60_000,
    jitter: 0,
    retry_on: 'status_400_up',
  };
}
