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
  private reserved = 0;

  constructor(private readonly slotsMax: number) {}

  get used(): number {
    return this.entries.size;
  }

  get free(): number {
    return Math.max(0, this.slotsMax - this.entries.size - this.reserved);
  }

  /** How many deliveries of each webhook are in flight or have a slot set aside; webhooks without any are absent. */
  get byWebhook(): ReadonlyMap<Uuid, number> {
    return this.counts;
  }

  hasRoom(webhookId: Uuid, share: number): boolean {
    return this.free > 0 && (this.counts.get(webhookId) ?? 0) < share;
  }

  /**
   * Sets a slot aside for a delivery that is about to be leased.
   * @param share how many deliveries of the webhook may be in flight
   * @returns whether there was one
   */
  reserve(webhookId: Uuid, share: number): boolean {
    if (!this.hasRoom(webhookId, share)) return false;
    this.reserved += 1;
    this.count(webhookId, 1);
    return true;
  }

  /** Ends a reservation: its delivery takes a slot now, or never came to be. */
  unreserve(webhookId: Uuid): void {
    this.reserved -= 1;
    this.count(webhookId, -1);
  }

  add(delivery: ClaimedDelivery, leaseEndsAt: number): InFlight {
    const entry = { delivery, leaseEndsAt };
    this.entries.set(delivery.id, entry);
    this.count(delivery.webhookId, 1);
    return entry;
  }

  /** Frees the slot of exactly this entry: the same delivery may meanwhile have been claimed again under a new lease. */
  release(entry: InFlight): void {
    const { id, webhookId } = entry.delivery;
    if (this.entries.get(id) === entry) this.entries.delete(id);
    this.count(webhookId, -1);
  }

  /** Entries whose lease ends before the given moment of the monotonic clock. */
  endingBefore(moment: number): InFlight[] {
    return [...this.entries.values()].filter((entry) => entry.leaseEndsAt < moment);
  }

  private count(webhookId: Uuid, change: 1 | -1): void {
    const count = (this.counts.get(webhookId) ?? 0) + change;
    if (count > 0) this.counts.set(webhookId, count);
    else this.counts.delete(webhookId);
  }
}
