import type pg from 'pg';
import type { EngineLog } from '../engine-log.ts';
import { inTransaction, run, type Queryable } from '../statement.ts';
import type { Grain } from './sql/attempt-facts.ts';
import {
  ALL_BUCKETS,
  BUCKETS_WITH_ROWS,
  FIND_CHANGED_MINUTES,
  FIND_PORTION,
  FIRST_MINUTE,
  FORGET_BUCKETS,
  LOOK_AT_STATS,
  MOVE_MARK,
  type BucketStatements,
  type StatsLook,
} from './sql/roll-up.ts';

/** The lock under which the statistics are counted, by whoever counts them. */
export const STATS_DUTY = 'stats';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** From the answer of a request to the statement that records it; with that statement's own ten seconds. */
const LAG_MS = 30_000;
/** A transaction that has not ended by then is not waited for: what it brings late is found by its number of rows. */
const PATIENCE_MS = 600_000;
/** Behind the mark, what is looked at each time for rows that came late, and what is once an hour. */
const RECHECK_MS = 15 * MINUTE_MS;
const RECHECK_HOURLY_MS = 6 * HOUR_MS;
/** Attempts counted in one transaction: half a second's work. */
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

/**
 * Counts attempts by minute, hour and day (docs/decisions/0026-stats-rollups.md). One process at a time: the caller holds a
 * lock. Times in ms since 1970, all of the database's clock.
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
    const isHourly = look.now_ms - this.recheckedAt >= HOUR_MS;
    // After a pause of all processes, or of the database, what they held comes as late as the pause was long.
    const gapMs = mark - (look.rolled_ms ?? mark);
    await this.recheck(mark - Math.max(isHourly ? RECHECK_HOURLY_MS : RECHECK_MS, gapMs + RECHECK_MS), mark);
    if (isHourly) this.recheckedAt = look.now_ms;
    for (const [grain, days] of Object.entries(this.parts.keptDays))
      await this.forget(grain, look.now_ms - days * DAY_MS);
  }

  /**
   * Counts everything anew from the rows that there are, a day at a time; buckets of days whose rows have gone stay as they are,
   * and so do those of tenants that keep theirs for less.
   * Readers meet no gap: a day's hours are replaced at once.
   * @param onDay is told of each day that is done
   */
  async rebuild(onDay: (day: number, last: number) => void): Promise<void> {
    const look = await this.look();
    const first = await this.firstMinute();
    const mark = look.rolled_ms ?? first;
    if (first === null || mark === null) return;
    for (let day = floorTo(first, DAY_MS); day < mark; day += DAY_MS) {
      const end = Math.min(day + DAY_MS, mark);
      for (let from = day; from < end;) {
        const until = await this.portionEnd(from, end);
        await this.inOne(async (client) => {
          await replaceMinutes(client, BUCKETS_WITH_ROWS, from, until);
        });
        from = until;
      }
      await this.inOne(async (client) => {
        await replaceSums(client, BUCKETS_WITH_ROWS, { from: day, until: end, mark });
      });
      onDay(day, floorTo(mark, DAY_MS));
    }
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
        const from = mark ?? (await this.firstMinute()) ?? candidate.until;
        await this.countTo(Math.min(from, candidate.until), candidate.until);
        mark = candidate.until;
      }
    }
    this.candidate ??= {
      until: floorTo(look.now_ms - (this.parts.lagMs ?? LAG_MS), MINUTE_MS),
      nextTransaction: BigInt(look.next_transaction),
      chosenAt: look.now_ms,
    };
    return mark;
  }

  private async countTo(mark: number, target: number): Promise<void> {
    for (let from = mark; ;) {
      const until = await this.portionEnd(from, target);
      await this.inOne(async (client) => {
        await replaceMinutes(client, ALL_BUCKETS, from, until);
        await replaceSums(client, ALL_BUCKETS, { from, until, mark: until });
        await run(client, MOVE_MARK, [new Date(until)]);
      });
      if (until >= target) return;
      this.parts.log.info({ until: new Date(until).toISOString() }, 'attempts of the past are being counted');
      from = until;
    }
  }

  private async recheck(from: number, mark: number): Promise<void> {
    for (let start = from; start < mark; start += HOUR_MS) {
      const span = [new Date(start), new Date(Math.min(start + HOUR_MS, mark))];
      const changed = await run<{ ms: number }>(this.parts.pool, FIND_CHANGED_MINUTES, span);
      for (const { ms } of changed) {
        await this.inOne(async (client) => {
          await replaceMinutes(client, ALL_BUCKETS, ms, ms + MINUTE_MS);
          await replaceSums(client, ALL_BUCKETS, { from: ms, until: ms + MINUTE_MS, mark });
        });
      }
    }
  }

  private async forget(grain: string, before: number): Promise<void> {
    for (;;) {
      // In whole days, so that what finer buckets are summed up from is there to its end.
      const rows = await run(this.parts.pool, FORGET_BUCKETS, [grain, new Date(floorTo(before, DAY_MS))]);
      if (rows.length === 0) return;
    }
  }

  private async firstMinute(): Promise<number | null> {
    const [first] = await run<{ ms: number }>(this.parts.pool, FIRST_MINUTE, []);
    return first?.ms ?? null;
  }

  /** A minute's beginning behind `from`, `target` at most. */
  private async portionEnd(from: number, target: number): Promise<number> {
    const values = [new Date(from), new Date(target), this.parts.portion ?? PORTION];
    const [stop] = await run<{ ms: number }>(this.parts.pool, FIND_PORTION, values);
    return stop === undefined ? target : Math.min(target, Math.max(stop.ms, from + MINUTE_MS));
  }

  private async inOne(work: (client: Queryable) => Promise<void>): Promise<void> {
    await inTransaction(this.parts.pool, async (client) => {
      // A plan for these very times opens their days alone.
      await client.query('set local plan_cache_mode to force_custom_plan');
      await work(client);
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

async function replaceMinutes(
  client: Queryable,
  { drop, countMinutes }: BucketStatements,
  from: number,
  until: number,
): Promise<void> {
  const span = [new Date(from), new Date(until)];
  await run(client, drop, ['minute', ...span]);
  await run(client, countMinutes, span);
}

/** The hours and days that have any of these minutes and have ended before the mark. */
async function replaceSums(
  client: Queryable,
  { drop, countHours, countDays }: BucketStatements,
  { from, until, mark }: { readonly from: number; readonly until: number; readonly mark: number },
): Promise<void> {
  for (const [grain, spanMs, statement] of [
    ['hour', HOUR_MS, countHours],
    ['day', DAY_MS, countDays],
  ] as const) {
    const start = floorTo(from, spanMs);
    const end = Math.min(-floorTo(-until, spanMs), floorTo(mark, spanMs));
    if (end <= start) continue;
    await run(client, drop, [grain, new Date(start), new Date(end)]);
    await run(client, statement, [new Date(start), new Date(end)]);
  }
}

function floorTo(moment: number, spanMs: number): number {
  return Math.floor(moment / spanMs) * spanMs;
}
