import type pg from 'pg';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import { BackgroundLoop } from '../background-loop.ts';
import { errorCode, isTransient } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver, FanOutCounts } from '../engine-observer.ts';
import type { PublishQuotas } from '../quotas/quota-gate.ts';
import { ADMIT } from '../quotas/sql/admit.ts';
import { FIND_QUOTA_REFUSAL } from '../quotas/sql/find-quota-refusal.ts';
import { inTransaction, run } from '../statement.ts';
import { CLAIM_ONE_OUTBOX_ROW, CLAIM_OUTBOX } from './sql/claim-outbox.ts';
import type { EventAdmission, EventRefusal } from './admission.ts';
import { FAN_OUT, FINISH_OUTBOX, POSTPONE_OUTBOX, REFUSE_EVENT } from './sql/fan-out.ts';
import { LOAD_EVENT_CONTENT } from './sql/load-event-content.ts';
import type { SubscriptionCache } from './subscription-cache.ts';
import {
  DELIVERIES_MAX,
  findTargets,
  toTargetColumns,
  needsContent,
  type EventContent,
  type Target,
} from './targets.ts';

const IDLE_POLL_MS = 100;
/** Nobody announces what is published from SQL, so who has just found some looks again sooner. */
const BUSY_POLL_MS = 25;
/** How many polls in a row must find nothing before a relay counts as idle: a second's. */
const BUSY_POLLS = 40;
const POSTPONE_FIRST_MS = 5_000;
const POSTPONE_LONGEST_MS = 3_600_000;
/** Of an event whose payload has been erased, and where no filter asks. */
const NO_CONTENT: EventContent = { data: 'null', tags: [] };

interface OutboxRow {
  readonly event_id: Uuid;
  readonly tenant_id: Uuid;
  readonly failure_count: number;
  readonly needs_admission: boolean;
  /** Null when the event itself is gone. */
  readonly type: string | null;
  readonly subscription_version: string | null;
}

/** What a transaction did of the events that it holds. */
type FannedOut = Pick<FanOutCounts, 'events' | 'deliveries'>;

interface MatchedRow {
  readonly targets: Target[];
  /** What counts towards the tenant's quotas; null where it has none of the kind. */
  readonly use: Use | null;
}

interface Use {
  readonly events: number;
  readonly deliveries: number;
}

const NOBODY: MatchedRow = { targets: [], use: null };

export interface RelayParts {
  readonly pool: pg.Pool;
  readonly subscriptions: SubscriptionCache;
  readonly ids: IdGenerator;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
  readonly admission: EventAdmission;
  readonly onFannedOut: () => void;
}

/** A row that the relay could not fan out, and why: thrown out of the transaction that it undid. */
class RelayError extends Error {
  constructor(
    readonly row: OutboxRow | undefined,
    cause: unknown,
  ) {
    super('fan-out failed', { cause });
  }
}

/** Fans out the events whose publish left it to be done later: matches them and inserts their deliveries. */
export class Relay {
  private readonly loop: BackgroundLoop;
  private isSearching = false;
  private emptyPolls = BUSY_POLLS;

  constructor(private readonly parts: RelayParts) {
    this.loop = new BackgroundLoop({
      round: async () => await this.relayDue(),
      onFailure: async (error, failures) => {
        await this.handle(error, failures);
      },
    });
  }

  start(): void {
    this.loop.start();
  }

  wake(): void {
    this.loop.wake();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
  }

  /** Answers how long to pause, in ms. */
  private async relayDue(): Promise<number> {
    const counts = await inTransaction(this.parts.pool, async (client) => await this.relay(client));
    this.isSearching = false;
    if (counts.events === 0) {
      this.emptyPolls += 1;
      return this.emptyPolls > BUSY_POLLS ? IDLE_POLL_MS : BUSY_POLL_MS;
    }
    this.emptyPolls = 0;
    this.parts.observer.fannedOut('relay', counts);
    this.parts.onFannedOut();
    return 0;
  }

  /** Answers what was fanned out, in the transaction that holds the outbox rows. */
  private async relay(client: pg.PoolClient): Promise<FanOutCounts> {
    const rows = await run<OutboxRow>(client, this.isSearching ? CLAIM_ONE_OUTBOX_ROW : CLAIM_OUTBOX, []);
    try {
      const { events, deliveries } = await this.fanOut(client, rows);
      if (events > 0) {
        await run(client, FINISH_OUTBOX, [rows.slice(0, events).map((row) => row.event_id)]);
      }
      return { events, deliveries, handedOff: 0 };
    } catch (error) {
      throw new RelayError(rows.length === 1 ? rows[0] : undefined, error);
    }
  }

  /**
   * Fans out the first of some events: as many as bring what one statement carries, one at least. The others wait for the
   * next transaction, so that none grows with the number of webhooks times the events that wait.
   */
  private async fanOut(client: pg.PoolClient, rows: readonly OutboxRow[]): Promise<FannedOut> {
    let batch: { eventId: Uuid; targets: Target[] }[] = [];
    const uses = new Map<Uuid, Use>();
    let [size, deliveries, events] = [0, 0, 0];
    const insert = async (): Promise<void> => {
      if (size > 0) await insertDeliveries(client, batch);
      batch = [];
      size = 0;
    };
    for (const row of rows) {
      if (deliveries >= DELIVERIES_MAX) break;
      const { targets, use } = await this.match(client, row);
      deliveries += targets.length;
      events += 1;
      if (use !== null) uses.set(row.tenant_id, addUse(uses.get(row.tenant_id), use));
      for (let start = 0; start < targets.length; start += DELIVERIES_MAX) {
        const slice = targets.slice(start, start + DELIVERIES_MAX);
        if (size + slice.length > DELIVERIES_MAX) await insert();
        batch.push({ eventId: row.event_id, targets: slice });
        size += slice.length;
      }
    }
    await insert();
    if (uses.size > 0) await noteUse(client, uses);
    return { events, deliveries };
  }

  private async match(client: pg.PoolClient, row: OutboxRow): Promise<MatchedRow> {
    if (row.type === null) return NOBODY;
    const versionMin = Number(row.subscription_version ?? 0);
    const snapshot = await this.parts.subscriptions.get(row.tenant_id, versionMin);
    const { quotas } = snapshot;
    if (row.needs_admission && !(await this.admit(client, row, row.type, quotas))) return NOBODY;
    const isContentNeeded = needsContent(row.type, snapshot);
    const [content] = isContentNeeded
      ? await run<EventContent>(client, LOAD_EVENT_CONTENT, [row.event_id])
      : [NO_CONTENT];
    const targets = findTargets({ type: row.type, ...(content ?? NO_CONTENT) }, snapshot, this.parts.ids);
    // What came from a process was counted as an event when it was stored.
    return {
      targets,
      use: quotas && { events: Number(row.needs_admission), deliveries: targets.length },
    };
  }

  /** Answers whether the event may go on; where not, its refusal is stored. */
  private async admit(
    client: pg.PoolClient,
    row: OutboxRow,
    type: string,
    quotas: PublishQuotas | null,
  ): Promise<boolean> {
    const { event_id: id, tenant_id: tenantId } = row;
    const overQuota = quotas === null ? null : await findQuotaRefusal(client, id);
    const loadData = async (): Promise<string> => {
      const [content] = await run<EventContent>(client, LOAD_EVENT_CONTENT, [id]);
      return (content ?? NO_CONTENT).data;
    };
    const refusal = overQuota ?? (await this.parts.admission.judge({ tenantId, type, loadData }));
    if (refusal !== null) await run(client, REFUSE_EVENT, [id, JSON.stringify(refusal)]);
    return refusal === null;
  }

  /** Of a batch that fails for its data, the rows are tried one by one, and the culprit is put off with its reason. */
  private async handle(error: unknown, failures: number): Promise<void> {
    const cause = error instanceof RelayError ? error.cause : error;
    this.parts.observer.failed('relay');
    this.parts.log.warn({ code: errorCode(cause), failures, err: cause }, 'fan-out failed, trying again');
    if (!(error instanceof RelayError) || isTransient(cause)) return;
    if (error.row === undefined) {
      this.isSearching = true;
    } else {
      const pauseMs = Math.min(
        POSTPONE_FIRST_MS * 2 ** Math.min(error.row.failure_count, 20),
        POSTPONE_LONGEST_MS,
      );
      const reason = cause instanceof Error ? cause.message : String(cause);
      // A failure here is found again by the next round, which pauses.
      await run(this.parts.pool, POSTPONE_OUTBOX, [error.row.event_id, reason, pauseMs]).catch(() => []);
    }
  }
}

function addUse(before: Use | undefined, { events, deliveries }: Use): Use {
  return { events: (before?.events ?? 0) + events, deliveries: (before?.deliveries ?? 0) + deliveries };
}

/** What is fanned out is refused no more: publishing sees by it how the quotas stand. The last lock of the transaction. */
async function noteUse(client: pg.PoolClient, ofTenants: ReadonlyMap<Uuid, Use>): Promise<void> {
  const uses = [...ofTenants.values()];
  const columns = [uses.map(({ events }) => events), uses.map(({ deliveries }) => deliveries)];
  await run(client, ADMIT, [[...ofTenants.keys()], ...columns]);
}

/** Which quota an event that was published from SQL is over, as its refusal; null where it may go on. */
async function findQuotaRefusal(client: pg.PoolClient, eventId: Uuid): Promise<EventRefusal | null> {
  const [row] = await run<{ quota: string | null }>(client, FIND_QUOTA_REFUSAL, [eventId]);
  if (typeof row?.quota !== 'string') return null;
  const path = row.quota === 'payload_bytes' ? 'data' : '';
  return {
    reason: 'quota_exceeded',
    errors: [{ path, message: `is beyond the tenant's quota ${row.quota}` }],
  };
}

async function insertDeliveries(
  client: pg.PoolClient,
  batch: readonly { eventId: Uuid; targets: readonly Target[] }[],
): Promise<void> {
  await run(client, FAN_OUT, [
    batch.map(({ eventId }) => eventId),
    ...toTargetColumns(batch.map(({ targets }) => targets)),
  ]);
}
