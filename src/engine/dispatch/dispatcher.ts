import { performance } from 'node:perf_hooks';
import { BackgroundLoop } from '../background-loop.ts';
import { errorCode } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import type { AttemptRunner } from './attempt-runner.ts';
import type { Slots } from './slots.ts';

/** How often an idle dispatcher looks: the only thing relied on; wakes merely come sooner. */
const IDLE_POLL_MS = 50;

export interface DispatcherParts {
  readonly queue: DeliveryQueue;
  readonly slots: Slots;
  readonly runner: AttemptRunner;
  readonly leaseMs: number;
  readonly log: EngineLog;
}

/** Claims what is due while slots are free, and starts an attempt of each. */
export class Dispatcher {
  private readonly loop: BackgroundLoop;
  private readonly attempts = new Set<Promise<void>>();

  constructor(private readonly parts: DispatcherParts) {
    this.loop = new BackgroundLoop({
      round: async () => ((await this.claim()) === 0 ? IDLE_POLL_MS : 0),
      onFailure: (error, failures) => {
        parts.log.warn({ code: errorCode(error), failures, err: error }, 'claiming failed, trying again');
      },
    });
  }

  start(): void {
    this.loop.start();
  }

  /** There may be work: rows were published or promoted, or a slot became free. */
  wake(): void {
    this.loop.wake();
  }

  /** Ends claiming; resolves when the running claim, if any, has started its attempts. */
  async stopClaiming(): Promise<void> {
    await this.loop.stop();
  }

  /** Resolves when every attempt that was started has been recorded or given up. */
  async drain(): Promise<void> {
    while (this.attempts.size > 0) await Promise.all(this.attempts);
  }

  private async claim(): Promise<number> {
    const { queue, slots, leaseMs } = this.parts;
    if (slots.free === 0) return 0;
    const issuedAt = performance.now();
    const claimed = await queue.claimDue(slots.free, slots.byWebhook);
    for (const delivery of claimed) this.attempt(delivery, issuedAt + leaseMs);
    return claimed.length;
  }

  private attempt(delivery: ClaimedDelivery, leaseEndsAt: number): void {
    const { slots, runner, log } = this.parts;
    const entry = slots.add(delivery, leaseEndsAt);
    const attempt = runner
      .run(entry)
      .catch((error: unknown) => {
        // Left to the end of its lease; after five such claims the delivery is given up as crashed.
        log.error({ delivery: delivery.id, err: error }, 'an attempt failed unexpectedly');
      })
      .finally(() => {
        slots.release(entry);
        this.attempts.delete(attempt);
        this.loop.wake();
      });
    this.attempts.add(attempt);
  }
}
