import { toPublicId } from '../../../../src/domain/ids.ts';
import type { ClaimedDelivery } from '../../../../src/engine/queue/claimed-delivery.ts';
import type { DeliveryQueue } from '../../../../src/engine/queue/delivery-queue.ts';
import type { EngineLog } from '../../../../src/engine/engine-log.ts';
import { errorCode } from '../../../../src/engine/database-errors.ts';

/** A delivery that this queue has given out. */
export interface HeldDelivery {
  readonly delivery: ClaimedDelivery;
  readonly webhookVersion: number;
  /** Milliseconds since 1970, the database's. */
  readonly takenAt: number;
}

/** Three heartbeats fit into a lease, so two may be lost. */
const RENEW_AFTER = 0.3;

/** What a queue has given out and not got back: its leases are renewed for as long as this process lives. */
export class HeldDeliveries {
  private readonly held = new Map<string, HeldDelivery>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly leaseMs: number,
    private readonly log: EngineLog,
  ) {}

  add(held: HeldDelivery): void {
    this.held.set(toPublicId('delivery', held.delivery.id), held);
    this.timer ??= setInterval(() => void this.renew(), this.leaseMs * RENEW_AFTER).unref();
  }

  get(publicId: string): HeldDelivery | null {
    return this.held.get(publicId) ?? null;
  }

  remove(publicId: string): void {
    this.held.delete(publicId);
    if (this.held.size === 0) this.endTimer();
  }

  /** Forgets all; their leases run out. */
  clear(): readonly HeldDelivery[] {
    const all = [...this.held.values()];
    this.held.clear();
    this.endTimer();
    return all;
  }

  private endTimer(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private async renew(): Promise<void> {
    try {
      await this.queue.renew([...this.held.values()].map(({ delivery }) => delivery));
    } catch (error) {
      this.log.warn({ code: errorCode(error), leases: this.held.size }, 'leases could not be renewed');
    }
  }
}
