import type { ExponentialRetryPolicy } from '../../../src/domain/retry-policy.ts';
import type { RetryConfig } from './webhook-types.ts';

/** The engine's own policy for such a configuration: 408, 429, 5xx and what brought no answer are tried again. */
export function toRetryPolicy(config: RetryConfig): ExponentialRetryPolicy {
  return {
    max_attempts: config.maxAttempts,
    initial_delay_ms: config.initialDelayMs,
    backoff_multiplier: config.backoffMultiplier,
    max_delay_ms: config.maxDelayMs,
    jitter: config.jitterFactor,
    retry_on: 'transient',
  };
}

export function toRetryConfig(policy: ExponentialRetryPolicy): RetryConfig {
  return {
    maxAttempts: policy.max_attempts,
    initialDelayMs: policy.initial_delay_ms,
    maxDelayMs: policy.max_delay_ms,
    backoffMultiplier: policy.backoff_multiplier,
    jitterFactor: policy.jitter,
  };
}
