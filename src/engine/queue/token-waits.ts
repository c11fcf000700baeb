import type { Uuid } from '../../domain/ids.ts';

/** A look at the queue costs a statement, so tokens that come closer together than this are taken together, in ms. */
const SHORTEST_WAIT_MS = 5;

/**
 * When webhooks that a claim of this process left without a token get the next one. It only spares a wait for the next
 * poll: what other processes took is not known here. Times are of one monotonic clock, in ms.
 */
export class TokenWaits {
  private readonly dueAt = new Map<Uuid, number>();

  /** @param waits ms until the next token, by webhook */
  note(waits: Readonly<Record<Uuid, number>>, now: number): void {
    for (const [webhookId, waitMs] of Object.entries(waits)) this.dueAt.set(webhookId, now + waitMs);
  }

  /**
   * How long until the first of them, in ms; Infinity where none is awaited.
   * @param lookedAt when the queue was last looked at: what was due by then has been seen
   */
  nextMs(lookedAt: number, now: number): number {
    let next = Infinity;
    for (const [webhookId, dueAt] of this.dueAt) {
      if (dueAt <= lookedAt) this.dueAt.delete(webhookId);
      else next = Math.min(next, dueAt);
    }
    return Math.max(next - now, SHORTEST_WAIT_MS);
  }
}
