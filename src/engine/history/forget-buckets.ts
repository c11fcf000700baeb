import { run, type Queryable } from '../statement.ts';
import { DAY_MS, floorTo } from './buckets.ts';
import type { Grain } from './sql/attempt-facts.ts';
import { LIST_PARTITIONS } from './sql/partitions.ts';
import {
  DROP_DELIVERY_BUCKETS,
  DROP_DELIVERY_TOTALS,
  FIRST_DELIVERY_DAY,
  LIST_DELIVERY_DAYS,
} from './sql/roll-up-deliveries.ts';
import { FORGET_BUCKETS, FORGET_DELIVERY_BUCKETS } from './sql/roll-up.ts';

type KeptDays = Readonly<Record<Grain, number>>;

/** From where on each grain is kept, in ms: in whole days, so that what finer buckets are summed up from is there to its end. */
export function keptFrom(grain: Grain, kept: KeptDays, now: number): number {
  return floorTo(now - kept[grain] * DAY_MS, DAY_MS);
}

/** Forgets what is old of each grain, and of deliveries whatever is older than their first day. */
export async function forgetBuckets(db: Queryable, kept: KeptDays, now: number): Promise<void> {
  const [first] = await run<{ ms: number | null }>(db, FIRST_DELIVERY_DAY, []);
  for (const grain of ['minute', 'hour', 'day'] as const) {
    const before = keptFrom(grain, kept, now);
    for (const statement of FORGET_BUCKETS) await forget(db, statement, grain, before);
    for (const statement of FORGET_DELIVERY_BUCKETS)
      await forget(db, statement, grain, Math.max(before, first?.ms ?? 0));
  }
}

/** Forgets deliveries of days that are gone though an older one is kept: a live delivery refers to that. */
export async function forgetGoneDays(db: Queryable): Promise<void> {
  const partitions = await run<{ day: string }>(db, LIST_PARTITIONS, ['finished_deliveries']);
  const present = new Set(partitions.map(({ day }) => Date.parse(`${day}T00:00:00Z`)));
  for (const { ms } of await run<{ ms: number }>(db, LIST_DELIVERY_DAYS, [])) {
    if (present.has(ms)) continue;
    for (const grain of ['minute', 'hour', 'day'] as const) {
      for (const statement of [DROP_DELIVERY_BUCKETS, DROP_DELIVERY_TOTALS])
        await run(db, statement, [grain, new Date(ms), new Date(ms + DAY_MS)]);
    }
  }
}

async function forget(
  db: Queryable,
  statement: (typeof FORGET_BUCKETS)[number],
  grain: Grain,
  before: number,
): Promise<void> {
  for (let from = 0; ;) {
    const [end] = await run<{ ms: number }>(db, statement, [grain, new Date(before), new Date(from)]);
    if (end === undefined) return;
    from = end.ms;
  }
}
