import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import {
  exactDelayMs,
  maxAttempts,
  nextDelayMs,
  RETRY_AFTER_MAX_MS,
  type RetryPolicy,
} from '../../src/domain/retry-policy.ts';
import { parseRetryAfterMs } from '../../src/domain/retry-after.ts';

const DAY_MS = 24 * 3_600_000;

const jitter = fc.double({ min: 0, max: 1, noNaN: true });
const delayMs = fc.integer({ min: 0, max: 30 * DAY_MS });

const scheduled: fc.Arbitrary<RetryPolicy> = fc.record({
  schedule_ms: fc.array(delayMs, { maxLength: 49 }),
  jitter,
  retry_on: fc.constant('any_failure' as const),
});
const exponential: fc.Arbitrary<RetryPolicy> = fc.record({
  max_attempts: fc.integer({ min: 1, max: 50 }),
  initial_delay_ms: delayMs,
  backoff_multiplier: fc.double({ min: 1, max: Number.MAX_VALUE, noNaN: true }),
  max_delay_ms: delayMs,
  jitter,
  retry_on: fc.constant('any_failure' as const),
});
const policy = fc.oneof(scheduled, exponential);
const attempts = fc.integer({ min: 1, max: 10_000 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const retryAfterMs = fc.option(
  fc.oneof(fc.nat({ max: 10 * DAY_MS }), fc.maxSafeNat(), fc.constant(Infinity)),
);

const longestDelayMs = (of: RetryPolicy): number =>
  'schedule_ms' in of ? Math.max(0, ...of.schedule_ms) : of.max_delay_ms;

describe('the delay of any policy', () => {
  it('is whole, never negative and never beyond its bounds', () => {
    fc.assert(
      fc.property(policy, attempts, retryAfterMs, chance, (of, after, asked, drawn) => {
        const delay = nextDelayMs(of, after, asked, drawn);
        const bound = Math.max(longestDelayMs(of) * (1 + of.jitter), RETRY_AFTER_MAX_MS);
        return Number.isInteger(delay) && delay >= 0 && delay <= Math.ceil(bound);
      }),
    );
  });

  it('stays within its jitter of the exact one, where the receiver asks for nothing', () => {
    fc.assert(
      fc.property(policy, attempts, chance, (of, after, drawn) => {
        const exact = exactDelayMs(of, after);
        const delay = nextDelayMs(of, after, null, drawn);
        return delay >= Math.floor(exact * (1 - of.jitter)) && delay <= Math.ceil(exact * (1 + of.jitter));
      }),
    );
  });

  it('is the exact one without jitter', () => {
    fc.assert(
      fc.property(policy, attempts, chance, (of, after, drawn) => {
        const exact = exactDelayMs(of, after);
        return nextDelayMs({ ...of, jitter: 0 }, after, null, drawn) === Math.round(exact);
      }),
    );
  });

  it('is never shorter than what the receiver asks for, up to a day', () => {
    fc.assert(
      fc.property(policy, attempts, fc.maxSafeNat(), chance, (of, after, asked, drawn) => {
        const delay = nextDelayMs(of, after, asked, drawn);
        return delay >= Math.min(asked, DAY_MS) && delay >= nextDelayMs(of, after, null, drawn);
      }),
    );
  });

  it('only grows with the attempts where it is exponential', () => {
    fc.assert(
      fc.property(
        exponential,
        fc.integer({ min: 1, max: 100 }),
        (of, after) => exactDelayMs(of, after) <= exactDelayMs(of, after + 1),
      ),
    );
  });
});

describe('the attempts of any policy', () => {
  it('are at least one and at most fifty', () => {
    fc.assert(fc.property(policy, (of) => maxAttempts(of) >= 1 && maxAttempts(of) <= 50));
  });
});

describe('any Retry-After', () => {
  const now = Date.UTC(2026, 10, 22);

  it('is read as a wait that is not negative, or not at all', () => {
    const weekday = fc.constantFrom('Mon', 'Tue, ', 'Sunday, ', 'sat ');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(weekday, fc.string()).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (value) => {
        const wait = parseRetryAfterMs(value, now);
        return wait === null || (Number.isFinite(wait) && wait >= 0);
      }),
    );
  });

  it('that is a date of the future is read to the second', () => {
    const date = fc.date({ min: new Date(now), max: new Date(Date.UTC(9999, 0)), noInvalidDate: true });
    fc.assert(
      fc.property(date, (moment) => {
        const second = Math.floor(moment.getTime() / 1000) * 1000;
        return parseRetryAfterMs(moment.toUTCString(), now) === Math.max(0, second - now);
      }),
    );
  });
});
