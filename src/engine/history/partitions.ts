import { uuidFloor, uuidTime, type Uuid } from '../../domain/ids.ts';
import { errorCode } from '../database-errors.ts';
import type { EngineLog } from '../engine-log.ts';
import type { Completion } from '../queue/completion.ts';
import { run, type Queryable } from '../statement.ts';
import {
  DROP_PARTITION,
  ENSURE_PARTITION,
  FIRST_LIVE_FROM,
  IS_HISTORY_OF,
  LIST_PARTITIONS,
} from './sql/partitions.ts';

export const PARTITIONED_TABLES = ['events', 'finished_deliveries', 'attempts'] as const;
export type PartitionedTable = (typeof PARTITIONED_TABLES)[number];

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 7;
const LOCK_NOT_AVAILABLE = '55P03';

/** A UTC day as `2026-11-22`. */
type Day = string;

/** Makes and drops the daily partitions of history. */
export class Partitions {
  constructor(
    private readonly db: Queryable,
    private readonly log: EngineLog,
  ) {}

  /** Makes the partitions from today to a week ahead. Any failure is thrown: without them nothing can be stored. */
  async ensureAhead(now: number): Promise<void> {
    for (const table of PARTITIONED_TABLES) {
      for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1)
        await this.ensure(table, toDay(now + ahead * DAY_MS));
    }
  }

  /** Makes the partitions that one completion's rows belong to: of a row that has waited longer than history is kept. */
  async ensureFor({ delivery, attempt }: Completion): Promise<void> {
    await this.ensure('finished_deliveries', toDay(uuidTime(delivery.id)));
    if (attempt !== null) await this.ensure('attempts', toDay(uuidTime(attempt.id)));
  }

  /** Makes the partitions that the rows alive now will finish in: one look a day that has any. */
  async ensureForLive(): Promise<void> {
    let from = uuidFloor(0);
    for (;;) {
      const rows = await run<{ id: Uuid }>(this.db, FIRST_LIVE_FROM, [from]);
      const [first] = rows;
      if (first === undefined) return;
      const moment = uuidTime(first.id);
      await this.ensure('finished_deliveries', toDay(moment));
      from = uuidFloor(moment - (moment % DAY_MS) + DAY_MS);
    }
  }

  /**
   * Drops the days that are wholly older than `retentionMs`, except those that a live row still refers to. Events stay a
   * day longer, since a delivery is made after its event, and as long as the history of any delivery of that day's: one that
   * was scheduled weeks ahead could not be retried otherwise.
   * @returns the partitions that were dropped
   */
  async dropOlderThan(now: number, retentionMs: number): Promise<string[]> {
    const dropped: string[] = [];
    for (const table of PARTITIONED_TABLES) {
      const kept = retentionMs + (table === 'events' ? DAY_MS : 0);
      const lastDay = toDay(now - kept - DAY_MS);
      for (const day of await this.daysOf(table)) {
        if (day > lastDay) continue;
        if (table === 'events' && (await this.hasHistory(day, now - retentionMs))) continue;
        if (await this.drop(table, day)) dropped.push(`${table} ${day}`);
      }
    }
    return dropped;
  }

  /** Whether history kept beyond `keptFrom` has a delivery of an event of that day. */
  private async hasHistory(day: Day, keptFrom: number): Promise<boolean> {
    const start = Date.parse(`${day}T00:00:00Z`);
    const firstKept = uuidFloor(keptFrom - (keptFrom % DAY_MS));
    const values = [uuidFloor(start), uuidFloor(start + DAY_MS), firstKept];
    const rows = await run<{ is_any: boolean }>(this.db, IS_HISTORY_OF, values);
    return rows[0]?.is_any ?? false;
  }

  private async daysOf(table: PartitionedTable): Promise<Day[]> {
    const rows = await run<{ day: Day }>(this.db, LIST_PARTITIONS, [table]);
    return rows.map((row) => row.day);
  }

  private async ensure(table: PartitionedTable, day: Day): Promise<void> {
    await run(this.db, ENSURE_PARTITION, [table, day]);
  }

  private async drop(table: PartitionedTable, day: Day): Promise<boolean> {
    try {
      const rows = await run<{ result: string }>(this.db, DROP_PARTITION, [table, day]);
      const result = rows[0]?.result;
      if (result === 'in_use') this.log.info({ table, day }, 'partition kept: a live delivery refers to it');
      return result === 'dropped';
    } catch (error) {
      if (errorCode(error) !== LOCK_NOT_AVAILABLE) throw error;
      this.log.info({ table, day }, 'partition is busy, dropped at the next round');
      return false;
    }
  }
}

function toDay(moment: number): Day {
  return new Date(moment).toISOString().slice(0, 10);
}
