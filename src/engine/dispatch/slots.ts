import type { Uuid } from '../../domain/ids.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';

/** A delivery that this process is working on. */
export interface InFlight {
  readonly delivery: ClaimedDelivery;
  /** By this process's monotonic clock (ms), counted from when the claim was issued: never later than the database's end. */
  leaseEndsAt: number;
}

/** What a process has in flight: a delivery keeps its slot from its claim until it is recorded. */
export class Slots {
  private readonly entries = new Map<Uuid, InFlight>();
  private readonly counts = new Map<Uuid, number>();

  constructor(private readonly slotsMax: number) {}

  get used(): number {
    return this.entries.size;
  }

  get free(): number {
    return Math.max(0, this.slotsMax - this.entries.size);
  }

  /** How many deliveries of each webhook are in flight; webhooks without any are absent. */
  get byWebhook(): ReadonlyMap<Uuid, number> {
    return this.counts;
  }

  add(delivery: ClaimedDelivery, leaseEndsAt: number): InFlight {
    const entry = { delivery, leaseEndsAt };
    this.entries.set(delivery.id, entry);
    this.counts.set(delivery.webhookId, (this.counts.get(delivery.webhookId) ?? 0) + 1);
    return entry;
  }

  /** Frees the slot of exactly this entry: the same delivery may meanwhile have been claimed again under a new lease. */
  release(entry: InFlight): void {
    const { id, webhookId } = entry.delivery;
    if (this.entries.get(id) === entry) this.entries.delete(id);
    const count = (this.counts.get(webhookId) ?? 1) - 1;
    if (count > 0) this.counts.set(webhookId, count);
    else this.counts.delete(webhookId);
  }

  /** Entries whose lease ends before the given moment of the monotonic clock. */
  endingBefore(moment: number): InFlight[] {
    return [...this.entries.values()].filter((entry) => entry.leaseEndsAt < moment);
  }
}
