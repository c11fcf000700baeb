import { describe, expect, it } from '@jest/globals';
import { afterRun, BREAKER_RULES, dueChange, opened, probePauseMs, type BreakerState } from './breaker.ts';

const NOW = 1_795_000_000_000;
const FAILED = { hasSucceeded: false, failures: 1, firstFailedAt: NOW, probe: null } as const;
const SUCCEEDED = { ...FAILED, hasSucceeded: true, failures: 0 };
const CLOSED: BreakerState = {
  failureCount: 20,
  failingSince: NOW - BREAKER_RULES.silenceMs,
  openedAt: null,
  probeCount: 0,
  nextProbeAt: null,
};
const OPEN = opened(CLOSED, NOW, BREAKER_RULES);
const change = (state: BreakerState): string | null => dueChange(state, NOW, BREAKER_RULES);
const after = (state: BreakerState | null, run: Parameters<typeof afterRun>[1]): BreakerState | null =>
  afterRun(state, run, NOW, BREAKER_RULES);

describe('a breaker', () => {
  it('is due to open with the 20th failure, five minutes after the first', () => {
    expect(change(CLOSED)).toBe('open');
    expect(change({ ...CLOSED, failureCount: 19 })).toBeNull();
    expect(change({ ...CLOSED, failingSince: CLOSED.failingSince + 1 })).toBeNull();
  });

  it('forgets what failed before a success, and counts what failed after it', () => {
    expect(after(CLOSED, SUCCEEDED)).toBeNull();
    expect(after(CLOSED, { ...SUCCEEDED, failures: 3 })).toMatchObject({
      failureCount: 3,
      failingSince: NOW,
    });
    expect(after(null, SUCCEEDED)).toBeNull();
    expect(after(null, FAILED)).toMatchObject({ failureCount: 1, failingSince: NOW, openedAt: null });
  });

  it('is probed after 10 s, then after pauses that double to 15 minutes', () => {
    expect(OPEN.nextProbeAt).toBe(NOW + 10_000);
    const pauses = Array.from({ length: 9 }, (_, count) => probePauseMs(count, BREAKER_RULES) / 1_000);
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900]);
    const probed = after({ ...OPEN, probeCount: 3 }, { ...FAILED, probe: 'failed' });
    expect(probed).toMatchObject({ nextProbeAt: NOW + 80_000, failureCount: 21 });
  });

  it('puts the next probe off for no failure but that of a probe', () => {
    expect(after(OPEN, FAILED)).toEqual({ ...OPEN, failureCount: 21 });
  });

  it('is probed at once where a probe was given back untried', () => {
    const run = { ...FAILED, failures: 0, probe: 'returned' } as const;
    expect(after({ ...OPEN, probeCount: 2 }, run)).toEqual({ ...OPEN, probeCount: 1, nextProbeAt: NOW });
  });

  it('heals with the first success, whatever failed beside it', () => {
    const state = after(OPEN, { ...SUCCEEDED, failures: 5 });
    expect(state).toEqual({ ...OPEN, failureCount: 0 });
    expect(state && change(state)).toBe('heal');
  });

  it('is due to disable its webhook after five days of failing, and not before it is open', () => {
    const failingSince = NOW - BREAKER_RULES.disableAfterMs;
    expect(change({ ...OPEN, failingSince })).toBe('disable');
    expect(change({ ...OPEN, failingSince: failingSince + 1 })).toBeNull();
    expect(change({ ...CLOSED, failingSince })).toBe('open');
  });
});
