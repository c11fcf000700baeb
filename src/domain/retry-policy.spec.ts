import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_RETRY_POLICY,
  exactDelayMs,
  isRetried,
  maxAttempts,
  nextDelayMs,
  RETRY_AFTER_MAX_MS,
  type ExponentialRetryPolicy,
} from './retry-policy.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const EXPONENTIAL: ExponentialRetryPolicy = {
  max_attempts: 5,
  initial_delay_ms: 1_000,
  backoff_multiplier: 2,
  max_delay_ms: 30_000,
  jitter: 0,
  retry_on: 'any_failure',
};

/** Jitter draws from [0, 1): the ends and the middle. */
const LOWEST = 0;
const MIDDLE = 0.5;
const HIGHEST = 1 - Number.EPSILON;

describe('the default policy', () => {
  it('is the table of Standard Webhooks', () => {
    expect(DEFAULT_RETRY_POLICY.schedule_ms).toEqual([
      5 * SECOND,
      5 * MINUTE,
      30 * MINUTE,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      14 * HOUR,
      20 * HOUR,
      24 * HOUR,
    ]);
    expect(DEFAULT_RETRY_POLICY).toMatchObject({ jitter: 0.2, retry_on: 'any_failure' });
  });

  it('makes ten attempts over 75 h 35 min 5 s', () => {
    expect(maxAttempts(DEFAULT_RETRY_POLICY)).toBe(10);
    let total = 0;
    for (let attempts = 1; attempts < 10; attempts += 1)
      total += exactDelayMs(DEFAULT_RETRY_POLICY, attempts);
    expect(total).toBe(75 * HOUR + 35 * MINUTE + 5 * SECOND);
  });
});

describe('exactDelayMs', () => {
  it.each([
    [1, 5 * SECOND],
    [2, 5 * MINUTE],
    [9, 24 * HOUR],
    [10, 24 * HOUR],
    [1_000, 24 * HOUR],
  ])('takes the place of attempt %i in a schedule, and its last one beyond', (attempts, delayMs) => {
    expect(exactDelayMs(DEFAULT_RETRY_POLICY, attempts)).toBe(delayMs);
  });

  it('is nothing in an empty schedule', () => {
    const once = { ...DEFAULT_RETRY_POLICY, schedule_ms: [] };
    expect(maxAttempts(once)).toBe(1);
    expect(exactDelayMs(once, 1)).toBe(0);
  });

  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [5, 16_000],
    [6, 30_000],
    [50, 30_000],
    [5_000, 30_000],
  ])('grows by its factor up to its bound: after attempt %i', (attempts, delayMs) => {
    expect(exactDelayMs(EXPONENTIAL, attempts)).toBe(delayMs);
  });

  it('stays level with a factor of one', () => {
    expect(exactDelayMs({ ...EXPONENTIAL, backoff_multiplier: 1 }, 40)).toBe(1_000);
  });

  it('is nothing for a first delay of nothing, however far the factor has grown', () => {
    const atOnce = { ...EXPONENTIAL, initial_delay_ms: 0, backoff_multiplier: 1e300 };
    expect(exactDelayMs(atOnce, 1)).toBe(0);
    expect(exactDelayMs(atOnce, 50)).toBe(0);
  });
});

describe('nextDelayMs', () => {
  it.each([
    [LOWEST, 240 * SECOND],
    [MIDDLE, 300 * SECOND],
    [HIGHEST, 360 * SECOND],
  ])('is moved by its jitter, at chance %d', (chance, delayMs) => {
    expect(nextDelayMs(DEFAULT_RETRY_POLICY, 2, null, chance)).toBe(delayMs);
  });

  it('is exact without jitter', () => {
    for (const chance of [LOWEST, MIDDLE, HIGHEST])
      expect(nextDelayMs(EXPONENTIAL, 3, null, chance)).toBe(4_000);
  });

  it('spans from nothing to twice its length with all the jitter there is', () => {
    const policy = { ...EXPONENTIAL, jitter: 1 };
    expect(nextDelayMs(policy, 3, null, LOWEST)).toBe(0);
    expect(nextDelayMs(policy, 3, null, HIGHEST)).toBe(8_000);
  });

  it('comes in whole milliseconds', () => {
    const policy = { ...EXPONENTIAL, initial_delay_ms: 333, backoff_multiplier: 1.7, jitter: 0.1 };
    expect(Number.isInteger(nextDelayMs(policy, 3, null, 0.123))).toBe(true);
  });

  it.each([
    ['longer wins', 10_000, 10_000],
    ['shorter loses', 3_999, 4_000],
    ['at once loses', 0, 4_000],
    ['a day is obeyed', RETRY_AFTER_MAX_MS, RETRY_AFTER_MAX_MS],
    ['more is cut to a day', RETRY_AFTER_MAX_MS + 1, RETRY_AFTER_MAX_MS],
    ['without end is cut to a day', Infinity, RETRY_AFTER_MAX_MS],
  ])('weighs Retry-After: %s', (_what, retryAfterMs, delayMs) => {
    expect(nextDelayMs(EXPONENTIAL, 3, retryAfterMs, MIDDLE)).toBe(delayMs);
  });

  it('keeps a delay of its own that is longer than the bound of Retry-After', () => {
    expect(nextDelayMs(DEFAULT_RETRY_POLICY, 9, Infinity, HIGHEST)).toBe(1.2 * (24 * HOUR));
  });

  it('moves only its own delay: what the receiver asked for is not made shorter', () => {
    expect(nextDelayMs(DEFAULT_RETRY_POLICY, 1, 60_000, LOWEST)).toBe(60_000);
  });

  it('bounds Retry-After at 24 hours', () => {
    expect(RETRY_AFTER_MAX_MS).toBe(24 * HOUR);
  });
});

describe('isRetried', () => {
  const STATUSES = [null, 199, 300, 302, 399, 400, 404, 408, 410, 422, 429, 499, 500, 503, 599] as const;

  it.each([
    ['any_failure', STATUSES],
    ['status_400_up', [null, 300, 302, 399, 400, 404, 408, 410, 422, 429, 499, 500, 503, 599]],
    ['transient', [null, 408, 429, 500, 503, 599]],
    [
      [404, 503],
      [null, 404, 503],
    ],
    [[], [null]],
  ] as const)('under %j', (rule, retried) => {
    expect(STATUSES.filter((status) => isRetried(rule, status))).toEqual(retried);
  });
});
