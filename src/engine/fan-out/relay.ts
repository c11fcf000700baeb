import type pg from 'pg';
import type { IdGenerator, Uuid } from '../../domain/ids.ts';
import { BackgroundLoop } from '../background-loop.ts';
import { errorCode, isTransient } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { EngineObserver, FanOutCounts } from '../engine-observer.ts';
import { ADMIT } from '../quotas/sql/admit.ts';
import { inTransaction, run } from '../statement.ts';
import { CLAIM_ONE_OUTBOX_ROW, CLAIM_OUTBOX } from './sql/claim-outbox.ts';
import { FAN_OUT, FINISH_OUTBOX, POSTPONE_OUTBOX } from './sql/fan-out.ts';
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
const POSTPONE_FIRST_MS = 5_000;
const POSTPONE_LONGEST_MS = 3_600_000;
/** Of an event whose payload has been erased, and where no filter asks. */
const NO_CONTENT: EventContent = { data: 'null', tags: [] };

interface OutboxRow {
  readonly event_id: Uuid;
  readonly tenant_id: Uuid;
  readonly failure_count: number;
  /** Null when the event itself is gone. */
  readonly type: string | null;
  readonly subscription_version: string | null;
}

interface MatchedRow {
  readonly targets: Target[];
  /** Whether the tenant has a quota of live deliveries, so that these count. */
  readonly isLimited: boolean;
}

export interface RelayParts {
  readonly pool: pg.Pool;
  readonly subscriptions: SubscriptionCache;
  readonly ids: IdGenerator;
  readonly log: EngineLog;
  readonly observer: EngineObserver;
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
    if (counts.events === 0) return IDLE_POLL_MS;
    this.parts.observer.fannedOut('relay', counts);
    this.parts.onFannedOut();
    return 0;
  }

  /** Answers what was fanned out, in the transaction that holds the outbox rows. */
  private async relay(client: pg.PoolClient): Promise<FanOutCounts> {
    const rows = await run<OutboxRow>(client, this.isSearching ? CLAIM_ONE_OUTBOX_ROW : CLAIM_OUTBOX, []);
    try {
      const deliveries = await this.fanOut(client, rows);
      if (rows.length > 0) await run(client, FINISH_OUTBOX, [rows.map((row) => row.event_id)]);
      return { events: rows.length, deliveries, handedOff: 0 };
    } catch (error) {
      throw new RelayError(rows.length === 1 ? rows[0] : undefined, error);
    }
  }

  /** Answers how many deliveries were made. */
  private async fanOut(client: pg.PoolClient, rows: readonly OutboxRow[]): Promise<number> {
    let batch: { eventId: Uuid; targets: Target[] }[] = [];
    const limited = new Map<Uuid, number>();
    let [size, total] = [0, 0];
    const insert = async (): Promise<void> => {
      if (size > 0) await insertDeliveries(client, batch);
      batch = [];
      size = 0;
    };
    for (const row of rows) {
      const { targets, isLimited } = await this.match(client, row);
      total += targets.length;
      if (isLimited) limited.set(row.tenant_id, (limited.get(row.tenant_id) ?? 0) + targets.length);
      for (let start = 0; start < targets.length; start += DELIVERIES_MAX) {
        const slice = targets.slice(start, start + DELIVERIES_MAX);
        if (size + slice.length > DELIVERIES_MAX) await insert();
        batch.push({ eventId: row.event_id, targets: slice });
        size += slice.length;
      }
    }
    await insert();
    if (limited.size > 0) await noteDeliveries(client, limited);
    return total;
  }

  private async match(client: pg.PoolClient, row: OutboxRow): Promise<MatchedRow> {
    if (row.type === null) return { targets: [], isLimited: false };
    const versionMin = Number(row.subscription_version ?? 0);
    const snapshot = await this.parts.subscriptions.get(row.tenant_id, versionMin);
    const isContentNeeded = needsContent(row.type, snapshot);
    const [content] = isContentNeeded
      ? await run<EventContent>(client, LOAD_EVENT_CONTENT, [row.event_id])
      : [NO_CONTENT];
    return {
      targets: findTargets({ type: row.type, ...(content ?? NO_CONTENT) }, snapshot, this.parts.ids),
      isLimited: (snapshot.quotas?.liveDeliveries ?? null) !== null,
    };
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

/** What is stored already is never refused: publishing sees by it that the queue is full. The last lock of the transaction. */
async function noteDeliveries(client: pg.PoolClient, ofTenants: ReadonlyMap<Uuid, number>): Promise<void> {
  const counts = [...ofTenants.values()];
  await run(client, ADMIT, [[...ofTenants.keys()], counts.map(() => 0), counts]);
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
