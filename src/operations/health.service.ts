import { errorCode } from '../engine/database-errors.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { Queryable } from '../engine/statement.ts';
import type { Worker } from '../engine/worker.ts';
import type { HealthJson, LiveStatisticsJson } from './health-answers.ts';
import { LIVE_STATISTICS } from './sql/live-statistics.ts';

/** What is due and waits longer than this means that too little is done: degraded, not unhealthy. */
const LATE_MS = 60_000;
/** Nothing but the relay stands between an event and its fan-out, no receiver and no limit: this long, it is gone. */
const RELAY_GONE_MS = 300_000;

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
      return { ...judge(deliveries), ...own, deliveries };
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

function judge(deliveries: LiveStatisticsJson): Pick<HealthJson, 'status' | 'reasons'> {
  const outboxMs = deliveries.oldest_outbox_ms ?? 0;
  if (outboxMs > RELAY_GONE_MS) {
    return { status: 'unhealthy', reasons: ['Events have not been fanned out for more than five minutes.'] };
  }
  const reasons: string[] = [];
  if ((deliveries.oldest_due_ms ?? 0) > LATE_MS) {
    reasons.push('Due deliveries have been waiting for more than a minute.');
  }
  if (outboxMs > LATE_MS) reasons.push('Events have been waiting for their fan-out for more than a minute.');
  return { status: reasons.length > 0 ? 'degraded' : 'healthy', reasons };
}
