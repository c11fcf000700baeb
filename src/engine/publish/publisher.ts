import type pg from 'pg';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import type { RateLimitState } from '../../domain/rate-limit-state.ts';
import { BLIND_OBSERVER, type EngineObserver, type FanOutCounts } from '../engine-observer.ts';
import type { EngineTracer } from '../engine-tracer.ts';
import type { SubscriptionCache } from '../fan-out/subscription-cache.ts';
import { LiveCounts } from '../quotas/live-counts.ts';
import { CountNeeded, QuotaError } from '../quotas/quota-error.ts';
import { QuotaGate } from '../quotas/quota-gate.ts';
import { inTransaction, type Queryable } from '../statement.ts';
import type { CommittedWork } from '../work-notifier.ts';
import { isTransient } from '../database-errors.ts';
import { Coalescer } from './coalescer.ts';
import {
  allot,
  Drafting,
  fitsStatement,
  keepAll,
  sizeOf,
  splitDrafts,
  toHandedOff,
  type AllottedDraft,
  type Draft,
} from './draft.ts';
import type { HandOff } from './hand-off.ts';
import type { NewEvent, PublishedEvent } from './new-event.ts';
import { demandsOf, refuseKnown } from './quota-demands.ts';
import { storeEvents, type StoredEvent } from './store-events.ts';

export interface PublisherParts {
  readonly pool: pg.Pool;
  readonly subscriptions: SubscriptionCache;
  readonly ids: IdGenerator;
  /** Null where this process sends nothing. */
  readonly handOff: HandOff | null;
  /** Called after a commit that left work in the database: deliveries that are due, or outbox rows. */
  readonly onPublished: (work: CommittedWork) => void;
  readonly observer?: EngineObserver;
  /** Null, or left out, where nobody records traces. */
  readonly tracer?: EngineTracer | null;
}

/** Statements of events under way at once, beyond which their callers share one: measured in docs/decisions/0006. */
const STATEMENTS_MAX = 4;
/**
 * Transactions of publishes that share with nobody, beside them. With any number, publishes would stand before the worker's
 * own statements in the pool's queue, until its leases ran out.
 */
const ALONE_MAX = 4;
/** Of each kind: some seconds' worth of events, and no more memory than a small machine can spare. */
const WAITING_MAX = { events: 20_000, deliveries: 100_000, characters: 33_554_432 };
/** As long as the pool waits for a connection. */
const PATIENCE_MS = 5_000;

/** Writes events, with what follows from them, all or nothing. */
export class Publisher {
  private readonly together: Coalescer<Draft, StoredEvent>;
  /** A key may be waited for, and what needs a transaction takes long: neither is for strangers to share. */
  private readonly alone: Coalescer<Draft, StoredEvent>;
  /** Apart from the others, which need no transaction and wait for no count. */
  private readonly counted: Coalescer<Draft, StoredEvent>;
  private readonly countedAlone: Coalescer<Draft, StoredEvent>;
  private readonly observer: EngineObserver;
  private readonly counts: LiveCounts;
  private readonly gate: QuotaGate;

  constructor(private readonly parts: PublisherParts) {
    this.observer = parts.observer ?? BLIND_OBSERVER;
    this.counts = new LiveCounts(parts.pool);
    this.gate = new QuotaGate(this.counts);
    const common = {
      run: async (drafts: readonly Draft[]) => await this.commit(drafts),
      sizeOf,
      isOfOneItem: (error: unknown) => !isTransient(error),
      waitingMax: WAITING_MAX,
      patienceMs: PATIENCE_MS,
    };
    this.together = new Coalescer({ ...common, runsMax: STATEMENTS_MAX, isShared: true });
    this.alone = new Coalescer({ ...common, runsMax: ALONE_MAX, isShared: false });
    const counting = {
      ...common,
      run: async (drafts: readonly Draft[]) => await this.commitCounted(drafts),
      isOfOneItem: (error: unknown) => error instanceof QuotaError || !isTransient(error),
    };
    this.counted = new Coalescer({ ...counting, runsMax: STATEMENTS_MAX, isShared: true });
    this.countedAlone = new Coalescer({ ...counting, runsMax: ALONE_MAX, isShared: false });
  }

  /**
   * @param events at least one; stored together in one transaction, answered in their order
   * @throws IdempotencyError when a key belongs to another request, QuotaError when a quota of a tenant refuses them,
   *   OverloadError when more waits than is taken on; then nothing is stored
   */
  async publish(events: readonly NewEvent[]): Promise<PublishedEvent[]> {
    const { tracer = null } = this.parts;
    if (tracer === null) return await this.publishAll(events);
    const spans = tracer.startPublish(events);
    try {
      const traced = events.map((event, index) => ({
        ...event,
        trace: spans.contexts[index] ?? event.trace,
      }));
      const published = await this.publishAll(traced);
      spans.end(published);
      return published;
    } catch (error) {
      spans.fail(error);
      throw error;
    }
  }

  /** Of a tenant with a quota of events a minute, as far as this process knows it. */
  rateLimitOf(tenantId: Uuid): RateLimitState | null {
    const quotas = this.parts.subscriptions.peek(tenantId, 0)?.quotas ?? null;
    return quotas === null ? null : this.gate.rateLimitOf(tenantId, quotas);
  }

  private async publishAll(events: readonly NewEvent[]): Promise<PublishedEvent[]> {
    const drafts = await this.draft(events);
    const isAlone = isKeyed(drafts) || !fitsStatement(sizeOf(drafts));
    const results = await this.storeTogether(drafts, isAlone);
    const repeated = results.reduce((count, { isReplayed }) => count + Number(isReplayed), 0);
    this.observer.published(results.length - repeated, repeated, events.length > 1);
    return results.map((result, index) => {
      const { id, isReplayed } = result;
      const targets = hasFannedOut(result) ? drafts[index]?.targets : undefined;
      return {
        id,
        isReplayed,
        deliveryIds: targets?.map(({ deliveryId }) => deliveryId) ?? null,
        trace: events[index]?.trace ?? null,
      };
    });
  }

  private async storeTogether(drafts: readonly Draft[], isAlone: boolean): Promise<StoredEvent[]> {
    if (drafts.every(({ quotas }) => quotas === null)) {
      return await (isAlone ? this.alone : this.together).submit(drafts);
    }
    await refuseKnown(this.parts.pool, this.gate, drafts);
    return await (isAlone ? this.countedAlone : this.counted).submit(drafts);
  }

  private async draft(events: readonly NewEvent[]): Promise<Draft[]> {
    const { subscriptions, ids } = this.parts;
    const drafting = new Drafting(ids);
    const drafts: Draft[] = [];
    for (const event of events) {
      const { tenantId } = event;
      const snapshot = subscriptions.peek(tenantId, 0) ?? (await subscriptions.get(tenantId));
      drafts.push(drafting.draft(event, snapshot));
    }
    return drafts;
  }

  /** Slots are set aside before the statement; those of what is not stored after all are freed again. */
  private async commit(drafts: readonly Draft[], store = this.store.bind(this)): Promise<StoredEvent[]> {
    const reservation = this.parts.handOff?.begin() ?? null;
    try {
      const allotted =
        reservation === null
          ? drafts.map(keepAll)
          : allot(drafts, ({ webhook }) => reservation.take(webhook));
      const results = await store(allotted);
      reservation?.settle(
        allotted.flatMap((draft, index) => (hasFannedOut(results[index]) ? toHandedOff(draft) : [])),
      );
      this.observer.fannedOut('publish', countFanOut(allotted, results));
      this.announce(allotted, results);
      return results;
    } catch (error) {
      reservation?.settle([]);
      throw error;
    }
  }

  /** Once more after a count, where deliveries had not been counted for long enough to judge by. */
  private async commitCounted(drafts: readonly Draft[]): Promise<StoredEvent[]> {
    try {
      return await this.commit(drafts, async (allotted) => await this.storeCounted(allotted, false));
    } catch (error) {
      if (error instanceof CountNeeded) {
        await this.counts.count(error.tenantIds);
        return await this.commit(drafts, async (allotted) => await this.storeCounted(allotted, true));
      }
      // Whether it was stored is not known: what is remembered of these tenants might refuse too much.
      if (!(error instanceof QuotaError)) this.gate.forget(drafts.map(({ event }) => event.tenantId));
      throw error;
    }
  }

  /** In one transaction with its count, which stands last, so that the lock of a tenant's count is held for the commit alone. */
  private async storeCounted(drafts: readonly AllottedDraft[], isCounted: boolean): Promise<StoredEvent[]> {
    return await inTransaction(this.parts.pool, async (client) => {
      const results = await this.storeChunks(client, splitDrafts(drafts));
      const demands = demandsOf(drafts, (_draft, index) => results[index]?.isReplayed === false);
      await this.gate.admit(client, demands, isCounted);
      return results;
    });
  }

  /** One statement, where it carries everything and no key may be taken; else one transaction. */
  private async store(drafts: readonly AllottedDraft[]): Promise<StoredEvent[]> {
    const { pool } = this.parts;
    const chunks = splitDrafts(drafts);
    if (chunks.length === 1 && !isKeyed(drafts)) return await this.storeChunks(pool, chunks);
    return await inTransaction(pool, async (client) => await this.storeChunks(client, chunks));
  }

  private async storeChunks(db: Queryable, chunks: readonly AllottedDraft[][]): Promise<StoredEvent[]> {
    const leaseMs = this.parts.handOff?.leaseMs ?? 0;
    const results: StoredEvent[] = [];
    for (const chunk of chunks) results.push(...(await storeEvents(db, chunk, leaseMs, results.length)));
    return results;
  }

  private announce(drafts: readonly AllottedDraft[], results: readonly StoredEvent[]): void {
    let [hasDeliveries, hasOutboxRows] = [false, false];
    for (const [index, draft] of drafts.entries()) {
      const result = results[index];
      if (hasFannedOut(result)) hasDeliveries ||= draft.isHandedOff.includes(false);
      if (result?.isCurrent !== false || result.isScheduled) continue;
      hasOutboxRows = true;
      // A stale snapshot is loaded again at the next use, not at every publish that still holds it.
      if (draft.snapshotVersion !== null) this.parts.subscriptions.forget(draft.event.tenantId);
    }
    if (hasDeliveries || hasOutboxRows) this.parts.onPublished({ hasDeliveries, hasOutboxRows });
  }
}

function isKeyed(drafts: readonly Draft[]): boolean {
  return drafts.some(({ event }) => event.idempotency !== null);
}

function hasFannedOut(result: StoredEvent | undefined): boolean {
  return result !== undefined && result.isCurrent && !result.isReplayed;
}

function countFanOut(drafts: readonly AllottedDraft[], results: readonly StoredEvent[]): FanOutCounts {
  let [events, deliveries, handedOff] = [0, 0, 0];
  for (const [index, { isHandedOff }] of drafts.entries()) {
    if (!hasFannedOut(results[index])) continue;
    events += 1;
    deliveries += isHandedOff.length;
    for (const isOne of isHandedOff) handedOff += Number(isOne);
  }
  return { events, deliveries, handedOff };
}
