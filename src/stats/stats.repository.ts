import type pg from 'pg';
import { findWebhookId } from '../database/find-webhook-id.ts';
import { inSnapshot } from '../database/snapshot.ts';
import { uuidFloor, type Uuid } from '../domain/ids.ts';
import { run, type Queryable } from '../engine/statement.ts';
import {
  madeRangesOf,
  partsOf,
  toArrays,
  withKeptStart,
  type Counted,
  type WindowParts,
} from './bucket-ranges.ts';
import type { Interval } from './intervals.ts';
import type { SeriesRecord } from './series-json.ts';
import { ATTEMPT_GROUPS, ATTEMPT_SERIES, type SeriesGroupRow, type SeriesRow } from './sql/attempt-series.ts';
import { COUNT_DELIVERIES, COUNT_TENANT_DELIVERIES, type DeliveryCountRow } from './sql/count-deliveries.ts';
import { FIND_START } from './sql/find-start.ts';
import { MEASURE_ATTEMPTS, SKEW_MS, type AttemptMeasuresRow } from './sql/measure-attempts.ts';
import { MEASURE_QUEUE, type QueueRow } from './sql/measure-queue.ts';
import { READ_COUNTED, type CountedRow } from './sql/read-counted.ts';
import { TOTAL_GROUPS, TOTAL_SERIES } from './sql/total-series.ts';
import { idBoundsOf, windowAfter, type StatsWindow } from './stats-window.ts';

const DAY_MS = 86_400_000;
/** What is about to be forgotten is not read any more, so that whoever forgets a day does not come before whoever stops reading it. */
const EARLY_MS = 3_600_000;

/** A statement that takes longer is given up: the rows that are read are bounded, so it waits for a busy machine. */
const STATEMENT_TIMEOUT_MS = 5_000;

/** Whose deliveries are counted: all of a tenant, or those of one webhook of it. */
export interface StatsTarget {
  readonly tenantId: Uuid;
  readonly webhookId: Uuid | null;
}

/** Whose attempts are counted. */
interface SeriesTarget extends StatsTarget {
  readonly eventType: string | null;
}

/** What the tables say of a window, all of one moment. */
export interface StatsRecord {
  /** The window that was counted. */
  readonly window: StatsWindow;
  /** Whether it is only the later part of the one that was asked for. */
  readonly isPartial: boolean;
  readonly deliveries: readonly DeliveryCountRow[];
  readonly attempts: AttemptMeasuresRow;
  readonly queue: QueueRow;
}

export interface StatsLimits {
  /** Deliveries and their attempts that one answer reads of the queue, and of what no bucket tells, at most. */
  readonly rowsMax: number;
  /** How long buckets of each grain are kept. */
  readonly keptDays: Readonly<Record<Interval, number>>;
}

export class StatsRepository {
  constructor(
    private readonly pool: pg.Pool,
    private readonly limits: StatsLimits,
  ) {}

  /** Deleted webhooks too, by their id: their deliveries stay in history. */
  async findWebhookId(tenantId: Uuid, idOrUid: string): Promise<Uuid | null> {
    return await findWebhookId(this.pool, tenantId, idOrUid);
  }

  /**
   * Of the window from the hour, or the day, on in which it begins where nothing finer is kept.
   * @param now the database's time, in ms. @throws 57014 when a statement takes longer than 5 s
   */
  async measure(target: StatsTarget, window: StatsWindow, now: number): Promise<StatsRecord> {
    const asked = withKeptStart(window, this.keptFrom(now + EARLY_MS));
    return await inSnapshot(this.pool, target.tenantId, STATEMENT_TIMEOUT_MS, async (snapshot) => {
      const counted = await this.readCounted(snapshot, now);
      const narrowed = await this.narrow(snapshot, target, asked, counted);
      const parts = partsOf(narrowed, counted);
      const rows = rowValues(target, narrowed, parts);
      const count = target.webhookId === null ? COUNT_TENANT_DELIVERIES : COUNT_DELIVERIES;
      return {
        window: narrowed,
        isPartial: narrowed.after > asked.after,
        deliveries: await run<DeliveryCountRow>(snapshot, count, [...rows, ...toArrays(parts.ranges)]),
        attempts: only(
          await run<AttemptMeasuresRow>(snapshot, MEASURE_ATTEMPTS, [
            ...rows,
            now,
            ...madeValues(parts, counted, now),
          ]),
        ),
        queue: only(await run<QueueRow>(snapshot, MEASURE_QUEUE, [target.tenantId, target.webhookId])),
      };
    });
  }

  /** @param now as `measure`. @throws 57014 as `measure` */
  async countSeries(
    target: SeriesTarget,
    interval: Interval,
    window: StatsWindow,
    now: number,
  ): Promise<SeriesRecord> {
    const { tenantId, webhookId, eventType } = target;
    return await inSnapshot(this.pool, tenantId, STATEMENT_TIMEOUT_MS, async (snapshot) => {
      if (interval !== 'minute' && webhookId === null && eventType === null)
        return await this.countTotals(snapshot, tenantId, { interval, window }, now);
      const values = [tenantId, new Date(window.after), new Date(window.before), webhookId, eventType];
      return {
        interval,
        window,
        buckets: await run<SeriesRow>(snapshot, ATTEMPT_SERIES[interval], values),
        groups: await run<SeriesGroupRow>(snapshot, ATTEMPT_GROUPS[interval], values),
      };
    });
  }

  private async countTotals(
    snapshot: Queryable,
    tenantId: Uuid,
    { interval, window }: { readonly interval: 'hour' | 'day'; readonly window: StatsWindow },
    now: number,
  ): Promise<SeriesRecord> {
    const { mark } = await this.readCounted(snapshot, now);
    // Buckets of attempts outlive the rows.
    const counted = { mark, from: this.keptFrom(now) };
    const values = (parts: WindowParts): unknown[] => [
      tenantId,
      ...toArrays(parts.ranges),
      ...idBoundsOf(parts.head),
      ...idBoundsOf(parts.tail),
    ];
    const [series, groups] = [partsOf(window, counted, interval), partsOf(window, counted)];
    return {
      interval,
      window,
      buckets: await run<SeriesRow>(snapshot, TOTAL_SERIES[interval], values(series)),
      groups: await run<SeriesGroupRow>(snapshot, TOTAL_GROUPS, values(groups)),
    };
  }

  private async readCounted(snapshot: Queryable, now: number): Promise<Counted> {
    const { mark_ms: mark, first_day_ms: firstDay } = only(await run<CountedRow>(snapshot, READ_COUNTED, []));
    // Days that went a moment ago may have buckets still.
    const atLeast = (moment: number): number => Math.max(moment, firstDay ?? 0);
    const { minute, hour, day } = this.keptFrom(now + EARLY_MS);
    return { mark, from: { minute: atLeast(minute), hour: atLeast(hour), day: atLeast(day) } };
  }

  /** In whole days, as they are forgotten. */
  private keptFrom(now: number): Counted['from'] {
    const { minute, hour, day } = this.limits.keptDays;
    const [first = 0, second = 0, third = 0] = [minute, hour, day].map(
      (days) => Math.floor((now - days * DAY_MS) / DAY_MS) * DAY_MS,
    );
    return { minute: first, hour: second, day: third };
  }

  /** The window, or as much of its later part as can be read. */
  private async narrow(
    snapshot: Queryable,
    target: StatsTarget,
    asked: StatsWindow,
    counted: Counted,
  ): Promise<StatsWindow> {
    const values = [...rowValues(target, asked, partsOf(asked, counted)), this.limits.rowsMax];
    const [stop] = await run<{ id: Uuid }>(snapshot, FIND_START, values);
    return stop === undefined ? asked : windowAfter(asked, stop.id);
  }
}

/** $1 to $6 of what reads rows. */
function rowValues({ tenantId, webhookId }: StatsTarget, window: StatsWindow, parts: WindowParts): unknown[] {
  return [
    tenantId,
    ...idBoundsOf(window),
    webhookId,
    uuidFloor(parts.head.before),
    uuidFloor(parts.tail.after),
  ];
}

/** $8 to $15 of `MEASURE_ATTEMPTS`. */
function madeValues({ head, ranges, tail }: WindowParts, { mark }: Counted, now: number): unknown[] {
  const end = Math.ceil(now) + SKEW_MS;
  const made = madeRangesOf(ranges, mark ?? 0);
  const { after: firstRow } = head.after < head.before ? head : tail;
  return [
    uuidFloor(mark ?? end),
    made.map(({ grain }) => grain),
    made.map((range) => new Date(range.made.after)),
    made.map((range) => new Date(range.made.before)),
    made.map(({ at }) => new Date(at.after)),
    made.map(({ at }) => new Date(at.before)),
    uuidFloor(Math.max(0, firstRow - SKEW_MS)),
    uuidFloor(end),
  ];
}

function only<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('a statement without a condition on its groups answered no row');
  return row;
}
