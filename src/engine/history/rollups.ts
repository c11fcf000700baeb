import type pg from 'pg';
import type { EngineLog } from '../engine-log.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import {
  ATTEMPT_BUCKETS,
  ATTEMPT_BUCKETS_WITH_ROWS,
  DAY_MS,
  DELIVERY_BUCKETS,
  floorTo,
  HOUR_MS,
  MINUTE_MS,
  replaceMinutes,
  replaceSums,
  type Buckets,
} from './buckets.ts';
import { forgetBuckets, forgetGoneDays, keptFrom } from './forget-buckets.ts';
import type { Grain } from './sql/attempt-facts.ts';
import { FOLD_CHANGES, WATCH } from './sql/roll-up-deliveries.ts';
import { LOOK_AT_STATS, MOVE_MARK, type StatsLook } from './sql/roll-up.ts';

/** The lock under which the statistics are counted, by whoever counts them. */
export const STATS_DUTY = 'stats';

/** From the answer of a request to the statement that records it; with that statement's own ten seconds. */
const LAG_MS = 30_000;
/** A transaction that has not ended by then is not waited for: what it brings late is found by its number of rows. */
const PATIENCE_MS = 600_000;
/** Behind the mark, what is looked at each time for rows that came late, and what is once an hour. */
const RECHECK_MS = 15 * MINUTE_MS;
const RECHECK_HOURLY_MS = 6 * HOUR_MS;
/** Attempts, and deliveries, counted in one transaction: half a second's work. */
const PORTION = 50_000;

export interface RollupsParts {
  /** The engine's: of every tenant, its planner held to indexes. */
  readonly pool: pg.Pool;
  readonly log: EngineLog;
  /** How long each grain is kept. */
  readonly keptDays: Readonly<Record<Grain, number>>;
  /** For tests; `LAG_MS` where it is not given. */
  readonly lagMs?: number;
  /** For tests; `PORTION` where it is not given. */
  readonly portion?: number;
}

/** A minute up to which may be counted once every transaction has ended that was there when it was chosen. */
interface Candidate {
  readonly until: number;
  readonly nextTransaction: bigint;
  readonly chosenAt: number;
}

/** What is counted, each from its own first row on. */
const KINDS: readonly Buckets[] = [ATTEMPT_BUCKETS, DELIVERY_BUCKETS];
/** The same, when the past is counted anew. */
const KINDS_OF_THE_PAST: readonly Buckets[] = [ATTEMPT_BUCKETS_WITH_ROWS, DELIVERY_BUCKETS];

/**
 * Counts attempts, and deliveries that have finished, by minute, hour and day (docs/decisions/0026-stats-rollups.md,
 * docs/decisions/0029-summary-from-rollups.md). One process at a time: the caller holds a lock. Times in ms since 1970, all of the
 * database's clock.
 */
export class Rollups {
  private candidate: Candidate | null = null;
  private recheckedAt = 0;

  constructor(private readonly parts: RollupsParts) {}

  /** Goes on as far as nothing can come any more, counts again what has changed, forgets what is old. */
  async advance(): Promise<void> {
    const look = await this.look();
    const mark = await this.moveMark(look);
    if (mark === null) return;
    await this.fold(look.now_ms);
    const isHourly = look.now_ms - this.recheckedAt >= HOUR_MS;
    // After a pause of all processes, or of the database, what they held comes as late as the pause was long.
    const gapMs = mark - (look.rolled_ms ?? mark);
    await this.recheck(mark - Math.max(isHourly ? RECHECK_HOURLY_MS : RECHECK_MS, gapMs + RECHECK_MS), mark);
    await forgetBuckets(this.parts.pool, this.parts.keptDays, look.now_ms);
    if (!isHourly) return;
    await forgetGoneDays(this.parts.pool);
    this.recheckedAt = look.now_ms;
  }

  /**
   * Counts everything anew from the rows that there are, a day at a time; buckets of days whose rows have gone stay as they are,
   * and so do those of tenants that keep theirs for less.
   * Readers meet no gap: a day's hours are replaced at once.
   * @param onDay is told of each day that is done
   */
  async rebuild(onDay: (day: number, last: number) => void): Promise<void> {
    const look = await this.look();
    const firsts = await this.findFirsts(KINDS_OF_THE_PAST);
    const first = Math.min(...firsts.values());
    const mark = look.rolled_ms ?? first;
    for (let day = floorTo(first, DAY_MS); day < mark; day += DAY_MS) {
      const end = Math.min(day + DAY_MS, mark);
      for (const [buckets, ownFirst] of firsts) {
        // A day that begins with its first row had none before that.
        const start = Math.max(day, floorTo(ownFirst, DAY_MS));
        if (start < end) await this.rebuildSpan(buckets, start, end, mark);
      }
      onDay(day, floorTo(mark, DAY_MS));
    }
  }

  private async rebuildSpan(buckets: Buckets, start: number, end: number, mark: number): Promise<void> {
    for (let from = start; from < end;) {
      const until = await this.portionEnd(buckets, from, end);
      await this.inOne(async (client) => {
        await replaceMinutes(client, buckets, from, until);
      });
      from = until;
    }
    await this.inOne(async (client) => {
      await replaceSums(client, buckets, { from: start, until: end, mark });
    });
  }

  private async look(): Promise<StatsLook> {
    const [look] = await run<StatsLook>(this.parts.pool, LOOK_AT_STATS, []);
    if (look === undefined) throw new Error('a look at the statistics answered no row');
    return look;
  }

  /** @returns the mark as it stands afterwards; null where there is none yet */
  private async moveMark(look: StatsLook): Promise<number | null> {
    const { candidate } = this;
    let mark = look.rolled_ms;
    if (candidate !== null && hasSettled(candidate, look)) {
      this.candidate = null;
      // Another process may have come as far, or further.
      if (mark === null || mark < candidate.until) {
        await this.countTo(mark, candidate.until);
        mark = candidate.until;
      }
    }
    this.candidate ??= await this.chooseNext(look);
    return mark;
  }

  private async chooseNext({ now_ms: now }: StatsLook): Promise<Candidate> {
    const until = floorTo(now - (this.parts.lagMs ?? LAG_MS), MINUTE_MS);
    await run(this.parts.pool, WATCH, [new Date(until)]);
    // Looked at after the watch: whoever might not have seen that has a number below the next one.
    const { next_transaction: next, now_ms: chosenAt } = await this.look();
    return { until, nextTransaction: BigInt(next), chosenAt };
  }

  private async countTo(mark: number | null, target: number): Promise<void> {
    const firsts = mark === null ? await this.findFirsts(KINDS) : new Map(KINDS.map((kind) => [kind, mark]));
    for (let from = Math.min(target, ...firsts.values()); ;) {
      const ends = await Promise.all(KINDS.map(async (kind) => await this.portionEnd(kind, from, target)));
      const until = Math.min(...ends);
      await this.inOne(async (client) => {
        for (const [buckets, first] of firsts) {
          const start = Math.max(from, first);
          if (start >= until) continue;
          await replaceMinutes(client, buckets, start, until);
          await replaceSums(client, buckets, { from: start, until, mark: until });
        }
        await run(client, MOVE_MARK, [new Date(until)]);
      });
      if (until >= target) return;
      this.parts.log.info({ until: new Date(until).toISOString() }, 'the past is being counted');
      from = until;
    }
  }

  private async fold(now: number): Promise<void> {
    const grains = ['minute', 'hour', 'day'] as const;
    const kept = grains.map((grain) => new Date(keptFrom(grain, this.parts.keptDays, now)));
    for (;;) {
      const told = await this.inOne(async (client) => await run(client, FOLD_CHANGES, kept));
      if (told.length === 0) return;
    }
  }

  private async recheck(from: number, mark: number): Promise<void> {
    for (let start = from; start < mark; start += HOUR_MS) {
      const span = [new Date(start), new Date(Math.min(start + HOUR_MS, mark))];
      for (const buckets of KINDS) {
        const changed = await run<{ ms: number }>(this.parts.pool, buckets.findChanged, span);
        for (const { ms } of changed) {
          await this.inOne(async (client) => {
            await replaceMinutes(client, buckets, ms, ms + MINUTE_MS);
            await replaceSums(client, buckets, { from: ms, until: ms + MINUTE_MS, mark });
          });
        }
      }
    }
  }

  /** The first minute of each kind; none of what there are no rows of. */
  private async findFirsts(kinds: readonly Buckets[]): Promise<ReadonlyMap<Buckets, number>> {
    const firsts = new Map<Buckets, number>();
    for (const kind of kinds) {
      const [first] = await run<{ ms: number }>(this.parts.pool, kind.findFirst, []);
      if (first !== undefined) firsts.set(kind, first.ms);
    }
    return firsts;
  }

  /** A minute's beginning behind `from`, `target` at most. */
  private async portionEnd({ findPortion }: Buckets, from: number, target: number): Promise<number> {
    const values = [new Date(from), new Date(target), this.parts.portion ?? PORTION];
    const [stop] = await run<{ ms: number }>(this.parts.pool, findPortion, values);
    return stop === undefined ? target : Math.min(target, Math.max(stop.ms, from + MINUTE_MS));
  }

  /** In one snapshot: what is counted over rows, and what was told of them, are of the same moment. */
  private async inOne<T>(work: (client: Queryable) => Promise<T>): Promise<T> {
    return await inTransaction(this.parts.pool, async (client) => {
      await client.query('set transaction isolation level repeatable read');
      // A plan for these very times opens their days alone.
      await client.query('set local plan_cache_mode to force_custom_plan');
      return await work(client);
    });
  }
}

/**
 * Whether every transaction has ended that was there when the minute was chosen: those that follow record what was answered
 * later than that minute, but for what waited for a database that was away.
 */
function hasSettled({ nextTransaction, chosenAt }: Candidate, look: StatsLook): boolean {
  return BigInt(look.oldest_transaction) >= nextTransaction || look.now_ms - chosenAt > PATIENCE_MS;
}
