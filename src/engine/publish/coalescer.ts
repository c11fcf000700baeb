import { addSizes, fitsStatement, type StatementSize } from './draft.ts';

/** One caller's share of a statement. */
interface Call<Item, Result> {
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
}

/**
 * Callers that wait at the same moment share one run, with no timer: those that come in one turn of the event loop go
 * together at its end; who comes while as many runs are under way as may be waits for the end of one, and then goes with all
 * others that wait. A lone caller thus never waits, and many share a round trip and a commit, above all where this process is
 * the slow part: then a turn brings several of them. Nobody's fault becomes a neighbour's: a shared run that fails for what
 * one of them brought is done again caller by caller.
 */
export class Coalescer<Item, Result> {
  private waiting: Call<Item, Result>[] = [];
  private runs = 0;

  constructor(private readonly parts: CoalescerParts<Item, Result>) {}

  async submit(items: readonly Item[]): Promise<Result[]> {
    return await new Promise((resolve, reject) => {
      this.waiting.push({ items, size: this.parts.sizeOf(items), resolve, reject });
      // The first of a turn; where others wait already, their run or the end of one takes this caller along.
      if (this.waiting.length === 1) {
        setImmediate(() => {
          this.startRuns();
        });
      }
    });
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
    let size: StatementSize = { events: 0, deliveries: 0, characters: 0 };
    let count = 0;
    for (const call of this.waiting) {
      size = addSizes(size, call.size);
      if (count > 0 && !fitsStatement(size)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
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
