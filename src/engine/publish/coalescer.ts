import { performance } from 'node:perf_hooks';
import { addSizes, fitsStatement, NOTHING, subtractSize, type StatementSize } from './draft.ts';

/** As much waits as may, or it has waited for as long as is sensible: nothing was done, and it may be tried again. */
export class OverloadError extends Error {}

/** One caller's share of a statement. */
interface Call<Item, Result> {
  /** Monotonic, in ms. */
  readonly since: number;
  readonly items: readonly Item[];
  readonly size: StatementSize;
  readonly resolve: (results: Result[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface CoalescerParts<Item, Result> {
  /** Does it, all or nothing; answers one result an item, in their order. */
  readonly run: (items: readonly Item[]) => Promise<Result[]>;
  readonly sizeOf: (items: readonly Item[]) => StatementSize;
  /** Whether after this error nothing was done, and a part of it alone may well succeed. */
  readonly isOfOneItem: (error: unknown) => boolean;
  /** Runs under way at once before callers begin to share. */
  readonly runsMax: number;
  /** Whether callers share a run; else each that waits gets one of its own. */
  readonly isShared: boolean;
  /** What may wait for a run, all callers together; one may wait whatever its size. */
  readonly waitingMax: StatementSize;
  /** How long a caller waits for its run to begin, in ms. */
  readonly patienceMs: number;
}

/**
 * Callers that wait at the same moment share one run, with no timer: those that come in one turn of the event loop go
 * together at its end; who comes while as many runs are under way as may be waits for the end of one, and then goes with all
 * others that wait. A lone caller thus never waits, and many share a round trip and a commit, above all where this process is
 * the slow part: then a turn brings several of them. Nobody's fault becomes a neighbour's: a shared run that fails for what
 * one of them brought is done again caller by caller.
 *
 * What waits is bounded in number, in size and in time: where the database is slow or gone, callers are told soon, and the
 * memory of the process is not their queue.
 */
export class Coalescer<Item, Result> {
  private waiting: Call<Item, Result>[] = [];
  private waitingSize = NOTHING;
  private runs = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly parts: CoalescerParts<Item, Result>) {}

  /** @throws OverloadError when too much waits already, or no run could begin in time */
  async submit(items: readonly Item[]): Promise<Result[]> {
    const size = this.parts.sizeOf(items);
    if (this.isFullFor(size)) throw new OverloadError('too much waits');
    return await new Promise((resolve, reject) => {
      this.waiting.push({ since: performance.now(), items, size, resolve, reject });
      this.waitingSize = addSizes(this.waitingSize, size);
      // The first of a turn; where others wait already, their run or the end of one takes this caller along.
      if (this.waiting.length > 1) return;
      setImmediate(() => {
        this.startRuns();
      });
      this.setTimer(this.parts.patienceMs);
    });
  }

  private isFullFor(size: StatementSize): boolean {
    const { events, deliveries, characters } = addSizes(this.waitingSize, size);
    const max = this.parts.waitingMax;
    const isBeyond = events > max.events || deliveries > max.deliveries || characters > max.characters;
    return this.waiting.length > 0 && isBeyond;
  }

  private setTimer(delayMs: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.giveUpOverdue();
    }, delayMs).unref();
  }

  /** One timer for all, set by the oldest: the queue is in the order of their coming. */
  private giveUpOverdue(): void {
    const { patienceMs } = this.parts;
    const now = performance.now();
    const kept = this.waiting.findIndex(({ since }) => now - since < patienceMs);
    for (const { reject } of this.take(kept === -1 ? this.waiting.length : kept)) {
      reject(new OverloadError('no turn came in time'));
    }
    const [next] = this.waiting;
    if (next !== undefined) this.setTimer(next.since + patienceMs - now);
  }

  /** Takes the first that wait out of the queue. */
  private take(count: number): Call<Item, Result>[] {
    const taken = this.waiting.splice(0, count);
    for (const { size } of taken) this.waitingSize = subtractSize(this.waitingSize, size);
    return taken;
  }

  private startRuns(): void {
    while (this.waiting.length > 0 && this.runs < this.parts.runsMax) {
      this.runs += 1;
      void this.perform(this.takeTogether()).finally(() => {
        this.runs -= 1;
        this.startRuns();
      });
    }
  }

  /** The first that waits, and those behind it that fit beside it. */
  private takeTogether(): Call<Item, Result>[] {
    let size: StatementSize = NOTHING;
    let count = 0;
    for (const call of this.waiting) {
      size = addSizes(size, call.size);
      if (count > 0 && !(this.parts.isShared && fitsStatement(size))) break;
      count += 1;
    }
    return this.take(count);
  }

  private async perform(calls: readonly Call<Item, Result>[]): Promise<void> {
    try {
      const results = await this.parts.run(calls.flatMap(({ items }) => items));
      let start = 0;
      for (const { items, resolve } of calls) {
        resolve(results.slice(start, start + items.length));
        start += items.length;
      }
    } catch (error) {
      if (calls.length > 1 && this.parts.isOfOneItem(error)) await this.performEach(calls);
      else for (const { reject } of calls) reject(error);
    }
  }

  private async performEach(calls: readonly Call<Item, Result>[]): Promise<void> {
    for (const call of calls) await this.perform([call]);
  }
}
