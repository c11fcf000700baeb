import type { Uuid } from '../../domain/ids.ts';

/** A look at the queue by a claim: what it could see, and what it took. */
export interface QueueLook {
  /** From `Backlog.startLook`. */
  readonly number: number;
  readonly covers: (webhookId: Uuid) => boolean;
  /** What this process had in flight of each webhook when the look began. */
  readonly inFlight: ReadonlyMap<Uuid, number>;
  readonly claimed: readonly { readonly webhookId: Uuid; readonly maxInFlight: number }[];
}

interface Mark {
  readonly share: number;
  /** How many looks had begun: only a later one may have seen what the mark stands for. */
  readonly looks: number;
}

/**
 * The webhooks that have deliveries waiting in the queue, as far as this process knows: what it left there itself, and what
 * a claim may have left. A new delivery of such a webhook does not go past the ones that wait. It is kept in memory because
 * asking the table costs a probe a webhook in every publish, and walks every dead row while a long transaction pins them;
 * rows that another process has just made are known from the next poll on.
 */
export class Backlog {
  private readonly marks = new Map<Uuid, Mark>();
  private looks = 0;

  get isEmpty(): boolean {
    return this.marks.size === 0;
  }

  has(webhookId: Uuid): boolean {
    return this.marks.has(webhookId);
  }

  /** @param share how many deliveries of the webhook this process may have in flight */
  add(webhookId: Uuid, share: number): void {
    this.marks.set(webhookId, { share, looks: this.looks });
  }

  startLook(): number {
    this.looks += 1;
    return this.looks;
  }

  /** A webhook of which a look took less than it could have taken has nothing left. */
  endLook(look: QueueLook): void {
    const held = new Map(look.inFlight);
    for (const { webhookId } of look.claimed) held.set(webhookId, (held.get(webhookId) ?? 0) + 1);
    for (const [webhookId, { looks, share }] of this.marks) {
      const isSeen = looks < look.number && look.covers(webhookId);
      if (isSeen && (held.get(webhookId) ?? 0) < share) this.marks.delete(webhookId);
    }
    for (const { webhookId, maxInFlight: share } of look.claimed) {
      const isFull = (held.get(webhookId) ?? 0) >= share;
      if (isFull || !look.covers(webhookId)) this.add(webhookId, share);
    }
  }
}
