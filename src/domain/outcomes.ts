import type { ErrorType } from './error-types.ts';
import { isRetried, nextDelayMs, type RetryPolicy } from './retry-policy.ts';
import { parseRetryAfterMs } from './retry-after.ts';

/** Why a delivery was given up. */
export const DEAD_LETTER_REASONS = [
  'exhausted',
  'final_status',
  'expired',
  'webhook_disabled',
  'crashed',
  'unrecordable',
  'unreadable',
  'unrenderable',
] as const;
export type DeadLetterReason = (typeof DEAD_LETTER_REASONS)[number];

/** Why a delivery was cancelled. */
export const CANCEL_REASONS = ['webhook_deleted', 'event_erased', 'cancelled_by_request'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Why a delivery ended without a request, though nothing stood against it. */
export const SHADOW_REASON = 'shadow_mode';

/** What an attempt, or a look before it, decided about its delivery. */
export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'dead_letter'; readonly reason: DeadLetterReason; readonly disablesWebhook: boolean }
  | { readonly kind: 'cancelled'; readonly reason: CancelReason }
  /** What would have been sent is recorded, and nothing was. */
  | { readonly kind: 'shadowed'; readonly reason: typeof SHADOW_REASON }
  /** Given back as it was: due at once, and no attempt is counted. */
  | { readonly kind: 'released' };

/** What came back, as far as it decides anything. `status` is null when no answer came. */
export interface AttemptAnswer {
  readonly status: number | null;
  readonly errorType: ErrorType | null;
  readonly retryAfter: string | undefined;
}

/** Recorded attempts of the current budget, this one included, and how many it allows. */
export interface AttemptBudget {
  readonly attempts: number;
  readonly attemptsMax: number;
}

const GONE = 410;

export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status <= 299;
}

/** Judges one attempt by its webhook's policy. */
export function judge(
  answer: AttemptAnswer,
  policy: RetryPolicy,
  budget: AttemptBudget,
  now: number,
  chance: number,
): Outcome {
  if (answer.errorType === 'interrupted') return { kind: 'released' };
  // The same event in the same format fails again; its owner may retry it once the format is another.
  if (answer.errorType === 'render_error') {
    return { kind: 'dead_letter', reason: 'unrenderable', disablesWebhook: false };
  }
  if (isSuccess(answer.status)) return { kind: 'delivered' };
  // "Gone" asks for no more requests (Standard Webhooks). A policy that names its own statuses is taken at its word.
  if (answer.status === GONE && policy.retry_on === 'any_failure') {
    return { kind: 'dead_letter', reason: 'final_status', disablesWebhook: true };
  }
  if (!isRetried(policy.retry_on, answer.status)) {
    return { kind: 'dead_letter', reason: 'final_status', disablesWebhook: false };
  }
  if (budget.attempts >= budget.attemptsMax) {
    return { kind: 'dead_letter', reason: 'exhausted', disablesWebhook: false };
  }
  const retryAfterMs = parseRetryAfterMs(answer.retryAfter, now);
  return { kind: 'retry', delayMs: nextDelayMs(policy, budget.attempts, retryAfterMs, chance) };
}
