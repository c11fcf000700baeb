/** When a webhook's breaker opens, how it is probed, and when the webhook is given up. Times in ms. */
export interface BreakerRules {
  /** So many attempts in a row must have failed, */
  readonly failuresMin: number;
  /** and the first of them so long ago. */
  readonly silenceMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A webhook that has failed for so long is disabled. */
  readonly disableAfterMs: number;
}

export const BREAKER_RULES: BreakerRules = {
  failuresMin: 20,
  silenceMs: 300_000,
  firstPauseMs: 10_000,
  longestPauseMs: 900_000,
  disableAfterMs: 5 * 86_400_000,
};

/** A webhook whose last attempt failed; of any other there is none. Times in ms since 1970, the database's. */
export interface BreakerState {
  /** Failures since the last success; 0 in an open breaker that is about to close. */
  readonly failureCount: number;
  readonly failingSince: number;
  /** Null while it is closed. */
  readonly openedAt: number | null;
  /** Probes since it opened. */
  readonly probeCount: number;
  /** Null while it is closed. */
  readonly nextProbeAt: number | null;
}

/** What came of a webhook's attempts since that was last written down. */
export interface OutcomeRun {
  readonly hasSucceeded: boolean;
  /** Since its last success. */
  readonly failures: number;
  readonly firstFailedAt: number;
  /** What became of its probe: `returned` when no request was made. */
  readonly probe: 'failed' | 'returned' | null;
}

/** `gone`: the receiver answered that it wants no more. */
export type BreakerChange = 'open' | 'heal' | 'disable' | 'gone';

/** More would not fit its column, and tells nothing. */
const FAILURES_COUNTED_MAX = 1_000_000;

/** The state after a run; null when nothing speaks against the webhook. */
export function afterRun(
  state: BreakerState | null,
  run: OutcomeRun,
  now: number,
  rules: BreakerRules,
): BreakerState | null {
  const isOpen = state !== null && state.openedAt !== null;
  // Whatever else failed beside its success was sent while it was still failing.
  if (isOpen && run.hasSucceeded) return { ...state, failureCount: 0 };
  if (state === null || run.hasSucceeded) return begin(run);
  const failureCount = Math.min(state.failureCount + run.failures, FAILURES_COUNTED_MAX);
  if (!isOpen || run.probe === null) return { ...state, failureCount };
  if (run.probe === 'returned') {
    return { ...state, failureCount, probeCount: Math.max(0, state.probeCount - 1), nextProbeAt: now };
  }
  return { ...state, failureCount, nextProbeAt: now + probePauseMs(state.probeCount, rules) };
}

/** What is to change about a webhook in this state; null while nothing is. */
export function dueChange(
  state: BreakerState,
  now: number,
  rules: BreakerRules,
): Exclude<BreakerChange, 'gone'> | null {
  const failingMs = now - state.failingSince;
  if (state.openedAt === null) {
    return state.failureCount >= rules.failuresMin && failingMs >= rules.silenceMs ? 'open' : null;
  }
  if (state.failureCount === 0) return 'heal';
  return failingMs >= rules.disableAfterMs ? 'disable' : null;
}

export function opened(state: BreakerState, now: number, rules: BreakerRules): BreakerState {
  return { ...state, openedAt: now, probeCount: 0, nextProbeAt: now + probePauseMs(0, rules) };
}

/** The pause after so many failed probes. */
export function probePauseMs(probeCount: number, rules: BreakerRules): number {
  return Math.min(rules.firstPauseMs * 2 ** probeCount, rules.longestPauseMs);
}

function begin({ failures, firstFailedAt }: OutcomeRun): BreakerState | null {
  if (failures === 0) return null;
  return {
    failureCount: failures,
    failingSince: firstFailedAt,
    openedAt: null,
    probeCount: 0,
    nextProbeAt: null,
  };
}

/** Two runs of a webhook, one after the other, as one. */
export function joinRuns(older: OutcomeRun | undefined, newer: OutcomeRun): OutcomeRun {
  if (older === undefined || newer.hasSucceeded) return newer;
  return {
    hasSucceeded: older.hasSucceeded,
    failures: older.failures + newer.failures,
    firstFailedAt: older.failures > 0 ? older.firstFailedAt : newer.firstFailedAt,
    probe: newer.probe ?? older.probe,
  };
}
