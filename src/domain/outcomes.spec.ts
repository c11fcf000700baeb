import { describe, expect, it } from '@jest/globals';
import { isSuccess, judge, type AttemptAnswer, type AttemptBudget, type Outcome } from './outcomes.ts';
import { DEFAULT_RETRY_POLICY, type RetryOn } from './retry-policy.ts';

const NOW = Date.UTC(2026, 10, 22);
const MIDDLE = 0.5;
const FIRST_OF_TEN: AttemptBudget = { attempts: 1, attemptsMax: 10 };
const LAST_OF_TEN: AttemptBudget = { attempts: 10, attemptsMax: 10 };

const RETRY: Outcome = { kind: 'retry', delayMs: 5_000 };
const FINAL: Outcome = { kind: 'dead_letter', reason: 'final_status', disablesWebhook: false };
const GONE: Outcome = { kind: 'dead_letter', reason: 'final_status', disablesWebhook: true };
const EXHAUSTED: Outcome = { kind: 'dead_letter', reason: 'exhausted', disablesWebhook: false };

function judged(
  retryOn: RetryOn,
  answer: Partial<AttemptAnswer>,
  budget: AttemptBudget = FIRST_OF_TEN,
): Outcome {
  return judge(
    { status: null, errorType: null, retryAfter: undefined, ...answer },
    { ...DEFAULT_RETRY_POLICY, retry_on: retryOn },
    budget,
    NOW,
    MIDDLE,
  );
}

const RULES = ['any_failure', 'status_400_up', 'transient', [404, 503]] as const;

/** What each rule makes of each class of status while attempts are left, in the order of RULES. */
const TABLE: readonly (readonly [status: number, ...outcomes: Outcome[]])[] = [
  [300, RETRY, RETRY, FINAL, FINAL],
  [301, RETRY, RETRY, FINAL, FINAL],
  [304, RETRY, RETRY, FINAL, FINAL],
  [400, RETRY, RETRY, FINAL, FINAL],
  [401, RETRY, RETRY, FINAL, FINAL],
  [404, RETRY, RETRY, FINAL, RETRY],
  [408, RETRY, RETRY, RETRY, FINAL],
  [410, GONE, RETRY, FINAL, FINAL],
  [422, RETRY, RETRY, FINAL, FINAL],
  [429, RETRY, RETRY, RETRY, FINAL],
  [499, RETRY, RETRY, FINAL, FINAL],
  [500, RETRY, RETRY, RETRY, FINAL],
  [503, RETRY, RETRY, RETRY, RETRY],
  [599, RETRY, RETRY, RETRY, FINAL],
];
const CASES = TABLE.flatMap(([status, ...outcomes]) =>
  RULES.map((rule, index) => [status, rule, outcomes[index]] as const),
);

describe('isSuccess', () => {
  it.each([
    [null, false],
    [199, false],
    [200, true],
    [204, true],
    [299, true],
    [300, false],
  ])('of %p is %p', (status, expected) => {
    expect(isSuccess(status)).toBe(expected);
  });
});

describe('judge', () => {
  it.each(CASES)('while attempts are left: %i under %j', (status, rule, expected) => {
    expect(judged(rule, { status })).toEqual(expected);
  });

  it.each(CASES)('when none is left: %i under %j', (status, rule, expected) => {
    expect(judged(rule, { status }, LAST_OF_TEN)).toEqual(expected === RETRY ? EXHAUSTED : expected);
  });

  it.each([...RULES, []])('retries what had no answer, under %j', (rule) => {
    expect(judged(rule, { errorType: 'network_error' })).toEqual(RETRY);
    expect(judged(rule, { errorType: 'network_error' }, LAST_OF_TEN)).toEqual(EXHAUSTED);
  });

  it.each(['timeout_error', 'tls_error', 'dns_error', 'refused_address', 'invalid_response'] as const)(
    'retries a %s',
    (errorType) => {
      expect(judged('transient', { errorType })).toEqual(RETRY);
    },
  );

  it.each([200, 201, 204, 299])('is done with a %i, on the last attempt too', (status) => {
    for (const rule of RULES) {
      expect(judged(rule, { status })).toEqual({ kind: 'delivered' });
      expect(judged(rule, { status }, LAST_OF_TEN)).toEqual({ kind: 'delivered' });
    }
  });

  it('gives back what was interrupted, and spends no attempt on it', () => {
    for (const budget of [FIRST_OF_TEN, LAST_OF_TEN]) {
      expect(judged('any_failure', { errorType: 'interrupted' }, budget)).toEqual({ kind: 'released' });
    }
  });

  it('is exhausted beyond the budget too, as where the policy was shortened meanwhile', () => {
    expect(judged('any_failure', { status: 500 }, { attempts: 7, attemptsMax: 3 })).toEqual(EXHAUSTED);
  });

  it('retries a 410 that the policy names', () => {
    expect(judged([410], { status: 410 })).toEqual(RETRY);
  });

  it.each([
    ['60', 60_000],
    ['1', 5_000],
    ['Sun, 22 Nov 2026 00:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 00:00:00 GMT', 5_000],
    ['99999999999', 24 * 3_600_000],
    ['tomorrow', 5_000],
  ])('waits as Retry-After asks: %s', (retryAfter, delayMs) => {
    expect(judged('any_failure', { status: 503, retryAfter })).toEqual({ kind: 'retry', delayMs });
  });

  it('does not let Retry-After revive what is final or exhausted', () => {
    expect(judged('transient', { status: 404, retryAfter: '60' })).toEqual(FINAL);
    expect(judged('any_failure', { status: 503, retryAfter: '60' }, LAST_OF_TEN)).toEqual(EXHAUSTED);
  });

  it('counts the attempts of the budget, not of the schedule', () => {
    expect(judged('any_failure', { status: 500 }, { attempts: 3, attemptsMax: 10 })).toEqual({
      kind: 'retry',
      delayMs: 1_800_000,
    });
  });
});
