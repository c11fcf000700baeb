import { errorCode } from '../engine/database-errors.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { Queryable } from '../engine/statement.ts';
import type { Worker } from '../engine/worker.ts';
import type { HealthJson, LiveStatisticsJson } from './health-answers.ts';
import { LIVE_STATISTICS } from './sql/live-statistics.ts';

/** Due deliveries that wait longer than this mean that too little is sent: degraded, not unhealthy. */
const LATE_MS = 60_000;

/** How this process and its database are. What receivers answer never makes it worse. */
export class HealthService {
  constructor(
    /** Sees the rows of every tenant. */
    private readonly db: Queryable,
    private readonly worker: Worker | null,
    private readonly log: EngineLog,
  ) {}

  async isReady(): Promise<boolean> {
    try {
      await this.db.query('select 1');
      return true;
    } catch (error) {
      this.log.warn({ code: errorCode(error) }, 'not ready: the database does not answer');
      return false;
    }
  }

  async check(): Promise<HealthJson> {
    const own = this.own();
    try {
      const result = await this.db.query<LiveStatisticsJson & { name: string }>(LIVE_STATISTICS);
      const deliveries = result.rows[0];
      if (deliveries === undefined) throw new Error('no statistics');
      const isLate = (deliveries.oldest_due_ms ?? 0) > LATE_MS;
      return {
        status: isLate ? 'degraded' : 'healthy',
        reasons: isLate ? ['Due deliveries have been waiting for more than a minute.'] : [],
        ...own,
        deliveries,
      };
    } catch (error) {
      this.log.warn({ code: errorCode(error) }, 'unhealthy: the database does not answer');
      return { status: 'unhealthy', reasons: ['The database does not answer.'], ...own };
    }
  }

  private own(): Pick<HealthJson, 'uptime_seconds' | 'worker'> {
    const age = { uptime_seconds: Math.floor(process.uptime()) };
    if (this.worker === null) return age;
    const { inFlight, slots, attempts } = this.worker.statistics();
    return { ...age, worker: { in_flight: inFlight, slots, attempts } };
  }
}
