import { monotonicMs } from './monotonic-clock.ts';

/** By what `webhook-id` names, the event, and when its first request arrived (ms of the monotonic clock). */
export type Arrival = readonly [id: string, at: number];

/** Asks a receiver for what has arrived, as soon as so many have or the time is over; what was told is not told again. */
export interface ArrivalsAsked {
  readonly count: number;
  readonly withinMs: number;
}

const ID = /webhook-id: *(\S+)/i;

/** The receiver's side: what has arrived, told to its parent when it asks. Of a repeated event the first request counts. */
export class ArrivalLog {
  private readonly seen = new Set<string>();
  private arrivals: Arrival[] = [];
  private wanted = Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    process.on('message', (asked: ArrivalsAsked) => {
      this.wanted = asked.count;
      this.timer = setTimeout(() => {
        this.answer();
      }, asked.withinMs);
      this.answerIfComplete();
    });
  }

  /** @param head of the request */
  add(head: string): void {
    const id = ID.exec(head)?.[1] ?? '';
    if (this.seen.has(id)) return;
    this.seen.add(id);
    this.arrivals.push([id, monotonicMs()]);
    this.answerIfComplete();
  }

  private answerIfComplete(): void {
    if (this.arrivals.length >= this.wanted) this.answer();
  }

  private answer(): void {
    clearTimeout(this.timer);
    this.wanted = Infinity;
    process.send?.(this.arrivals);
    this.arrivals = [];
  }
}
