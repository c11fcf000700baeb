import { performance } from 'node:perf_hooks';
import { BackgroundLoop } from '../background-loop.ts';
import { errorCode } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import type { AttemptRunner } from './attempt-runner.ts';
import type { InFlight, Slots } from './slots.ts';

/** How often an idle dispatcher looks unless said: the only thing relied on; wakes merely come sooner. */
const IDLE_POLL_MS = 50;
/** Slots that become free are filled together: one claim for this many, or for all within the pause. */
const FREED_TOGETHER = 50;
const FREED_PAUSE_MS = 3;
/** Attempts begun in one turn of the event loop: between turns answers are read, so that a burst does not hold them up. */
const STARTS_A_TURN = 64;
/**
 * A turn that takes longer is followed by one with fewer starts. 2,000 TLS handshakes at once held the loop for seconds,
 * in which neither leases were renewed nor the database's answers read.
 */
const TURN_MS = 10;
const STARTS_MIN = 4;

export interface DispatcherParts {
  readonly queue: DeliveryQueue;
  readonly slots: Slots;
  readonly runner: AttemptRunner;
  readonly leaseMs: number;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  /** 50 unless said. */
  readonly idlePollMs?: number | undefined;
}

/** Claims what is due while slots are free, and runs the attempts of what is claimed or handed off. */
export class Dispatcher {
  private readonly loop: BackgroundLoop;
  private readonly unstarted: InFlight[] = [];
  private startsLeft = STARTS_A_TURN;
  private isTurnOpen = false;
  private turnBeganAt = 0;
  /** Attempts that have begun and are not recorded or given up. */
  private open = 0;
  private onAllEnded: () => void = () => undefined;
  private freed = 0;
  private timer: NodeJS.Timeout | null = null;
  private isStopping = false;

  constructor(private readonly parts: DispatcherParts) {
    this.loop = new BackgroundLoop({
      round: async () => await this.claimRound(),
      onFailure: (error, failures) => {
        parts.observer.failed('claim');
        parts.log.warn({ code: errorCode(error), failures, err: error }, 'claiming failed, trying again');
      },
    });
  }

  start(): void {
    this.loop.start();
  }

  /** There may be work: rows were published or promoted. */
  wake(): void {
    this.loop.wake();
  }

  /** Ends claiming; resolves when the running claim, if any, has come back. What it claimed goes back untried. */
  async stopClaiming(): Promise<void> {
    this.isStopping = true;
    await this.loop.stop();
  }

  /** Resolves when every attempt that was started has been recorded or given up. */
  async drain(): Promise<void> {
    while (this.open > 0 || this.unstarted.length > 0) {
      await new Promise<void>((resolve) => {
        if (this.open > 0) this.onAllEnded = resolve;
        else setImmediate(resolve);
      });
    }
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** Begins the attempt of a delivery that is leased to this process. */
  attempt(delivery: ClaimedDelivery, leaseEndsAt: number): void {
    this.unstarted.push(this.parts.slots.add(delivery, leaseEndsAt));
    if (this.startsLeft > 0) this.startAttempts();
  }

  /** Gives back a delivery that is leased to this process and was not tried. */
  giveBack(delivery: ClaimedDelivery): void {
    const entry = this.parts.slots.add(delivery, performance.now() + this.parts.leaseMs);
    this.follow(entry, this.parts.runner.release(entry));
  }

  /** Answers how long to pause, in ms: until the next poll, or until a token is due that something waits for. */
  private async claimRound(): Promise<number> {
    const { queue } = this.parts;
    const lookedAt = performance.now();
    if ((await this.claim()) > 0 && !queue.hasSeenAll) return 0;
    return Math.min(
      this.parts.idlePollMs ?? IDLE_POLL_MS,
      queue.tokenWaits.nextMs(lookedAt, performance.now()),
    );
  }

  private async claim(): Promise<number> {
    const { queue, slots, leaseMs, observer } = this.parts;
    if (slots.free === 0) return 0;
    this.freed = 0;
    const issuedAt = performance.now();
    const claimed = await queue.claimDue(slots.free, slots.claimLimits(slots.free));
    observer.claimed(claimed.length, performance.now() - issuedAt);
    for (const delivery of claimed) this.take(delivery, issuedAt + leaseMs);
    return claimed.length;
  }

  /** A publish may have handed off the slot that a claim under way was counting on: then the delivery goes back. */
  private take(delivery: ClaimedDelivery, leaseEndsAt: number): void {
    const { slots, queue } = this.parts;
    if (this.isStopping) {
      this.giveBack(delivery);
    } else if (slots.hasRoom(delivery)) {
      this.attempt(delivery, leaseEndsAt);
    } else {
      const { webhookId: id, tenantId, maxInFlight } = delivery;
      queue.backlog.add({ id, tenantId, maxInFlight });
      this.giveBack(delivery);
    }
  }

  /** Begins as many as this turn of the event loop may; the others in the turns that follow. */
  private startAttempts(): void {
    if (!this.isTurnOpen) {
      this.isTurnOpen = true;
      this.turnBeganAt = performance.now();
      setImmediate(this.startNextTurn);
    }
    const entries = this.unstarted.splice(0, this.startsLeft);
    this.startsLeft -= entries.length;
    for (const entry of entries) this.follow(entry, this.parts.runner.run(entry));
  }

  private readonly startNextTurn = (): void => {
    this.isTurnOpen = false;
    this.startsLeft = startsAfter(performance.now() - this.turnBeganAt);
    if (this.unstarted.length > 0) this.startAttempts();
  };

  private follow(entry: InFlight, work: Promise<void>): void {
    this.open += 1;
    work.then(
      () => {
        this.end(entry);
      },
      (error: unknown) => {
        // Left to the end of its lease; after five such claims the delivery is given up as crashed.
        this.parts.log.error({ delivery: entry.delivery.id, err: error }, 'an attempt failed unexpectedly');
        this.end(entry);
      },
    );
  }

  private end(entry: InFlight): void {
    this.parts.slots.release(entry);
    this.noticeFreeSlot();
    this.open -= 1;
    if (this.open === 0) this.onAllEnded();
  }

  /** A look at the queue is worth its statement only where something is known to wait for the slot. */
  private noticeFreeSlot(): void {
    if (this.parts.queue.backlog.isEmpty) return;
    this.freed += 1;
    if (this.freed >= FREED_TOGETHER) this.loop.wake();
    else
      this.timer ??= setTimeout(() => {
        this.timer = null;
        this.loop.wake();
      }, FREED_PAUSE_MS);
  }
}

/** How many attempts may begin after a turn that took so long. */
export function startsAfter(turnMs: number): number {
  if (turnMs <= TURN_MS) return STARTS_A_TURN;
  return Math.max(STARTS_MIN, Math.floor((STARTS_A_TURN * TURN_MS) / turnMs));
}
