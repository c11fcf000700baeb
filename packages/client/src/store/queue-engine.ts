import { fromPublicId, toPublicId, type Uuid } from '../../../../src/domain/ids.ts';
import type { Outcome } from '../../../../src/domain/outcomes.ts';
import { bySystem } from '../../../../src/domain/audit/actor.ts';
import { recordAudit } from '../../../../src/engine/audit/record-audit.ts';
import { Partitions } from '../../../../src/engine/history/partitions.ts';
import type { ClaimLimits } from '../../../../src/engine/queue/claim-limits.ts';
import type { ClaimedDelivery } from '../../../../src/engine/queue/claimed-delivery.ts';
import type { AttemptRecord } from '../../../../src/engine/queue/completion.ts';
import { DeliveryQueue } from '../../../../src/engine/queue/delivery-queue.ts';
import { DeliveryRetry } from '../../../../src/engine/queue/delivery-retry.ts';
import { inTransaction, run } from '../../../../src/engine/statement.ts';
import type { ClientSettings } from '../client-settings.ts';
import type { GivenEvent } from '../new-event.ts';
import type { Coalescer } from '../../../../src/engine/publish/coalescer.ts';
import { FIND_READY, LOCK_DEAD_LETTER, PURGE_DEAD_LETTERS } from '../sql/queue.ts';
import { WebhookValidationError } from '../webhook-errors.ts';
import { coalesceEnqueuing, type EnqueuedRow } from './enqueued-rows.ts';
import { takeUrgent, type TargetPlace, type UrgentDelivery } from './urgent-delivery.ts';
import { HeldDeliveries, type HeldDelivery } from './held-deliveries.ts';
import type { Store } from './store.ts';
import type { StoredTarget } from './target-row.ts';
import { TargetRegistry } from './target-registry.ts';

const LEASE_MS = 30_000;
/** How often due retries, and what other processes have dropped, are made ready beside what is. */
const PROMOTE_INTERVAL_MS = 1_000;

interface ReadyRow extends TargetPlace {
  readonly webhook_id: Uuid;
}

/** A delivery taken out of the queue, and where it goes. */
export interface TakenDelivery {
  readonly delivery: ClaimedDelivery;
  readonly target: StoredTarget;
}

/** The queue's steps on an open store. */
export class QueueEngine {
  readonly targets: TargetRegistry;
  readonly held: HeldDeliveries;
  private readonly queue: DeliveryQueue;
  private readonly enqueuing: Coalescer<EnqueuedRow, boolean>;
  private readonly known = new Map<string, StoredTarget>();
  private promotedAt = -Infinity;

  constructor(
    readonly store: Store,
    settings: ClientSettings,
  ) {
    this.targets = new TargetRegistry(store, settings.delivery);
    this.queue = new DeliveryQueue(store.enginePool, LEASE_MS);
    this.held = new HeldDeliveries(this.queue, LEASE_MS, settings.store.log);
    this.enqueuing = coalesceEnqueuing(store);
  }

  static async open(store: Store, settings: ClientSettings): Promise<QueueEngine> {
    await new Partitions(store.upkeepPool, settings.store.log).ensureAhead(store.clock.now());
    return new QueueEngine(store, settings);
  }

  /** Answers the delivery's id, null where the one that was asked for is taken. */
  async enqueue(
    event: GivenEvent,
    target: StoredTarget,
    { priority, id }: { readonly priority: number; readonly id: Uuid | null },
  ): Promise<string | null> {
    const { ids } = this.store;
    const row = { event, target, priority, eventId: ids.next(), id: id ?? ids.next() };
    const [isStored] = await this.enqueuing.submit([row]);
    return isStored === true ? toPublicId('delivery', row.id) : null;
  }

  /** Takes the most urgent delivery that is ready, as far as its target's rate limit allows. */
  async take(): Promise<TakenDelivery | null> {
    const { clock } = this.store;
    if (clock.now() - this.promotedAt > PROMOTE_INTERVAL_MS) await this.promote();
    const taken = (await takeUrgent(this.store, LEASE_MS)) ?? (await this.claim());
    if (taken === null) return null;
    const { delivery, place } = taken;
    if (await this.isOver(delivery)) return await this.take();
    const target = await this.targetOf(place);
    this.held.add({ delivery, webhookVersion: place.version, takenAt: clock.now() });
    return { delivery, target };
  }

  /** Through the engine's own claim, which keeps the gates of rate limits and breakers. */
  private async claim(): Promise<UrgentDelivery | null> {
    const { tenantId, enginePool } = this.store;
    for (const row of await run<ReadyRow>(enginePool, FIND_READY, [tenantId])) {
      const [delivery] = await this.queue.claimDue(1, only(row.webhook_id));
      if (delivery !== undefined) return { delivery, place: row };
    }
    return null;
  }

  /** Records the outcome; answers whether the delivery was still this queue's. */
  async settle(held: HeldDelivery, outcome: Outcome, attempt: AttemptRecord | null): Promise<boolean> {
    const { delivery } = held;
    const recorded = await this.queue.complete([{ delivery, outcome, attemptsMax: null, attempt }]);
    this.held.remove(toPublicId('delivery', delivery.id));
    return recorded.size > 0;
  }

  /** Answers whether there was such a dead letter, and it waits again. */
  async retryDeadLetter(publicId: string): Promise<boolean> {
    const { enginePool, tenantId, ids } = this.store;
    const id = fromPublicId('delivery', publicId);
    return await inTransaction(enginePool, async (tx) => {
      const locked = await run<{ id: Uuid }>(tx, LOCK_DEAD_LETTER, [tenantId, id]);
      if (id === null || locked.length === 0) return false;
      const moved = await new DeliveryRetry(tx).moveBack(tenantId, [id]);
      if (!moved.has(id)) return false;
      const entry = { id: ids.next(), action: 'delivery.retried', objectId: id } as const;
      await recordAudit(tx, bySystem(tenantId), entry);
      return true;
    });
  }

  /** Answers how many were forgotten. */
  async purgeDeadLetters(ageMs: number): Promise<number> {
    const { enginePool, tenantId } = this.store;
    let purged = 0;
    for (;;) {
      const rows = await run(enginePool, PURGE_DEAD_LETTERS, [tenantId, ageMs]);
      purged += rows.length;
      if (rows.length === 0) return purged;
    }
  }

  private async promote(): Promise<void> {
    this.promotedAt = this.store.clock.now();
    await this.queue.promote();
  }

  /** What the event has outlived is given up, as a worker does. */
  private async isOver(delivery: ClaimedDelivery): Promise<boolean> {
    if (delivery.event !== null && (delivery.expiresAt ?? Infinity) > this.store.clock.now()) return false;
    const outcome: Outcome =
      delivery.event === null
        ? { kind: 'cancelled', reason: 'event_erased' }
        : { kind: 'dead_letter', reason: 'expired', disablesWebhook: false };
    await this.queue.complete([{ delivery, outcome, attemptsMax: null, attempt: null }]);
    return true;
  }

  /** Read once a version. */
  private async targetOf({ uid, version }: TargetPlace): Promise<StoredTarget> {
    const known = this.known.get(uid);
    if (known !== undefined && known.version >= version) return known;
    const found = await this.targets.find(uid);
    if (found === null) throw new WebhookValidationError(`The target ${uid} was removed meanwhile.`);
    this.known.set(uid, found);
    return found;
  }
}

/** A claim of one delivery of one webhook. */
function only(webhookId: Uuid): ClaimLimits {
  return {
    inFlight: new Map(),
    windows: new Map([[webhookId, 1]]),
    firstWindow: 0,
    doubtfulRoom: 1,
    tenantRooms: new Map(),
    otherTenantsRoom: 1,
  };
}
