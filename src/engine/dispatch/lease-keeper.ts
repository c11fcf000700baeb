import { performance } from 'node:perf_hooks';
import { errorCode } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import type { InFlight, Slots } from './slots.ts';

/** Share of a lease after which it is renewed: three heartbeats fit, so two may be lost. */
const RENEW_AFTER = 0.3;
const BATCH_MAX = 1_000;

/** Renews the leases of what is in flight, so that a lease may be far shorter than a slow receiver's timeout. */
export class LeaseKeeper {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<boolean> | null = null;

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly slots: Slots,
    private readonly leaseMs: number,
    private readonly log: EngineLog,
    private readonly observer: EngineObserver,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.renewDue(), (this.leaseMs * RENEW_AFTER) / 2);
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  /**
   * Renews every lease of which a share has passed. Never throws: after a failure the next beat tries again.
   * @returns whether the database took every renewal
   */
  async renewDue(): Promise<boolean> {
    this.running ??= this.renewAll().finally(() => {
      this.running = null;
    });
    return await this.running;
  }

  private async renewAll(): Promise<boolean> {
    const due = this.slots.endingBefore(performance.now() + this.leaseMs * (1 - RENEW_AFTER));
    for (let start = 0; start < due.length; start += BATCH_MAX) {
      if (!(await this.renew(due.slice(start, start + BATCH_MAX)))) return false;
    }
    return true;
  }

  private async renew(batch: readonly InFlight[]): Promise<boolean> {
    const issuedAt = performance.now();
    try {
      const renewed = await this.queue.renew(batch.map(({ delivery }) => delivery));
      for (const entry of batch) {
        if (renewed.has(entry.delivery.id)) entry.leaseEndsAt = issuedAt + this.leaseMs;
      }
      return true;
    } catch (error) {
      this.observer.failed('renew');
      this.log.warn({ code: errorCode(error), leases: batch.length }, 'leases could not be renewed');
      return false;
    }
  }
}
