import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RETRY_POLICY } from '../../../../../src/domain/retry-policy.ts';
import { jitterText, plannedAttempts, rateLimitText, retryOnText, retryText } from './policy-words.ts';

const GROWING = {
  max_attempts: 4,
  initial_delay_ms: 1_000,
  backoff_multiplier: 2,
  max_delay_ms: 3_000,
  jitter: 0,
  retry_on: [503],
};

describe('the words of a policy', () => {
  it('tell of every attempt when it is made', () => {
    expect(plannedAttempts(GROWING)).toEqual([
      { number: 1, delayMs: 0, sinceFirstMs: 0 },
      { number: 2, delayMs: 1_000, sinceFirstMs: 1_000 },
      { number: 3, delayMs: 2_000, sinceFirstMs: 3_000 },
      { number: 4, delayMs: 3_000, sinceFirstMs: 6_000 },
    ]);
    expect(retryText(plannedAttempts(DEFAULT_RETRY_POLICY))).toBe('10 attempts over 3 d 3 h.');
    expect(retryText(plannedAttempts({ ...GROWING, max_attempts: 1 }))).toBe(
      'One attempt, and none after it.',
    );
  });

  it('tell what is tried again, and how exactly', () => {
    expect(retryOnText(DEFAULT_RETRY_POLICY)).toBe('Whatever fails is tried again.');
    expect(retryOnText(GROWING)).toContain('503');
    expect(retryOnText({ ...GROWING, retry_on: [] })).toContain('Only what brings no answer');
    expect(jitterText(DEFAULT_RETRY_POLICY)).toBe('Each delay is up to 20% shorter or longer.');
    expect(jitterText(GROWING)).toBe('Each delay is exact.');
  });

  it('tell of limits, and of none', () => {
    expect(rateLimitText(null)).toBe('none');
    expect(rateLimitText({ requests_per_second: null, burst: null, per_hour: null })).toBe('none');
    expect(rateLimitText({ requests_per_second: 0.5, burst: 5, per_hour: 1_000 })).toBe(
      '0.5 requests a second, 5 at once after a rest, 1,000 deliveries an hour',
    );
  });
});
