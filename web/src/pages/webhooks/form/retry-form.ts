import { DEFAULT_RETRY_POLICY, type RetryPolicy } from '../../../../../src/domain/retry-policy.ts';
import type { Webhook, WebhookBody } from '../../../api/webhooks.ts';
import { readDurationMs, writeDuration } from './duration-text.ts';

export const RETRY_KINDS = ['default', 'schedule', 'growing'] as const;
export type RetryKind = (typeof RETRY_KINDS)[number];

export interface RetryForm {
  readonly kind: RetryKind;
  /** Delays such as `5s 5m 1h`, apart by blanks, commas or lines. */
  readonly schedule: string;
  readonly maxAttempts: string;
  readonly initialDelay: string;
  readonly multiplier: string;
  readonly maxDelay: string;
  /** 0 to 100. */
  readonly jitterPercent: string;
  /** A rule, or statuses apart by commas. */
  readonly retryOn: string;
}

const EMPTY: RetryForm = {
  kind: 'default',
  schedule: '5s 5m 30m 2h',
  maxAttempts: '5',
  initialDelay: '1s',
  multiplier: '2',
  maxDelay: '1h',
  jitterPercent: '20',
  retryOn: 'any_failure',
};

/** @param retry null for the default */
export function retryForm(retry: Webhook['retry'] | null): RetryForm {
  if (retry === null || isDefault(retry)) return EMPTY;
  // The document of the API does not tell the two kinds apart; what it answers is one of them.
  const policy = retry as unknown as RetryPolicy;
  const shared = {
    ...EMPTY,
    jitterPercent: String(Math.round(policy.jitter * 1_000) / 10),
    retryOn: typeof policy.retry_on === 'string' ? policy.retry_on : policy.retry_on.join(', '),
  };
  if ('schedule_ms' in policy) {
    return { ...shared, kind: 'schedule', schedule: policy.schedule_ms.map(writeDuration).join(' ') };
  }
  return {
    ...shared,
    kind: 'growing',
    maxAttempts: String(policy.max_attempts),
    initialDelay: writeDuration(policy.initial_delay_ms),
    multiplier: String(policy.backoff_multiplier),
    maxDelay: writeDuration(policy.max_delay_ms),
  };
}

/** Null for the default; texts that are no numbers go out as they are, for the API to say so. */
export function retryBody(form: RetryForm): NonNullable<WebhookBody['retry']> | null {
  if (form.kind === 'default') return null;
  const shared = { jitter: Number(form.jitterPercent) / 100, retry_on: retryOnOf(form.retryOn) };
  if (form.kind === 'schedule') {
    return {
      schedule_ms: form.schedule
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(readDurationMs),
      ...shared,
    };
  }
  return {
    max_attempts: Number(form.maxAttempts),
    initial_delay_ms: readDurationMs(form.initialDelay),
    backoff_multiplier: Number(form.multiplier),
    max_delay_ms: readDurationMs(form.maxDelay),
    ...shared,
  };
}

type RetryOn = NonNullable<NonNullable<WebhookBody['retry']>['retry_on']>;

function retryOnOf(text: string): RetryOn {
  if (/^[a-z_\d]*[a-z_][a-z_\d]*$/.test(text.trim())) return text.trim() as RetryOn;
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
}

function isDefault(retry: Webhook['retry']): boolean {
  const { schedule_ms: schedule, jitter, retry_on: retryOn } = DEFAULT_RETRY_POLICY;
  return (
    JSON.stringify(retry.schedule_ms) === JSON.stringify(schedule) &&
    retry.jitter === jitter &&
    retry.retry_on === retryOn
  );
}
