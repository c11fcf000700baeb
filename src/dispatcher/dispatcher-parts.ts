import type pg from 'pg';
import type { DatabaseClock } from '../engine/database-clock.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { Partitions } from '../engine/history/partitions.ts';
import type { Retention } from '../engine/history/retention.ts';
import type { WorkNotifier } from '../engine/work-notifier.ts';
import type { Worker } from '../engine/worker.ts';

/** What this process runs of the engine. */
export interface DispatcherParts {
  /** Null in a process that only serves the API. */
  readonly worker: Worker | null;
  readonly notifier: WorkNotifier;
  readonly partitions: Partitions;
  readonly retention: Retention;
  readonly clock: DatabaseClock;
  readonly pool: pg.Pool;
  readonly log: EngineLog;
  readonly shutdownGraceMs: number;
}

export const DISPATCHER_PARTS = Symbol('dispatcher parts');
