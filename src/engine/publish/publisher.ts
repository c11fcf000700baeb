import type pg from 'pg';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import { textArrayLiteral } from '../array-literal.ts';
import { errorCode } from '../database-errors.ts';
import type { SubscriptionCache } from '../fan-out/subscription-cache.ts';
import { DELIVERIES_MAX, findTargets, toTargetColumns, type Target } from '../fan-out/targets.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import type { CommittedWork } from '../work-notifier.ts';
import { IdempotencyError, type NewEvent, type PublishedEvent } from './new-event.ts';
import { FIND_IDEMPOTENCY_KEYS } from './sql/find-idempotency-keys.ts';
import { PUBLISH_EVENTS } from './sql/publish-events.ts';

const EVENTS_MAX = 200;
const LOCK_TIMEOUT = '55P03';
/** Two batches that took the same keys in another order. */
const DEADLOCK = '40P01';

/** An event on its way into the database, with the deliveries that its snapshot asks for. */
interface Draft {
  readonly id: Uuid;
  readonly event: NewEvent;
  readonly snapshotVersion: number | null;
  readonly targets: readonly Target[];
}

interface PublishRow {
  readonly id: Uuid;
  readonly is_stored: boolean;
  readonly is_current: boolean;
}

interface KeyRow {
  readonly tenant_id: Uuid;
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly resource_id: Uuid;
}

export interface PublisherParts {
  readonly pool: pg.Pool;
  readonly subscriptions: SubscriptionCache;
  readonly ids: IdGenerator;
  /** Called after a commit that left work: deliveries that are due, or outbox rows. */
  readonly onPublished: (work: CommittedWork) => void;
}

/** Writes events, with what follows from them, all or nothing. */
export class Publisher {
  constructor(private readonly parts: PublisherParts) {}

  /**
   * @param events at least one; stored together in one transaction, answered in their order
   * @throws IdempotencyError when a key belongs to another request; then nothing is stored
   */
  async publish(events: readonly NewEvent[]): Promise<PublishedEvent[]> {
    const drafts = await this.draft(events);
    const chunks = splitDrafts(drafts);
    const [only, ...others] = chunks;
    const isOneStatement = others.length === 0 && drafts.every(({ event }) => event.idempotency === null);
    const results =
      isOneStatement && only !== undefined
        ? await this.store(this.parts.pool, only, 0)
        : await inTransaction(this.parts.pool, async (client) => await this.storeAll(client, chunks));
    this.announce(drafts, results);
    return results.map(({ id, isReplayed }) => ({ id, isReplayed }));
  }

  private async draft(events: readonly NewEvent[]): Promise<Draft[]> {
    const drafts: Draft[] = [];
    for (const event of events) {
      const snapshot = await this.parts.subscriptions.get(event.tenantId);
      const targets = findTargets(event, snapshot, this.parts.ids);
      const isTooMany = targets.length > DELIVERIES_MAX;
      drafts.push({
        id: this.parts.ids.next(),
        event,
        snapshotVersion: isTooMany ? null : snapshot.version,
        targets: isTooMany ? [] : targets,
      });
    }
    return drafts;
  }

  private async storeAll(client: pg.PoolClient, chunks: readonly Draft[][]): Promise<StoredEvent[]> {
    const results: StoredEvent[] = [];
    for (const chunk of chunks) results.push(...(await this.store(client, chunk, results.length)));
    return results;
  }

  private async store(db: Queryable, drafts: readonly Draft[], offset: number): Promise<StoredEvent[]> {
    const rows = await insert(db, drafts, offset);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const known = drafts.filter((draft) => byId.get(draft.id)?.is_stored === false);
    const winners = known.length === 0 ? new Map<string, KeyRow>() : await findWinners(db, known);
    return drafts.map((draft, index) => {
      const row = byId.get(draft.id);
      if (row?.is_stored === true) return { id: draft.id, isReplayed: false, isCurrent: row.is_current };
      return { id: winnerOf(draft, winners, offset + index), isReplayed: true, isCurrent: true };
    });
  }

  private announce(drafts: readonly Draft[], results: readonly StoredEvent[]): void {
    for (const [index, result] of results.entries()) {
      const draft = drafts[index];
      // A stale snapshot is loaded again at the next use, not at every publish that still holds it.
      if (!result.isCurrent && draft?.snapshotVersion != null)
        this.parts.subscriptions.forget(draft.event.tenantId);
    }
    const hasOutboxRows = results.some((result) => !result.isCurrent);
    const hasDeliveries = results.some(
      (result, index) => result.isCurrent && !result.isReplayed && (drafts[index]?.targets.length ?? 0) > 0,
    );
    if (hasDeliveries || hasOutboxRows) this.parts.onPublished({ hasDeliveries, hasOutboxRows });
  }
}

interface StoredEvent extends PublishedEvent {
  readonly isCurrent: boolean;
}

function splitDrafts(drafts: readonly Draft[]): Draft[][] {
  const chunks: Draft[][] = [];
  let deliveries = Infinity;
  for (const draft of drafts) {
    const chunk = chunks.at(-1);
    deliveries += draft.targets.length;
    if (chunk === undefined || chunk.length >= EVENTS_MAX || deliveries > DELIVERIES_MAX) {
      chunks.push([draft]);
      deliveries = draft.targets.length;
    } else {
      chunk.push(draft);
    }
  }
  return chunks;
}

async function insert(db: Queryable, drafts: readonly Draft[], offset: number): Promise<PublishRow[]> {
  const events = drafts.map((draft) => draft.event);
  try {
    return await run<PublishRow>(db, PUBLISH_EVENTS, [
      drafts.map((draft) => draft.id),
      events.map((event) => event.tenantId),
      events.map((event) => event.type),
      events.map((event) => event.data),
      events.map((event) => event.occurredAt),
      events.map((event) => event.priority),
      events.map((event) => textArrayLiteral(event.tags)),
      events.map((event) => event.expiresAt),
      drafts.map((draft) => draft.snapshotVersion),
      events.map((event) => event.idempotency?.key ?? null),
      events.map((event) => event.idempotency?.fingerprint ?? null),
      ...toTargetColumns(drafts.map((draft) => draft.targets)),
    ]);
  } catch (error) {
    // Only a key that another transaction has just taken can be waited for here.
    const code = errorCode(error);
    if (code === LOCK_TIMEOUT || code === DEADLOCK) throw new IdempotencyError('still_running', offset);
    throw error;
  }
}

async function findWinners(db: Queryable, drafts: readonly Draft[]): Promise<Map<string, KeyRow>> {
  const rows = await run<KeyRow>(db, FIND_IDEMPOTENCY_KEYS, [
    drafts.map((draft) => draft.event.tenantId),
    drafts.map((draft) => draft.event.idempotency?.key ?? null),
  ]);
  return new Map(rows.map((row) => [`${row.tenant_id} ${row.key}`, row]));
}

function winnerOf(draft: Draft, winners: ReadonlyMap<string, KeyRow>, index: number): Uuid {
  const { idempotency, tenantId } = draft.event;
  const winner = winners.get(`${tenantId} ${idempotency?.key ?? ''}`);
  if (winner === undefined || idempotency === null) throw new IdempotencyError('still_running', index);
  if (!winner.fingerprint.equals(idempotency.fingerprint)) throw new IdempotencyError('other_request', index);
  return winner.resource_id;
}
