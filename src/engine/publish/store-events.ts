import type { Uuid } from '../../domain/ids.ts';
import { bytesArray, plainArrayLiteral, textArray, textArrayLiteral } from '../array-parameter.ts';
import { errorCode } from '../database-errors.ts';
import { toTargetColumns } from '../fan-out/targets.ts';
import { run, type Queryable } from '../statement.ts';
import type { AllottedDraft } from './draft.ts';
import { IdempotencyError, type PublishedEvent } from './new-event.ts';
import { FIND_IDEMPOTENCY_KEYS } from './sql/find-idempotency-keys.ts';
import { PUBLISH_EVENTS } from './sql/publish-events.ts';

const LOCK_TIMEOUT = '55P03';
/** Two batches that took the same keys in another order. */
const DEADLOCK = '40P01';

export interface StoredEvent extends Omit<PublishedEvent, 'deliveryIds' | 'trace'> {
  /** Its deliveries were stored with it; where not, the relay does it. */
  readonly isCurrent: boolean;
  /** Its time has not come yet: nothing of it is due. */
  readonly isScheduled: boolean;
}

interface PublishRow {
  readonly id: Uuid;
  readonly is_stored: boolean;
  readonly is_current: boolean;
  readonly is_scheduled: boolean;
}

/** What is true of an event without a row. */
const USUAL: Omit<PublishRow, 'id'> = { is_stored: true, is_current: true, is_scheduled: false };

interface KeyRow {
  readonly tenant_id: Uuid;
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly resource_id: Uuid;
}

/**
 * Stores what fits one statement.
 * @param offset place of the first draft in what was published together
 * @throws IdempotencyError when a key belongs to another request
 */
export async function storeEvents(
  db: Queryable,
  drafts: readonly AllottedDraft[],
  leaseMs: number,
  offset: number,
): Promise<StoredEvent[]> {
  const rows = await insert(db, drafts, leaseMs, offset);
  const exceptions = new Map(rows.map((row) => [row.id, row]));
  const known = drafts.filter((draft) => exceptions.get(draft.id)?.is_stored === false);
  const winners = known.length === 0 ? new Map<string, KeyRow>() : await findWinners(db, known);
  return drafts.map((draft, index) => {
    const {
      is_stored: isStored,
      is_current: isCurrent,
      is_scheduled: isScheduled,
    } = exceptions.get(draft.id) ?? USUAL;
    if (isStored) return { id: draft.id, isReplayed: false, isCurrent, isScheduled };
    const id = winnerOf(draft, winners, offset + index);
    return { id, isReplayed: true, isCurrent: true, isScheduled: false };
  });
}

async function insert(
  db: Queryable,
  drafts: readonly AllottedDraft[],
  leaseMs: number,
  offset: number,
): Promise<PublishRow[]> {
  try {
    return await run<PublishRow>(db, PUBLISH_EVENTS, [
      ...toColumns(drafts),
      leaseMs,
      plainArrayLiteral(drafts, ({ event }) => event.deliverAt),
      plainArrayLiteral(drafts, ({ event }) => event.trace?.traceparent ?? null),
      textArray(drafts.map(({ event }) => event.trace?.tracestate ?? null)),
    ]);
  } catch (error) {
    // Only a key that another transaction has just taken can be waited for here.
    const code = errorCode(error);
    if (code === LOCK_TIMEOUT || code === DEADLOCK) throw new IdempotencyError('still_running', offset);
    throw error;
  }
}

/** One array a column, in the order of the statement. */
function toColumns(drafts: readonly AllottedDraft[]): unknown[] {
  const events = drafts.map((draft) => draft.event);
  return [
    plainArrayLiteral(drafts, (draft) => draft.id),
    plainArrayLiteral(events, (event) => event.tenantId),
    textArray(events.map((event) => event.type)),
    textArray(events.map((event) => event.data)),
    plainArrayLiteral(events, (event) => event.occurredAt),
    plainArrayLiteral(events, (event) => event.priority),
    textArray(events.map((event) => textArrayLiteral(event.tags))),
    plainArrayLiteral(events, (event) => event.expiresAt),
    plainArrayLiteral(drafts, (draft) => draft.snapshotVersion),
    textArray(events.map((event) => event.idempotency?.key ?? null)),
    bytesArray(events.map((event) => event.idempotency?.fingerprint ?? null)),
    ...toTargetColumns(drafts.map((draft) => draft.targets)).map(textArray),
    textArray(drafts.map((draft) => plainArrayLiteral(draft.isHandedOff, Number))),
  ];
}

async function findWinners(db: Queryable, drafts: readonly AllottedDraft[]): Promise<Map<string, KeyRow>> {
  const rows = await run<KeyRow>(db, FIND_IDEMPOTENCY_KEYS, [
    drafts.map((draft) => draft.event.tenantId),
    drafts.map((draft) => draft.event.idempotency?.key ?? null),
  ]);
  return new Map(rows.map((row) => [`${row.tenant_id} ${row.key}`, row]));
}

function winnerOf(draft: AllottedDraft, winners: ReadonlyMap<string, KeyRow>, index: number): Uuid {
  const { idempotency, tenantId } = draft.event;
  const winner = winners.get(`${tenantId} ${idempotency?.key ?? ''}`);
  if (winner === undefined || idempotency === null) throw new IdempotencyError('still_running', index);
  // Of an erased event the digest is gone too: whoever repeats the key gets that event, which has no data any more.
  if (winner.fingerprint.length === 0) return winner.resource_id;
  if (!winner.fingerprint.equals(idempotency.fingerprint)) throw new IdempotencyError('other_request', index);
  return winner.resource_id;
}
