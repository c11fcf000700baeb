import { performance } from 'node:perf_hooks';
import type { Counter, Gauge } from 'prom-client';
import { errorCode } from '../../engine/database-errors.ts';
import type { EngineLog } from '../../engine/engine-log.ts';
import { run, type Queryable } from '../../engine/statement.ts';
import type { LiveStatisticsJson } from '../health-answers.ts';
import { LIVE_STATISTICS } from '../sql/live-statistics.ts';
import type { MetricFactory } from './metric-factory.ts';

/** Scrapes that come together, or from anyone who can reach the port, share one look at the queue. */
const SHARED_MS = 1_000;
/** Below the ten seconds that a scraper waits by default, so that the process's own metrics arrive in any case. */
const PATIENCE_MS = 2_000;
const STATUSES = ['pending', 'in_progress', 'retrying', 'outbox', 'scheduled'] as const;

/** The state of the queue as the database has it: the same from every process of an installation. */
export class QueueGauges {
  private readonly depth: Gauge<'status'>;
  private readonly oldestDue: Gauge;
  private readonly errors: Counter;
  private reading: Promise<LiveStatisticsJson | null> | null = null;
  private readAt = -Infinity;

  constructor(
    factory: MetricFactory,
    private readonly db: Queryable,
    private readonly log: EngineLog,
  ) {
    this.depth = factory.gauge({
      name: 'queue_depth',
      help: 'Deliveries that are not finished, by status, and events: under `outbox` those that wait for their fan-out, under `scheduled` those whose time has not come. From a sample: deliveries together stop at 10,001, events of either kind at 10,001.',
      labels: { status: STATUSES },
    });
    this.oldestDue = factory.gauge({
      name: 'queue_oldest_due_seconds',
      help: 'How long the oldest delivery that is due has waited, paused, limited and failing webhooks aside; 0 when none is due.',
    });
    this.errors = factory.counter({
      name: 'scrape_errors_total',
      help: 'Scrapes answered without the state of the queue, since the database did not tell it within 2 s.',
    });
    this.clear();
  }

  /** Before each scrape. Without an answer of the database the gauges are absent, as an old value would be a wrong one. */
  async refresh(): Promise<void> {
    const statistics = await this.findStatistics();
    if (statistics === null) {
      this.errors.inc();
      this.clear();
      return;
    }
    for (const status of STATUSES) this.depth.set({ status }, statistics[status]);
    this.oldestDue.set(Math.max(0, statistics.oldest_due_ms ?? 0) / 1000);
  }

  private clear(): void {
    this.depth.reset();
    this.oldestDue.remove();
  }

  private async findStatistics(): Promise<LiveStatisticsJson | null> {
    // A reading that is still under way is waited for again, never doubled: a slow database gets no more to do.
    if (performance.now() - this.readAt > SHARED_MS) {
      this.readAt = Infinity;
      this.reading = this.read();
    }
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, null);
    });
    try {
      return await Promise.race([this.reading, overdue]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async read(): Promise<LiveStatisticsJson | null> {
    try {
      const [statistics] = await run<LiveStatisticsJson & { name: string }>(this.db, LIVE_STATISTICS, []);
      return statistics ?? null;
    } catch (error) {
      this.log.warn({ code: errorCode(error) }, 'metrics: the database does not tell the state of the queue');
      return null;
    } finally {
      this.readAt = performance.now();
    }
  }
}
