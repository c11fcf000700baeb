import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterRun,
  BREAKER_RULES as RULES,
  dueChange,
  joinRuns,
  opened,
  probePauseMs,
  type BreakerState,
  type OutcomeRun,
} from '../../src/domain/breaker.ts';

/** One attempt: how it ended, and how long after the one before. */
interface Step {
  readonly isSuccess: boolean;
  readonly pauseMs: number;
}

const steps = fc.array(
  fc.record<Step>({
    isSuccess: fc.oneof(
      { weight: 1, arbitrary: fc.constant(true) },
      { weight: 30, arbitrary: fc.constant(false) },
    ),
    pauseMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 86_400_000 })),
  }),
  { maxLength: 120 },
);

const runOf = (isSuccess: boolean, at: number, isProbe: boolean): OutcomeRun => ({
  hasSucceeded: isSuccess,
  failures: isSuccess ? 0 : 1,
  firstFailedAt: at,
  probe: isProbe && !isSuccess ? 'failed' : null,
});

/** The same rules, told by the attempts themselves. */
class AttemptHistory {
  isOpen = false;
  private failures = 0;
  private since = 0;

  /** Answers what is due to change with this attempt. */
  add(isSuccess: boolean, now: number): string | null {
    if (!isSuccess && this.failures === 0) this.since = now;
    this.failures = isSuccess ? 0 : this.failures + 1;
    const change = this.isOpen ? this.whileOpen(isSuccess, now) : this.whileClosed(now);
    if (change !== null) this.isOpen = change === 'open';
    return change;
  }

  private whileOpen(isSuccess: boolean, now: number): string | null {
    if (isSuccess) return 'heal';
    return now - this.since >= RULES.disableAfterMs ? 'disable' : null;
  }

  private whileClosed(now: number): string | null {
    return this.failures >= RULES.failuresMin && now - this.since >= RULES.silenceMs ? 'open' : null;
  }
}

/** The state behind a change; null once it has ended. */
function changed(state: BreakerState | null, change: string | null, now: number): BreakerState | null {
  if (change === null || state === null) return state;
  return change === 'open' ? opened(state, now, RULES) : null;
}

it('opens exactly when 20 attempts in a row failed over five minutes, heals with a success, disables after five days', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const history = new AttemptHistory();
      let state: BreakerState | null = null;
      let now = 0;
      for (const { isSuccess, pauseMs } of taken) {
        now += pauseMs;
        state = afterRun(state, runOf(isSuccess, now, history.isOpen), now, RULES);
        const change = state === null ? null : dueChange(state, now, RULES);
        expect(change).toBe(history.add(isSuccess, now));
        if (history.isOpen && change === null) expect(state?.nextProbeAt).toBeGreaterThan(now);
        state = changed(state, change, now);
      }
    }),
  );
});

it('comes to the same whether runs are written one by one or joined', () => {
  const run = fc.record<OutcomeRun>({
    hasSucceeded: fc.boolean(),
    failures: fc.integer({ min: 0, max: 30 }),
    firstFailedAt: fc.constant(5),
    probe: fc.constant(null),
  });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 10 }), (runs) => {
      const each = runs.reduce<BreakerState | null>((state, one) => afterRun(state, one, 9, RULES), null);
      const [first, ...others] = runs;
      const joined = first === undefined ? null : afterRun(null, others.reduce(joinRuns, first), 9, RULES);
      expect(joined).toEqual(each);
    }),
  );
});

it('pauses between its first and its longest pause, never shorter than before', () => {
  fc.assert(
    fc.property(fc.nat({ max: 5_000 }), (count) => {
      const pause = probePauseMs(count, RULES);
      expect(pause).toBeGreaterThanOrEqual(RULES.firstPauseMs);
      expect(pause).toBeLessThanOrEqual(RULES.longestPauseMs);
      expect(probePauseMs(count + 1, RULES)).toBeGreaterThanOrEqual(pause);
    }),
  );
});
