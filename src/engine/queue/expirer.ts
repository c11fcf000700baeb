import { BackgroundLoop } from '../background-loop.ts';
import { errorCode, isMissingPartition } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { run, type Queryable } from '../statement.ts';
import { EXPIRE_BATCH, EXPIRE_DUE } from './sql/expire-due.ts';

/** How late a delivery is given up at most, while all goes well. */
const INTERVAL_MS = 1_000;

export interface ExpirerParts {
  readonly db: Queryable;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  /** Makes the partitions that live rows finish in. */
  readonly ensurePartitions: () => Promise<void>;
}

/**
 * Gives up what has outlived its event's time, every second. Any number of processes may. That nothing is sent after it
 * does not hang on this: each attempt looks itself.
 */
export class Expirer {
  private readonly loop: BackgroundLoop;

  constructor(private readonly parts: ExpirerParts) {
    this.loop = new BackgroundLoop({
      round: async () => await this.expireDue(),
      onFailure: async (error, failures) => {
        parts.observer.failed('expire');
        parts.log.warn({ code: errorCode(error), failures, err: error }, 'expiring failed, trying again');
        // One that cannot be made now is tried at the next failure; the round's own error has been told.
        if (isMissingPartition(error)) await parts.ensurePartitions().catch(() => undefined);
      },
    });
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
  }

  /** Answers how long to pause, in ms. */
  private async expireDue(): Promise<number> {
    const expired = (await run(this.parts.db, EXPIRE_DUE, [])).length;
    if (expired > 0) {
      this.parts.observer.finished({ status: 'dead_letter', reason: 'expired' }, expired);
      this.parts.log.info({ deliveries: expired }, 'given up: expired');
    }
    return expired === EXPIRE_BATCH ? 0 : INTERVAL_MS;
  }
}
