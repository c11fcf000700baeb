import { withAdvisoryLock } from '../../../../src/database/advisory-lock.ts';
import { ofEveryTenant } from '../../../../src/database/tenant-scope.ts';
import { errorCode } from '../../../../src/engine/database-errors.ts';
import type { EngineLog } from '../../../../src/engine/engine-log.ts';
import { BLIND_OBSERVER } from '../../../../src/engine/engine-observer.ts';
import { EventErasure } from '../../../../src/engine/history/event-erasure.ts';
import { Partitions } from '../../../../src/engine/history/partitions.ts';
import { Retention } from '../../../../src/engine/history/retention.ts';
import { ShorterKeeping } from '../../../../src/engine/history/shorter-keeping.ts';
import type { Store } from './store.ts';

const DAY_MS = 86_400_000;
/** After which a delivery that still waits is given up, as the server has it unless it is told otherwise. */
const MAX_AGE_DAYS = 14;

/** How often each is done, in ms. */
export const DUTY_INTERVALS_MS = { partitions: 3_600_000, retention: 600_000, clock: 30_000 } as const;
type Duty = keyof typeof DUTY_INTERVALS_MS;

export interface DutiesOptions {
  readonly retentionDays: number;
  readonly log: EngineLog;
  readonly intervalsMs?: Readonly<Record<Duty, number>>;
}

/**
 * What must be done from time to time, as every program of an installation does it: under the same locks, so that one is at
 * it at a time, be it a server or a client.
 */
export class Duties {
  private readonly partitions: Partitions;
  private readonly retention: Retention;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly store: Pick<Store, 'upkeepPool' | 'enginePool' | 'clock'>,
    private readonly options: DutiesOptions,
  ) {
    const { upkeepPool, enginePool: pool, clock } = store;
    const { retentionDays: days, log } = options;
    const installation = { eventDataDays: days, attemptDataDays: days, historyDays: days };
    this.partitions = new Partitions(upkeepPool, log);
    this.retention = new Retention({
      db: ofEveryTenant(upkeepPool),
      partitions: this.partitions,
      erasure: new EventErasure(pool, BLIND_OBSERVER),
      shorterKeeping: new ShorterKeeping({ pool, clock, log, installation }),
      clock,
      log,
      observer: BLIND_OBSERVER,
      retentionMs: days * DAY_MS,
      maxAgeMs: MAX_AGE_DAYS * DAY_MS,
    });
  }

  /** Nothing can be stored without today's partitions, so a start that cannot make them fails. */
  async prepare(): Promise<void> {
    await this.partitions.ensureAhead(this.store.clock.now());
  }

  /** The timers keep no process alive. */
  start(): void {
    const { clock, enginePool } = this.store;
    this.repeat('partitions', async () => {
      await this.locked('partitions', async () => {
        await this.prepare();
      });
    });
    this.repeat('retention', async () => {
      await this.locked('retention', async () => {
        await this.retention.enforce();
      });
    });
    this.repeat('clock', async () => {
      await clock.measure(enginePool);
    });
  }

  async stop(): Promise<void> {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    await Promise.all(this.running);
  }

  private async locked(duty: Duty, work: () => Promise<void>): Promise<void> {
    await withAdvisoryLock(this.store.upkeepPool, duty, work);
  }

  /** A duty that is still at it is not begun again. */
  private repeat(duty: Duty, work: () => Promise<void>): void {
    const { intervalsMs = DUTY_INTERVALS_MS, log } = this.options;
    let isAtWork = false;
    const perform = async (): Promise<void> => {
      if (isAtWork) return;
      isAtWork = true;
      try {
        await work();
      } catch (error) {
        const fields = { duty, code: errorCode(error), err: error };
        log.error(fields, 'a duty failed and will be tried again');
      } finally {
        isAtWork = false;
      }
    };
    const follow = (): void => {
      const run = perform().finally(() => this.running.delete(run));
      this.running.add(run);
    };
    this.timers.push(setInterval(follow, intervalsMs[duty]).unref());
  }
}
