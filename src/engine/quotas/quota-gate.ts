import { putNewest } from '../../domain/bounded-map.ts';
import { hasMoreBytesThan } from '../../domain/json-limits.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { RateLimitState } from '../../domain/rate-limit-state.ts';
import { run, type Queryable } from '../statement.ts';
import type { LiveCounts } from './live-counts.ts';
import { CountNeeded, QuotaError } from './quota-error.ts';
import { ADMIT } from './sql/admit.ts';

/** What publishing is held to, of a tenant with any such quota. */
export interface PublishQuotas {
  readonly eventsPerMinute: number | null;
  readonly liveDeliveries: number | null;
  readonly payloadBytes: number | null;
}

/** What a tenant publishes at once. */
export interface Demand {
  readonly quotas: PublishQuotas;
  events: number;
  deliveries: number;
}

interface AdmitRow {
  readonly tenant_id: Uuid;
  readonly events: number;
  readonly reset_ms: number;
  /** At most so many are live: those at the last count, and all since. */
  readonly live_deliveries_max: number;
  /** Null before the first count. */
  readonly count_age_ms: number | null;
}

/** How a tenant stood when the database last told. Times are the process's own monotonic ms. */
interface Standing {
  readonly quotas: PublishQuotas;
  readonly eventsLeft: number;
  readonly minuteEndsAt: number;
  /** Until `liveJudgedUntil` no more room is seen than this. */
  readonly liveLeft: number;
  readonly liveJudgedUntil: number;
}

const TENANTS_MAX = 10_000;
const MINUTE_SECONDS = 60;
/** Deliveries also come to life unasked: by the relay, by retries and replays. A count finds them. */
const COUNT_AGE_MAX_MS = 10_000;
const NAME = 'events-per-minute';

/**
 * Holds publishing to the tenants' quotas. The database counts, in the transaction of the publish (`admit`); what it last
 * told refuses the flood that follows without asking it again (`findRefusal`). Room in a minute only shrinks, so what is
 * remembered never refuses what the database would let through.
 */
export class QuotaGate {
  private readonly standings = new Map<Uuid, Standing>();

  constructor(private readonly counts: LiveCounts) {}

  /** Null unless it is known, without asking anybody, that the database would refuse. */
  findRefusal(demands: ReadonlyMap<Uuid, Demand>): QuotaError | null {
    const now = performance.now();
    for (const [tenantId, demand] of demands) {
      const standing = this.standings.get(tenantId);
      if (standing === undefined || !isSame(standing.quotas, demand.quotas)) continue;
      const refusal = refuse(atTime(standing, now), demand, now);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  /**
   * Counts what is being stored, as the last statement of its transaction.
   * @param isCounted whether deliveries were counted for this very publish, so that another count would tell no more
   * @throws QuotaError, CountNeeded; either must roll the transaction back
   */
  async admit(db: Queryable, demands: ReadonlyMap<Uuid, Demand>, isCounted: boolean): Promise<void> {
    if (demands.size === 0) return;
    const all = [...demands];
    const rows = await run<AdmitRow>(db, ADMIT, [
      all.map(([tenantId]) => tenantId),
      all.map(([, { events }]) => events),
      all.map(([, { deliveries }]) => deliveries),
    ]);
    const pairs = rows.flatMap((row) => {
      const demand = demands.get(row.tenant_id);
      return demand === undefined ? [] : [{ row, demand }];
    });
    const uncounted = isCounted ? [] : pairs.filter(({ row, demand }) => this.needsCount(row, demand));
    if (uncounted.length > 0) throw new CountNeeded(uncounted.map(({ row }) => row.tenant_id));
    this.judge(pairs);
  }

  /** What was told is undone, or not known to be done. */
  forget(tenantIds: Iterable<Uuid>): void {
    for (const tenantId of tenantIds) this.standings.delete(tenantId);
  }

  /** For the headers of an answer; null where the tenant has no such quota, or nothing is known of it. */
  rateLimitOf(tenantId: Uuid, { eventsPerMinute: quota }: PublishQuotas): RateLimitState | null {
    const standing = this.standings.get(tenantId);
    if (standing === undefined || quota === null || standing.quotas.eventsPerMinute !== quota) return null;
    const resetMs = standing.minuteEndsAt - performance.now();
    if (resetMs <= 0) return null;
    return toEventRate(quota, standing.eventsLeft, resetMs);
  }

  /** A count that is old, or that would refuse and may have been overtaken by what has ended since. */
  private needsCount(row: AdmitRow, { quotas, deliveries }: Demand): boolean {
    if (quotas.liveDeliveries === null) return false;
    const ageMs = row.count_age_ms ?? Infinity;
    const isFull = deliveries > 0 && row.live_deliveries_max > quotas.liveDeliveries;
    return ageMs >= (isFull ? this.counts.restMs : Math.max(COUNT_AGE_MAX_MS, this.counts.restMs));
  }

  /** Of several tenants none is served when one is refused: their transaction is undone. */
  private judge(pairs: readonly { readonly row: AdmitRow; readonly demand: Demand }[]): void {
    const now = performance.now();
    const standings = pairs.map(({ row, demand }) => ({
      tenantId: row.tenant_id,
      demand,
      before: this.standingBefore(row, demand, now),
    }));
    const refusal = standings
      .map(({ before, demand }) => refuse(before, demand, now))
      .find((found) => found !== null);
    for (const { tenantId, demand, before } of standings) {
      const standing = refusal === undefined ? afterwards(before, demand) : before;
      putNewest(this.standings, tenantId, standing, TENANTS_MAX);
    }
    if (refusal !== undefined) throw refusal;
  }

  private standingBefore(row: AdmitRow, { quotas, events, deliveries }: Demand, now: number): Standing {
    return {
      quotas,
      eventsLeft: leftOf(quotas.eventsPerMinute, row.events - events),
      minuteEndsAt: now + row.reset_ms,
      liveLeft: leftOf(quotas.liveDeliveries, row.live_deliveries_max - deliveries),
      liveJudgedUntil: now + Math.max(0, this.counts.restMs - (row.count_age_ms ?? 0)),
    };
  }
}

export function toEventRate(quota: number, remaining: number, resetMs: number): RateLimitState {
  return { name: NAME, quota, windowSeconds: MINUTE_SECONDS, remaining, resetMs };
}

/** @throws QuotaError for the first event whose data has more bytes than its tenant may send */
export function refuseLarge(
  events: readonly { readonly data: string; readonly quotas: PublishQuotas | null }[],
): void {
  for (const [index, { data, quotas }] of events.entries()) {
    const bytesMax = quotas?.payloadBytes ?? null;
    if (bytesMax === null || !hasMoreBytesThan(data, bytesMax)) continue;
    throw new QuotaError('payload_bytes', bytesMax, 0, index, 0);
  }
}

/** Whether time has passed is not asked: right after the database told, it is as it told. */
function refuse(standing: Standing, { quotas, events, deliveries }: Demand, now: number): QuotaError | null {
  const { eventsPerMinute, liveDeliveries } = quotas;
  const { eventsLeft, minuteEndsAt, liveLeft, liveJudgedUntil } = standing;
  if (eventsPerMinute !== null && events > eventsLeft) {
    return new QuotaError('events_per_minute', eventsPerMinute, minuteEndsAt - now, 0, eventsLeft);
  }
  if (liveDeliveries !== null && deliveries > 0 && deliveries > liveLeft) {
    return new QuotaError('live_deliveries', liveDeliveries, liveJudgedUntil - now, 0, liveLeft);
  }
  return null;
}

/** What was remembered, as far as it still holds. */
function atTime(standing: Standing, now: number): Standing {
  return {
    ...standing,
    eventsLeft: now < standing.minuteEndsAt ? standing.eventsLeft : Infinity,
    liveLeft: now < standing.liveJudgedUntil ? standing.liveLeft : Infinity,
  };
}

function afterwards(standing: Standing, { events, deliveries }: Demand): Standing {
  const { eventsLeft, liveLeft } = standing;
  return { ...standing, eventsLeft: eventsLeft - events, liveLeft: liveLeft - deliveries };
}

function leftOf(quota: number | null, used: number): number {
  return quota === null ? Infinity : Math.max(0, quota - used);
}

function isSame(a: PublishQuotas, b: PublishQuotas): boolean {
  return a.eventsPerMinute === b.eventsPerMinute && a.liveDeliveries === b.liveDeliveries;
}
