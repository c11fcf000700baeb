import { performance } from 'node:perf_hooks';
import type { WebhookSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { HandOff, Reservation } from '../publish/hand-off.ts';
import type { Backlog } from '../queue/backlog.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';
import type { Slots } from './slots.ts';

export interface DirectHandOffParts {
  readonly slots: Slots;
  readonly backlog: Backlog;
  readonly leaseMs: number;
  /** Begins the attempt of a leased delivery. */
  readonly start: (delivery: ClaimedDelivery, leaseEndsAt: number) => void;
  /** Gives a leased delivery back untried. */
  readonly giveBack: (delivery: ClaimedDelivery) => void;
}

/** Takes deliveries straight from this process's publishes, as far as slots and shares go. */
export class DirectHandOff implements HandOff {
  private isOpen = false;
  private unsettled = 0;
  private onSettled: () => void = () => undefined;

  constructor(private readonly parts: DirectHandOffParts) {}

  get leaseMs(): number {
    return this.parts.leaseMs;
  }

  open(): void {
    this.isOpen = true;
  }

  /** Takes nothing more; resolves when no publish is under way that has taken something, or at `signal`. */
  async close(signal: AbortSignal): Promise<void> {
    this.isOpen = false;
    if (this.unsettled === 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.onSettled = resolve;
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }

  begin(): Reservation {
    const taken: WebhookSnapshot[] = [];
    const queued = new Set<WebhookSnapshot>();
    // Before the statement is issued: the lease never ends later here than in the database.
    const leaseEndsAt = performance.now() + this.parts.leaseMs;
    return {
      take: (webhook) => {
        const isTaken = this.take(webhook);
        if (isTaken && taken.push(webhook) === 1) this.unsettled += 1;
        if (!isTaken && this.parts.backlog.has(webhook.id)) queued.add(webhook);
        return isTaken;
      },
      settle: (deliveries) => {
        // A look at the queue that began before the commit has not seen what waits there since.
        for (const webhook of queued) this.parts.backlog.add(webhook);
        queued.clear();
        if (taken.length === 0) return;
        this.settle(taken, deliveries, leaseEndsAt);
        taken.length = 0;
      },
    };
  }

  private take(webhook: WebhookSnapshot): boolean {
    const { slots, backlog } = this.parts;
    if (!this.isOpen || webhook.isPaused || webhook.isHeldBack) return false;
    if (!backlog.has(webhook.id) && slots.reserve(webhook)) return true;
    backlog.add(webhook);
    return false;
  }

  private settle(
    taken: readonly WebhookSnapshot[],
    deliveries: readonly ClaimedDelivery[],
    leaseEndsAt: number,
  ): void {
    for (const webhook of taken) this.parts.slots.unreserve(webhook);
    for (const delivery of deliveries) {
      if (this.isOpen) this.parts.start(delivery, leaseEndsAt);
      else this.parts.giveBack(delivery);
    }
    this.unsettled -= 1;
    if (this.unsettled === 0) this.onSettled();
  }
}
