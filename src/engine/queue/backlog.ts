import type { Uuid } from '../../domain/ids.ts';
import type { QueuedWebhook } from './claim-limits.ts';

/** A look at the queue by a claim: what it could see, and what it took. */
export interface QueueLook {
  /** From `Backlog.startLook`. */
  readonly number: number;
  readonly covers: (webhookId: Uuid) => boolean;
  /** How many of a webhook it would have taken at most. */
  readonly limitOf: (webhook: QueuedWebhook) => number;
  /** The webhook of each delivery that it took. */
  readonly claimed: readonly QueuedWebhook[];
}

interface Mark {
  readonly webhook: QueuedWebhook;
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

  add(webhook: QueuedWebhook): void {
    this.marks.set(webhook.id, { webhook, looks: this.looks });
  }

  startLook(): number {
    this.looks += 1;
    return this.looks;
  }

  /** A webhook of which a look took less than it could have taken has nothing left. */
  endLook(look: QueueLook): void {
    const taken = new Map<Uuid, number>();
    for (const { id } of look.claimed) taken.set(id, (taken.get(id) ?? 0) + 1);
    const isFull = (webhook: QueuedWebhook): boolean => (taken.get(webhook.id) ?? 0) >= look.limitOf(webhook);
    for (const [id, { looks, webhook }] of this.marks) {
      if (looks < look.number && look.covers(id) && !isFull(webhook)) this.marks.delete(id);
    }
    for (const webhook of look.claimed) {
      if (isFull(webhook) || !look.covers(webhook.id)) this.add(webhook);
    }
  }
}
