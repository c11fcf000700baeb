import { performance } from 'node:perf_hooks';
import type { Uuid } from '../../domain/ids.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';
import type { ClaimLimits, QueuedWebhook } from '../queue/claim-limits.ts';
import { SlotPolicy } from './slot-policy.ts';
import { LATE_MS, type AttemptEnd } from './webhook-pace.ts';

/** How often what is in flight is looked through for webhooks that are silent. */
const REVIEW_MS = 250;
/** A single delivery that is silent says nothing of its webhook. */
const SILENT_MIN = 2;

/** A delivery that this process is working on. */
export interface InFlight {
  readonly delivery: ClaimedDelivery;
  /** By this process's monotonic clock (ms), counted from when the claim was issued: never later than the database's end. */
  leaseEndsAt: number;
  /** When its request was begun, by the same clock, while it waits for the answer. */
  sentAt: number | null;
}

/** What a process has in flight: a delivery keeps its slot from its claim until it is recorded. */
export class Slots {
  private readonly entries = new Map<Uuid, InFlight>();
  private readonly policy: SlotPolicy;
  private reviewedAt = 0;
  private lastInTimeAt = 0;

  /** @param slotsMax at least 1 */
  constructor(slotsMax: number) {
    this.policy = new SlotPolicy(slotsMax);
  }

  get used(): number {
    return this.entries.size;
  }

  get free(): number {
    return this.policy.free;
  }

  /** How much a claim of so many rows may take of whom. */
  claimLimits(countMax: number): ClaimLimits {
    const now = performance.now();
    if (now - this.reviewedAt > REVIEW_MS) this.review(now);
    return this.policy.claimLimits(countMax, now);
  }

  /** Whether there is room for one that was claimed: limits that have moved since the claim are not held against it. */
  hasRoom({ webhookId, maxInFlight }: ClaimedDelivery): boolean {
    return this.free > 0 && (this.policy.byWebhook.get(webhookId) ?? 0) < maxInFlight;
  }

  /**
   * Sets a slot aside for a delivery that is about to be leased.
   * @returns whether there was one
   */
  reserve(webhook: QueuedWebhook): boolean {
    const now = performance.now();
    if (this.policy.roomOf(webhook, now) === 0) return false;
    this.policy.take(webhook.id, webhook.tenantId, now);
    return true;
  }

  /** Ends a reservation: its delivery takes a slot now, or never came to be. */
  unreserve(webhook: QueuedWebhook): void {
    this.policy.give(webhook.id, webhook.tenantId, performance.now());
  }

  add(delivery: ClaimedDelivery, leaseEndsAt: number): InFlight {
    const entry = { delivery, leaseEndsAt, sentAt: null };
    this.entries.set(delivery.id, entry);
    this.policy.take(delivery.webhookId, delivery.tenantId, performance.now());
    return entry;
  }

  /** An attempt has ended; its slot is held until it is recorded. */
  noteEnd(entry: InFlight, end: AttemptEnd): void {
    entry.sentAt = null;
    if (end.durationMs <= LATE_MS) this.lastInTimeAt = performance.now();
    this.policy.noteEnd(entry.delivery.webhookId, end);
  }

  /** Frees the slot of exactly this entry: the same delivery may meanwhile have been claimed again under a new lease. */
  release(entry: InFlight): void {
    const { id, webhookId, tenantId } = entry.delivery;
    if (this.entries.get(id) === entry) this.entries.delete(id);
    this.policy.give(webhookId, tenantId, performance.now());
  }

  /** Entries whose lease ends before the given moment of the monotonic clock. */
  endingBefore(moment: number): InFlight[] {
    return [...this.entries.values()].filter((entry) => entry.leaseEndsAt < moment);
  }

  private review(now: number): void {
    this.reviewedAt = now;
    const silent = new Map<Uuid, number>();
    for (const { delivery, sentAt } of this.entries.values()) {
      if (sentAt === null || now - sentAt < LATE_MS) continue;
      silent.set(delivery.webhookId, (silent.get(delivery.webhookId) ?? 0) + 1);
    }
    // Where nobody answers, it may be this process that stands still; time-outs tell all the same.
    if (now - this.lastInTimeAt > REVIEW_MS * 2) silent.clear();
    for (const [webhookId, count] of silent) {
      const held = this.policy.byWebhook.get(webhookId) ?? 0;
      if (count >= SILENT_MIN && count * 2 >= held) this.policy.noteSilence(webhookId);
    }
    this.policy.forgetIdle(now);
  }
}
