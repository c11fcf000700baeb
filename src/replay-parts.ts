import type { AppParts, EngineParts } from './engine-parts.ts';
import { DeadLettersService } from './replays/dead-letters.service.ts';
import { ReplayPlanner } from './replays/replay-planner.ts';
import { ReplayRunner } from './replays/replay-runner.ts';
import { ReplaysService } from './replays/replays.service.ts';

const DAY_MS = 86_400_000;

/** Replays as one process has them: what serves the API, and what takes them on. */
export interface ReplayParts {
  readonly replays: ReplaysService;
  readonly deadLetters: DeadLettersService;
  readonly runner: ReplayRunner;
}

export function createReplayParts(
  { settings, database, logger: log }: AppParts,
  { ids, subscriptions, notifier, observer }: EngineParts,
): ReplayParts {
  const { clock, enginePool: pool } = database;
  const retentionMs = settings.history.retentionDays * DAY_MS;
  const planner = new ReplayPlanner({ subscriptions, ids, clock, retentionMs });
  const monotonicNow = (): number => performance.now();
  const onReplayed = (): void => {
    notifier.notify({ hasDeliveries: true, hasOutboxRows: false });
  };
  return {
    replays: new ReplaysService({ database, ids, planner, monotonicNow }),
    deadLetters: new DeadLettersService({ database, ids }),
    runner: new ReplayRunner({ pool, planner, log, observer, onReplayed }),
  };
}
