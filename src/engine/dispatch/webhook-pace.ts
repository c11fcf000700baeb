/** Deliveries in flight of a webhook that has not shown yet how it answers. */
export const FIRST_WINDOW = 8;
/** A webhook that takes longer is slow: it would hold slots that a hundred quick ones could share. */
export const LATE_MS = 2_000;
/** The latest attempts by which a webhook is judged. */
const RECENT_MAX = 8;

/** How an attempt ended, as far as it says anything about its webhook. */
export interface AttemptEnd {
  readonly durationMs: number;
  readonly isTimeout: boolean;
  readonly isSuccess: boolean;
}

/**
 * `unproven`: no attempt has ended in time yet. `answering`: ends its attempts in time, whatever it says. `slow`: its median takes
 * over two seconds, or it times out.
 */
export type Standing = 'unproven' | 'answering' | 'slow';

/**
 * How many deliveries of one webhook may be in flight, by how it has answered: 8 at first, one more for each success in
 * time (which doubles them each round), one alone while it is slow. The webhook's own limit is not known here.
 */
export class WebhookPace {
  private size = FIRST_WINDOW;
  private current: Standing = 'unproven';
  private readonly recentLate: boolean[] = [];

  get window(): number {
    return this.size;
  }

  get standing(): Standing {
    return this.current;
  }

  /** @param used the most of it that was in flight of late: what is not used does not grow */
  noteEnd({ durationMs, isTimeout, isSuccess }: AttemptEnd, used: number): void {
    const isLate = isTimeout || durationMs > LATE_MS;
    this.recentLate.push(isLate);
    if (this.recentLate.length > RECENT_MAX) this.recentLate.shift();
    if (this.isMostlyLate()) {
      this.fall();
      return;
    }
    if (isLate && this.current === 'unproven') return;
    // As at first: more than one also tells a claim that it is not slow.
    if (this.current === 'slow') this.size = FIRST_WINDOW;
    else if (isSuccess && !isLate && used * 2 >= this.size) this.size += 1;
    this.current = 'answering';
  }

  /** Of what is in flight most has been silent for too long: known before the time-outs tell. */
  noteSilence(): void {
    this.recentLate.fill(true);
    while (this.recentLate.length < RECENT_MAX / 2 + 1) this.recentLate.push(true);
    this.fall();
  }

  /** One late answer says nothing: anybody may have a bad moment. */
  private isMostlyLate(): boolean {
    const late = this.recentLate.filter(Boolean).length;
    return late > 1 && late * 2 > this.recentLate.length;
  }

  private fall(): void {
    this.size = 1;
    this.current = 'slow';
  }
}
