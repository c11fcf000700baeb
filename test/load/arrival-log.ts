import { monotonicMs } from './monotonic-clock.ts';

/** By what `webhook-id` names, the event, and when its first request arrived (ms of the monotonic clock). */
export type Arrival = readonly [id: string, at: number];

/** Asks a receiver for what has arrived, as soon as so many have or the time is over; they are then forgotten. */
export interface ArrivalsAsked {
  readonly count: number;
  readonly withinMs: number;
}

const ID = /webhook-id: *(\S+)/i;

/** The receiver's side: what has arrived, told to its parent when it asks. Of a repeated event the first request counts. */
export class ArrivalLog {
  private arrivals = new Map<string, number>();
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
    if (!this.arrivals.has(id)) this.arrivals.set(id, monotonicMs());
    this.answerIfComplete();
  }

  private answerIfComplete(): void {
    if (this.arrivals.size >= this.wanted) this.answer();
  }

  private answer(): void {
    clearTimeout(this.timer);
    const arrivals: Arrival[] = [...this.arrivals];
    this.arrivals = new Map();
    this.wanted = Infinity;
    process.send?.(arrivals);
  }
}
