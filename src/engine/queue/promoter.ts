import { BackgroundLoop } from '../background-loop.ts';
import { errorCode, isMissingPartition } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { DeliveryQueue } from './delivery-queue.ts';

const INTERVAL_MS = 1_000;
/** Rows that fall due within this are promoted together. */
const SHORTEST_MS = 5;

export interface PromoterParts {
  readonly queue: DeliveryQueue;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  /**
   * Runs first: what this process still holds after an outage keeps its lease instead of being sent twice. Answers
   * whether all were renewed; where not, nothing is promoted in this round.
   */
  readonly renewLeases: () => Promise<boolean>;
  /** Makes the partitions that live rows finish in: a missing one must not keep every other row from its turn. */
  readonly ensurePartitions: () => Promise<void>;
  readonly onPromoted: () => void;
}

/** Makes due rows claimable, every second and whenever the next one falls due. Any number of processes may. */
export class Promoter {
  private readonly loop: BackgroundLoop;

  constructor(private readonly parts: PromoterParts) {
    this.loop = new BackgroundLoop({
      round: async () => await this.promoteDue(),
      onFailure: async (error, failures) => {
        parts.observer.failed('promote');
        parts.log.warn({ code: errorCode(error), failures, err: error }, 'promoting failed, trying again');
        if (isMissingPartition(error)) await this.mendPartitions();
      },
    });
  }

  start(): void {
    this.loop.start();
  }

  /** A row has been scheduled: it may fall due before the end of the running pause. */
  noticeDelay(delayMs: number): void {
    if (delayMs < INTERVAL_MS) this.loop.wake();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
  }

  private async mendPartitions(): Promise<void> {
    try {
      await this.parts.ensurePartitions();
    } catch (error) {
      this.parts.log.error({ code: errorCode(error), err: error }, 'partitions could not be made');
    }
  }

  /** Answers how long to pause, in ms. */
  private async promoteDue(): Promise<number> {
    const { queue, renewLeases, onPromoted, log, observer } = this.parts;
    if (!(await renewLeases())) return INTERVAL_MS;
    const { promoted, crashed } = await queue.promote();
    if (crashed > 0) {
      observer.finished({ status: 'dead_letter', reason: 'crashed' }, crashed);
      log.error({ deliveries: crashed }, 'given up: their attempts were never recorded');
    }
    if (promoted > 0) {
      onPromoted();
      return 0;
    }
    const waitMs = (await queue.nextDueMs()) ?? INTERVAL_MS;
    return Math.min(Math.max(waitMs, SHORTEST_MS), INTERVAL_MS);
  }
}
