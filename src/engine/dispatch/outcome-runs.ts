import { joinRuns, type OutcomeRun } from '../../domain/breaker.ts';
import type { Uuid } from '../../domain/ids.ts';
import { isOwnType } from '../../domain/webhook-notices.ts';
import type { Completion } from '../queue/completion.ts';

const NOTHING: OutcomeRun = { hasSucceeded: false, failures: 0, firstFailedAt: 0, probe: null };

/** What the attempts of each webhook came to, in this process, until it is written down. */
export class OutcomeRuns {
  private runs = new Map<Uuid, OutcomeRun>();

  get isEmpty(): boolean {
    return this.runs.size === 0;
  }

  /**
   * Notes outcomes that count.
   * @returns whether a probe is among them, which others wait for
   */
  note(completions: Iterable<Completion>, now: number): boolean {
    let hasProbe = false;
    for (const completion of completions) {
      const run = toRun(completion, now);
      if (run === null) continue;
      const { webhookId, pass } = completion.delivery;
      if (pass?.isProbe === true) hasProbe = true;
      this.runs.set(webhookId, joinRuns(this.runs.get(webhookId), run));
    }
    return hasProbe;
  }

  take(): ReadonlyMap<Uuid, OutcomeRun> {
    const taken = this.runs;
    this.runs = new Map();
    return taken;
  }

  /** What could not be written down comes before what has been noted since. */
  putBack(taken: ReadonlyMap<Uuid, OutcomeRun>): void {
    for (const [webhookId, run] of taken) {
      const since = this.runs.get(webhookId);
      this.runs.set(webhookId, since === undefined ? run : joinRuns(run, since));
    }
  }
}

/** Null where nothing is told of the webhook. */
function toRun({ delivery, attempt, outcome }: Completion, now: number): OutcomeRun | null {
  const isProbe = delivery.pass?.isProbe === true;
  // An attempt that this process broke off, or made no request for, says nothing of the receiver.
  if (attempt === null || isSilent(outcome) || attempt.errorType === 'render_error') {
    return isProbe ? { ...NOTHING, probe: 'returned' } : null;
  }
  if (attempt.errorType === null) return { ...NOTHING, hasSucceeded: true };
  const probe = isProbe ? 'failed' : null;
  if (isOwnType(delivery.event?.type ?? '')) return isProbe ? { ...NOTHING, probe } : null;
  return { ...NOTHING, failures: 1, firstFailedAt: now, probe };
}

function isSilent({ kind }: Completion['outcome']): boolean {
  return kind === 'released' || kind === 'shadowed';
}
