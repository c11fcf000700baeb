import { run, type Queryable, type Statement } from '../statement.ts';
import {
  ALL_BUCKETS,
  BUCKETS_WITH_ROWS,
  COUNT_TOTALS,
  DROP_TOTALS,
  FIND_CHANGED_MINUTES,
  FIND_PORTION,
  FIRST_MINUTE,
  type BucketStatements,
} from './sql/roll-up.ts';
import {
  COUNT_DELIVERY_DAYS,
  COUNT_DELIVERY_HOURS,
  COUNT_DELIVERY_MINUTES,
  COUNT_DELIVERY_TOTALS,
  DROP_CHANGES,
  DROP_DELIVERY_BUCKETS,
  DROP_DELIVERY_TOTALS,
  FIND_CHANGED_DELIVERY_MINUTES,
  FIND_DELIVERY_PORTION,
  FIRST_DELIVERY_MINUTE,
} from './sql/roll-up-deliveries.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Rows that are counted by minute, hour and day: how each step of it is said in SQL. */
export interface Buckets {
  /** The first row's minute, in ms; no row where there is none. */
  readonly findFirst: Statement;
  /** Where a portion ends: $1 and $2 times, $3 rows. */
  readonly findPortion: Statement;
  /** Minutes whose buckets are not what the rows are: $1 and $2 times. */
  readonly findChanged: Statement;
  /** $1 grain, $2 and $3 times. */
  readonly drop: Statement;
  /** Beside the buckets of minutes: $1 and $2 times. */
  readonly minutes: readonly Statement[];
  /** $1 and $2 times. */
  readonly hours: Statement;
  readonly days: Statement;
  /** What else is made of hours and days anew: $1 grain, $2 and $3 times. */
  readonly totals: readonly Statement[];
}

function bucketsOfAttempts({ drop, countMinutes, countHours, countDays }: BucketStatements): Buckets {
  return {
    findFirst: FIRST_MINUTE,
    findPortion: FIND_PORTION,
    findChanged: FIND_CHANGED_MINUTES,
    drop,
    minutes: [countMinutes],
    hours: countHours,
    days: countDays,
    totals: [DROP_TOTALS, COUNT_TOTALS],
  };
}

export const ATTEMPT_BUCKETS = bucketsOfAttempts(ALL_BUCKETS);

/** For counting the past anew: tenants may have fewer rows of it by now than have been counted. */
export const ATTEMPT_BUCKETS_WITH_ROWS = bucketsOfAttempts(BUCKETS_WITH_ROWS);

export const DELIVERY_BUCKETS: Buckets = {
  findFirst: FIRST_DELIVERY_MINUTE,
  findPortion: FIND_DELIVERY_PORTION,
  findChanged: FIND_CHANGED_DELIVERY_MINUTES,
  drop: DROP_DELIVERY_BUCKETS,
  minutes: [DROP_CHANGES, COUNT_DELIVERY_MINUTES],
  hours: COUNT_DELIVERY_HOURS,
  days: COUNT_DELIVERY_DAYS,
  totals: [DROP_DELIVERY_TOTALS, COUNT_DELIVERY_TOTALS],
};

/** The minutes from one on and before another, in ms, counted over the rows. */
export async function replaceMinutes(
  client: Queryable,
  buckets: Buckets,
  from: number,
  until: number,
): Promise<void> {
  const span = [new Date(from), new Date(until)];
  await run(client, buckets.drop, ['minute', ...span]);
  for (const statement of buckets.minutes) await run(client, statement, span);
}

/** The hours and days that have any of these minutes and have ended before the mark. */
export async function replaceSums(
  client: Queryable,
  buckets: Buckets,
  { from, until, mark }: { readonly from: number; readonly until: number; readonly mark: number },
): Promise<void> {
  for (const [grain, spanMs, statement] of [
    ['hour', HOUR_MS, buckets.hours],
    ['day', DAY_MS, buckets.days],
  ] as const) {
    const start = floorTo(from, spanMs);
    const end = Math.min(-floorTo(-until, spanMs), floorTo(mark, spanMs));
    if (end <= start) continue;
    const span = [new Date(start), new Date(end)];
    await run(client, buckets.drop, [grain, ...span]);
    await run(client, statement, span);
    for (const totals of buckets.totals) await run(client, totals, [grain, ...span]);
  }
}

export function floorTo(moment: number, spanMs: number): number {
  return Math.floor(moment / spanMs) * spanMs;
}
