import type pg from 'pg';
import type { DatabaseClock } from '../engine/database-clock.ts';
import type { IdleWebhooks } from '../engine/dispatch/idle-webhooks.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { Partitions } from '../engine/history/partitions.ts';
import type { Retention } from '../engine/history/retention.ts';
import type { Rollups } from '../engine/history/rollups.ts';
import type { CommittedWork, WorkNotifier } from '../engine/work-notifier.ts';
import type { Worker } from '../engine/worker.ts';

/** Signals from other processes. */
export interface WorkSignals {
  /** @param onWork null in a process that only tells others */
  start(onWork: ((work: CommittedWork) => void) | null): void;
}

/** What takes replays on. */
export interface Replaying {
  isAnyDue(): Promise<boolean>;
  /** @param isStopping asked before each batch */
  runDue(isStopping: () => boolean): Promise<void>;
}

/** What this process runs of the engine. */
export interface DispatcherParts {
  /** Null in a process that only serves the API. */
  readonly worker: Worker | null;
  readonly notifier: WorkNotifier;
  readonly workChannel: WorkSignals;
  readonly partitions: Partitions;
  readonly retention: Retention;
  readonly rollups: Rollups;
  readonly idleWebhooks: IdleWebhooks;
  readonly replays: Replaying;
  readonly clock: DatabaseClock;
  readonly pool: pg.Pool;
  readonly log: EngineLog;
  readonly shutdownGraceMs: number;
}

export const DISPATCHER_PARTS = Symbol('dispatcher parts');
