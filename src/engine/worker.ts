import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { BREAKER_RULES, type BreakerRules } from '../domain/breaker.ts';
import type { Clock } from '../domain/clock.ts';
import type { IdGenerator } from '../domain/ids.ts';
import { Breakers } from './dispatch/breakers.ts';
import { AttemptRunner } from './dispatch/attempt-runner.ts';
import { DirectHandOff } from './dispatch/direct-hand-off.ts';
import { Dispatcher } from './dispatch/dispatcher.ts';
import { LeaseKeeper } from './dispatch/lease-keeper.ts';
import { Recorder } from './dispatch/recorder.ts';
import { Slots } from './dispatch/slots.ts';
import { WebhookChanges } from './dispatch/webhook-changes.ts';
import type { EngineLog } from './engine-log.ts';
import { BLIND_OBSERVER, type EngineObserver } from './engine-observer.ts';
import type { EngineTracer } from './engine-tracer.ts';
import { ADMITS_ALL, type EventAdmission } from './fan-out/admission.ts';
import { Relay } from './fan-out/relay.ts';
import type { SubscriptionCache } from './fan-out/subscription-cache.ts';
import { Partitions } from './history/partitions.ts';
import { DeliveryQueue } from './queue/delivery-queue.ts';
import { Expirer } from './queue/expirer.ts';
import { Promoter } from './queue/promoter.ts';
import type { HandOff } from './publish/hand-off.ts';
import type { CommittedWork } from './work-notifier.ts';
import type { Transport } from './transport/transport.ts';
import type { Completion } from './queue/completion.ts';

export interface WorkerParts {
  readonly pool: pg.Pool;
  readonly subscriptions: SubscriptionCache;
  readonly transport: Transport;
  readonly ids: IdGenerator;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: EngineLog;
  /** Deliveries in flight at most. */
  readonly slotsMax: number;
  readonly leaseMs: number;
  /** How often the queue is looked at where nothing tells of work; 50 unless said. */
  readonly idlePollMs?: number;
  readonly observer?: EngineObserver;
  /** Null, or left out, where nobody records traces. */
  readonly tracer?: EngineTracer | null;
  readonly breakerRules?: BreakerRules;
  /** Where there is none, whatever was published from SQL is fanned out. */
  readonly admission?: EventAdmission;
}

export interface WorkerStatistics {
  readonly inFlight: number;
  readonly slots: number;
  /** Attempts that this process has recorded since its start. */
  readonly attempts: number;
}

/** The stages behind the publish: relay, promoter, dispatcher and what keeps their leases. */
export class Worker {
  private readonly interruption = new AbortController();
  private readonly slots: Slots;
  private readonly recorder: Recorder;
  private readonly leases: LeaseKeeper;
  private readonly dispatcher: Dispatcher;
  private readonly directHandOff: DirectHandOff;
  private readonly promoter: Promoter;
  private readonly expirer: Expirer;
  private readonly relay: Relay;
  private readonly observer: EngineObserver;
  private readonly changes: WebhookChanges;
  private readonly breakers: Breakers;
  private attempts = 0;

  constructor(private readonly parts: WorkerParts) {
    const { pool, leaseMs, log, slotsMax, observer = BLIND_OBSERVER } = parts;
    this.observer = observer;
    setMaxListeners(0, this.interruption.signal); // one listener an attempt in flight
    this.changes = this.createChanges();
    this.breakers = this.createBreakers();
    const queue = new DeliveryQueue(pool, leaseMs);
    const partitions = new Partitions(pool, log);
    this.slots = new Slots(slotsMax);
    this.recorder = new Recorder(
      {
        inFlight: () => this.slots.used,
        complete: async (completions) => await this.complete(queue, completions),
        ensurePartitions: async (completion) => {
          await partitions.ensureFor(completion);
        },
      },
      log,
    );
    this.leases = new LeaseKeeper(queue, this.slots, leaseMs, log, observer);
    this.dispatcher = new Dispatcher({
      queue,
      slots: this.slots,
      runner: this.createRunner(),
      leaseMs,
      log,
      observer,
      idlePollMs: parts.idlePollMs,
    });
    this.directHandOff = this.createHandOff(queue);
    const ensurePartitions = async (): Promise<void> => {
      await partitions.ensureForLive();
    };
    this.promoter = new Promoter({
      queue,
      log,
      observer,
      renewLeases: async () => await this.leases.renewDue(),
      ensurePartitions,
      onPromoted: () => {
        this.dispatcher.wake();
      },
    });
    this.expirer = new Expirer({ db: pool, log, observer, ensurePartitions });
    this.relay = this.createRelay();
  }

  /** For the publishers of this process. */
  get handOff(): HandOff {
    return this.directHandOff;
  }

  start(): void {
    this.leases.start();
    this.promoter.start();
    this.expirer.start();
    this.dispatcher.start();
    this.relay.start();
    this.breakers.start();
    this.directHandOff.open();
  }

  /** Work has been committed in this process: look now instead of at the next poll. */
  wake(work: CommittedWork): void {
    if (work.hasDeliveries) this.dispatcher.wake();
    if (work.hasOutboxRows) this.relay.wake();
  }

  /**
   * Stops without losing anything: claims end at once, attempts in flight have `graceMs` to end, what is then open is
   * aborted, recorded as interrupted and due at once.
   */
  async stop(graceMs: number): Promise<void> {
    const timer = setTimeout(() => {
      this.interruption.abort();
      this.recorder.abandon();
    }, graceMs);
    await Promise.all([
      this.directHandOff.close(this.interruption.signal),
      this.relay.stop(),
      this.promoter.stop(),
      this.expirer.stop(),
      this.dispatcher.stopClaiming(),
    ]);
    await this.dispatcher.drain();
    clearTimeout(timer);
    await this.breakers.stop();
    await this.leases.stop();
  }

  statistics(): WorkerStatistics {
    return { inFlight: this.slots.used, slots: this.parts.slotsMax, attempts: this.attempts };
  }

  private async complete(
    queue: DeliveryQueue,
    completions: readonly Completion[],
  ): Promise<ReadonlySet<Completion>> {
    const startedAt = performance.now();
    try {
      const held = await queue.complete(completions);
      this.breakers.note(held, this.parts.clock.now());
      this.attempts += completions.filter(({ attempt }) => attempt !== null).length;
      this.observer.completed(completions, held, performance.now() - startedAt);
      return held;
    } catch (error) {
      this.observer.failed('complete');
      throw error;
    }
  }

  private createRunner(): AttemptRunner {
    const { subscriptions, transport, ids, clock, random, log, tracer = null } = this.parts;
    return new AttemptRunner({
      subscriptions,
      transport,
      recorder: this.recorder,
      slots: this.slots,
      ids,
      clock,
      random,
      log,
      observer: this.observer,
      tracer,
      signal: this.interruption.signal,
      onRetryScheduled: (delayMs) => {
        this.promoter.noticeDelay(delayMs);
      },
      onGone: async (webhookId, isTold) => {
        await this.changes.make(webhookId, 'gone', isTold);
      },
    });
  }

  private createChanges(): WebhookChanges {
    const { pool, ids, log, breakerRules } = this.parts;
    return new WebhookChanges({
      pool,
      ids,
      rules: breakerRules ?? BREAKER_RULES,
      log,
      observer: this.observer,
      onChanged: () => {
        this.wake({ hasDeliveries: true, hasOutboxRows: true });
      },
    });
  }

  private createBreakers(): Breakers {
    const { pool, log, breakerRules } = this.parts;
    return new Breakers({
      pool,
      rules: breakerRules ?? BREAKER_RULES,
      log,
      observer: this.observer,
      change: async (webhookId, change) => {
        await this.changes.make(webhookId, change);
      },
    });
  }

  private createHandOff({ backlog }: DeliveryQueue): DirectHandOff {
    return new DirectHandOff({
      slots: this.slots,
      backlog,
      leaseMs: this.parts.leaseMs,
      start: (delivery, leaseEndsAt) => {
        this.dispatcher.attempt(delivery, leaseEndsAt);
      },
      giveBack: (delivery) => {
        this.dispatcher.giveBack(delivery);
      },
    });
  }

  private createRelay(): Relay {
    const { pool, subscriptions, ids, log, admission = ADMITS_ALL } = this.parts;
    return new Relay({
      pool,
      subscriptions,
      ids,
      log,
      observer: this.observer,
      admission,
      onFannedOut: () => {
        this.dispatcher.wake();
      },
    });
  }
}
