import type pg from 'pg';
import { findWebhookId } from '../database/find-webhook-id.ts';
import { inSnapshot } from '../database/snapshot.ts';
import type { Uuid } from '../domain/ids.ts';
import { run, type Queryable } from '../engine/statement.ts';
import type { Interval } from './intervals.ts';
import type { SeriesRecord } from './series-json.ts';
import { ATTEMPT_GROUPS, ATTEMPT_SERIES, type SeriesGroupRow, type SeriesRow } from './sql/attempt-series.ts';
import { COUNT_DELIVERIES, type DeliveryCountRow } from './sql/count-deliveries.ts';
import { FIND_START } from './sql/find-start.ts';
import { MEASURE_ATTEMPTS, type AttemptMeasuresRow } from './sql/measure-attempts.ts';
import { MEASURE_QUEUE, type QueueRow } from './sql/measure-queue.ts';
import { idBoundsOf, windowAfter, type StatsWindow } from './stats-window.ts';

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

export class StatsRepository {
  constructor(
    private readonly pool: pg.Pool,
    private readonly rowsMax: number,
  ) {}

  /** Deleted webhooks too, by their id: their deliveries stay in history. */
  async findWebhookId(tenantId: Uuid, idOrUid: string): Promise<Uuid | null> {
    return await findWebhookId(this.pool, tenantId, idOrUid);
  }

  /** @param now the database's time, in ms. @throws 57014 when a statement takes longer than 5 s */
  async measure(target: StatsTarget, asked: StatsWindow, now: number): Promise<StatsRecord> {
    return await inSnapshot(this.pool, target.tenantId, STATEMENT_TIMEOUT_MS, async (snapshot) => {
      const window = await this.narrow(snapshot, target, asked);
      const rows = [target.tenantId, ...idBoundsOf(window), target.webhookId];
      return {
        window,
        isPartial: window.after > asked.after,
        deliveries: await run<DeliveryCountRow>(snapshot, COUNT_DELIVERIES, rows),
        attempts: only(await run<AttemptMeasuresRow>(snapshot, MEASURE_ATTEMPTS, [...rows, now])),
        queue: only(await run<QueueRow>(snapshot, MEASURE_QUEUE, [target.tenantId, target.webhookId])),
      };
    });
  }

  /** @throws 57014 as `measure` */
  async countSeries(
    { tenantId, webhookId, eventType }: SeriesTarget,
    interval: Interval,
    window: StatsWindow,
  ): Promise<SeriesRecord> {
    const values = [tenantId, new Date(window.after), new Date(window.before), webhookId, eventType];
    return await inSnapshot(this.pool, tenantId, STATEMENT_TIMEOUT_MS, async (snapshot) => ({
      interval,
      window,
      buckets: await run<SeriesRow>(snapshot, ATTEMPT_SERIES[interval], values),
      groups: await run<SeriesGroupRow>(snapshot, ATTEMPT_GROUPS[interval], values),
    }));
  }

  /** The window, or as much of its later part as can be read. */
  private async narrow(
    snapshot: Queryable,
    { tenantId, webhookId }: StatsTarget,
    asked: StatsWindow,
  ): Promise<StatsWindow> {
    const values = [tenantId, ...idBoundsOf(asked), webhookId, this.rowsMax];
    const [stop] = await run<{ id: Uuid }>(snapshot, FIND_START, values);
    return stop === undefined ? asked : windowAfter(asked, stop.id);
  }
}

function only<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('a statement without a condition on its groups answered no row');
  return row;
}
