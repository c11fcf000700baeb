import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Clock } from '../../domain/clock.ts';
import { uuidFloor, type Uuid } from '../../domain/ids.ts';
import { effectiveKeeping, type Keeping } from '../../domain/keeping.ts';
import { errorCode } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import { EventDataExpiry } from './event-data-expiry.ts';
import {
  BEGIN_BATCH,
  CHANGE_BATCH,
  EXPIRE_ATTEMPT_DATA,
  FIND_KEEPING,
  LOCK_EVENTS,
  MOVE_MARKS,
  REMOVE_DELIVERIES,
  REMOVE_EVENTS,
} from './sql/shorter-keeping.ts';

const DAY_MS = 86_400_000;
const LOCK_NOT_AVAILABLE = '55P03';
/** Of one walk in one round; the next goes on where it stopped. */
const BATCHES_MAX = 200;
/** As long as a batch took, at most this, the disk is others'. */
const PAUSE_MS_MAX = 100;

export interface ShorterKeepingParts {
  /** The engine's: of every tenant, its planner held to indexes. */
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly log: EngineLog;
  readonly installation: Keeping;
}

/** What a tenant keeps, and how far each kind has come. */
interface TenantKeeping extends Keeping {
  readonly tenantId: Uuid;
  readonly eventDataMark: Uuid | null;
  readonly attemptDataMark: Uuid | null;
  /** Up to where attempts are counted in the statistics; null where nothing counts them. */
  readonly countedMs: number | null;
}

interface KeepingRow {
  readonly tenant_id: Uuid;
  readonly event_data_days: number | null;
  readonly attempt_data_days: number | null;
  readonly history_days: number | null;
  readonly event_data_mark: Uuid | null;
  readonly attempt_data_mark: Uuid | null;
  readonly counted_ms: number | null;
}

/** Tenants whose data of a kind ends at the same time, and has been looked at up to the same id. */
interface Walk {
  readonly tenantIds: readonly Uuid[];
  readonly after: Uuid;
  readonly until: Uuid;
}

/** Looks at a batch between two ids. @returns the id behind which the next begins; null when there is none */
type Step = (tx: Queryable, walk: Walk) => Promise<Uuid | null>;

/**
 * Enforces what is kept shorter than the days of history, which go as a whole (docs/decisions/0027-retention.md): data whose time
 * is over is taken out of its rows, and rows of tenants that keep theirs for less are removed, a batch a transaction along the ids.
 * One process at a time: the caller holds a lock.
 */
export class ShorterKeeping {
  private readonly expiry: EventDataExpiry;

  constructor(private readonly parts: ShorterKeepingParts) {
    this.expiry = new EventDataExpiry(parts.pool);
  }

  async enforce(): Promise<void> {
    const tenants = await this.findTenants();
    const now = this.parts.clock.now();
    const { historyDays } = this.parts.installation;
    const ends = new Map(tenants.map((one) => [one.tenantId, uuidFloor(now - one.eventDataDays * DAY_MS)]));
    await this.expiry.revisit(ends);
    for (const walk of walksOf(tenants, now, 'eventData', historyDays)) {
      await this.walk('event_data', walk, async (tx, at) => await this.expiry.expire(tx, at));
    }
    for (const walk of walksOf(tenants, now, 'attemptData', historyDays)) {
      await this.walk('attempt_data', walk, expireAttemptData);
    }
    for (const tenant of tenants) {
      if (tenant.historyDays < historyDays) await this.removeHistory(tenant, now);
    }
  }

  private async findTenants(): Promise<TenantKeeping[]> {
    const rows = await run<KeepingRow>(this.parts.pool, FIND_KEEPING, []);
    return rows.map((row) => {
      const own = {
        eventDataDays: row.event_data_days,
        attemptDataDays: row.attempt_data_days,
        historyDays: row.history_days,
      };
      return {
        tenantId: row.tenant_id,
        ...effectiveKeeping(own, this.parts.installation),
        eventDataMark: row.event_data_mark,
        attemptDataMark: row.attempt_data_mark,
        countedMs: row.counted_ms,
      };
    });
  }

  /** What it has done stays done, whatever stops it: the marks move with it. */
  private async walk(kind: 'event_data' | 'attempt_data', walk: Walk, step: Step): Promise<void> {
    let { after } = walk;
    try {
      await this.inBatches(async (tx) => {
        const reached = await step(tx, { ...walk, after });
        after = reached ?? walk.until;
        return reached !== null;
      });
    } finally {
      if (after > walk.after) await run(this.parts.pool, MOVE_MARKS, [walk.tenantIds, kind, after]);
    }
  }

  /**
   * Removes what ended on days that are wholly older than the tenant's; an event goes after the last of its deliveries. A day that
   * the statistics have not been counted for stays. The mark goes first: what a recount may no longer count is known by it.
   */
  private async removeHistory(
    { tenantId, historyDays, countedMs }: TenantKeeping,
    now: number,
  ): Promise<void> {
    const end = Math.min(now - historyDays * DAY_MS, (countedMs ?? now) - DAY_MS);
    const endsAt = end - (end % DAY_MS);
    const until = uuidFloor(endsAt);
    await run(this.parts.pool, MOVE_MARKS, [[tenantId], 'history', until]);
    let afterDelivery = uuidFloor(0);
    await this.inBatches(async (tx) => {
      const values = [tenantId, afterDelivery, until, new Date(endsAt)];
      const rows = await run<{ id: Uuid }>(tx, REMOVE_DELIVERIES, values);
      afterDelivery = rows.at(-1)?.id ?? afterDelivery;
      return rows.length === CHANGE_BATCH;
    });
    let afterEvent = uuidFloor(0);
    await this.inBatches(async (tx) => {
      const held = await run<{ id: Uuid }>(tx, LOCK_EVENTS, [tenantId, afterEvent, until]);
      afterEvent = held.at(-1)?.id ?? afterEvent;
      // Once they are held, nothing can make a delivery of them: a look now is a look for good.
      await run(tx, REMOVE_EVENTS, [held.map(({ id }) => id)]);
      return held.length === CHANGE_BATCH;
    });
  }

  /**
   * Each batch is a transaction; where it has to wait for a lock for longer than it may, the rest is left to the next round.
   * @param work answers whether there may be more
   */
  private async inBatches(work: (tx: Queryable) => Promise<boolean>): Promise<void> {
    try {
      for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
        const startedAt = performance.now();
        const hasMore = await inTransaction(this.parts.pool, async (tx) => {
          await tx.query(BEGIN_BATCH);
          return await work(tx);
        });
        if (!hasMore) return;
        await delay(Math.min(performance.now() - startedAt, PAUSE_MS_MAX));
      }
    } catch (error) {
      if (errorCode(error) !== LOCK_NOT_AVAILABLE) throw error;
      this.parts.log.info(
        {},
        'history is busy, what is to be removed from it is looked at in the next round',
      );
    }
  }
}

/** Those of the tenants that keep a kind shorter than history, but for what has been looked at. */
function walksOf(
  tenants: readonly TenantKeeping[],
  now: number,
  kind: 'eventData' | 'attemptData',
  historyDays: number,
): Walk[] {
  const walks = new Map<string, { tenantIds: Uuid[]; after: Uuid; until: Uuid }>();
  for (const tenant of tenants) {
    const days = tenant[`${kind}Days`];
    const until = uuidFloor(now - days * DAY_MS);
    const after = tenant[`${kind}Mark`] ?? uuidFloor(0);
    if (days >= historyDays || after >= until) continue;
    const name = `${until} ${after}`;
    const walk = walks.get(name);
    if (walk === undefined) walks.set(name, { tenantIds: [tenant.tenantId], after, until });
    else walk.tenantIds.push(tenant.tenantId);
  }
  return [...walks.values()];
}

async function expireAttemptData(tx: Queryable, { tenantIds, after, until }: Walk): Promise<Uuid | null> {
  const [reached] = await run<{ reached_id: Uuid }>(tx, EXPIRE_ATTEMPT_DATA, [tenantIds, after, until]);
  return reached?.reached_id ?? null;
}
