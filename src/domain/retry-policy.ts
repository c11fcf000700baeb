/**
 * When a failed delivery is tried again. Pure: the chance that jitter needs comes in as an argument.
 * The default is the table of Standard Webhooks ("Deliverability and reliability"): ten attempts over 75 h.
 */
export interface ScheduledRetryPolicy {
  /** The delay before each further attempt, in ms; the number of attempts is one more. */
  readonly schedule_ms: readonly number[];
  readonly jitter: number;
  readonly retry_on: RetryOn;
}

export interface ExponentialRetryPolicy {
  readonly max_attempts: number;
  readonly initial_delay_ms: number;
  readonly backoff_multiplier: number;
  readonly max_delay_ms: number;
  /** Share of the delay by which it may be shorter or longer, 0-1. */
  readonly jitter: number;
  readonly retry_on: RetryOn;
}

/** As it is stored (`webhooks.retry`) and shown by the API. */
export type RetryPolicy = ScheduledRetryPolicy | ExponentialRetryPolicy;

export const RETRY_ON_RULES = ['any_failure', 'status_400_up', 'transient'] as const;
/** A named rule, or the list of the statuses that are tried again (failures without a status always are). */
export type RetryOn = (typeof RETRY_ON_RULES)[number] | readonly number[];

export const DEFAULT_RETRY_POLICY: ScheduledRetryPolicy = {
  schedule_ms: [
    5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000,
  ],
  jitter: 0.2,
  retry_on: 'any_failure',
};

/** Retry-After is obeyed up to this long (DIALECTS.md). */
export const RETRY_AFTER_MAX_MS = 24 * 3_600_000;

export function maxAttempts(policy: RetryPolicy): number {
  return 'schedule_ms' in policy ? policy.schedule_ms.length + 1 : policy.max_attempts;
}

/**
 * The delay after a failed attempt, without jitter.
 * @param attempts recorded attempts of the current budget, the failed one included; from 1
 */
export function exactDelayMs(policy: RetryPolicy, attempts: number): number {
  if ('schedule_ms' in policy) {
    return policy.schedule_ms[Math.min(attempts, policy.schedule_ms.length) - 1] ?? 0;
  }
  if (policy.initial_delay_ms === 0) return 0; // nothing times a factor grown beyond all numbers is no number
  const grown = policy.initial_delay_ms * policy.backoff_multiplier ** (attempts - 1);
  return Math.min(grown, policy.max_delay_ms);
}

/**
 * The delay after a failed attempt, in whole ms: the policy's own, moved by its jitter, or the receiver's Retry-After
 * where that is longer.
 * @param chance uniform in [0, 1)
 */
export function nextDelayMs(
  policy: RetryPolicy,
  attempts: number,
  retryAfterMs: number | null,
  chance: number,
): number {
  const jittered = exactDelayMs(policy, attempts) * (1 + policy.jitter * (2 * chance - 1));
  return Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_MS)));
}

/** Whether a failure is tried again while attempts are left. `status` is null when no answer came. */
export function isRetried(retryOn: RetryOn, status: number | null): boolean {
  if (status === null) return true;
  switch (retryOn) {
    case 'any_failure':
      return true;
    case 'status_400_up':
      return status >= 300; // a redirect is never followed, so it is a failure like any other (DIALECTS.md, emp)
    case 'transient':
      return status === 408 || status === 429 || status >= 500;
    default:
      return retryOn.includes(status);
  }
}
