import { errorCode } from '../engine/database-errors.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { Queryable } from '../engine/statement.ts';
import type { Worker } from '../engine/worker.ts';
import type { IngestCounts, IngestStatus } from '../ingest/ingest-source.ts';
import type {
  HealthJson,
  IngestCountsJson,
  LiveStatisticsJson,
  RedisStatisticsJson,
  WorkerStatisticsJson,
} from './health-answers.ts';
import { LIVE_STATISTICS } from './sql/live-statistics.ts';

/** What is due and waits longer than this means that too little is done: degraded, not unhealthy. */
const LATE_MS = 60_000;
/** Nothing but the relay stands between an event and its fan-out, no receiver and no limit: this long, it is gone. */
const RELAY_GONE_MS = 300_000;

export interface HealthParts {
  /** Sees the rows of every tenant. */
  readonly db: Queryable;
  readonly worker: Worker | null;
  /** Null where nothing is read from Redis. */
  readonly ingest: { readonly status: IngestStatus } | null;
  readonly log: EngineLog;
}

/** How this process and its database are. What receivers answer never makes it worse. */
export class HealthService {
  constructor(private readonly parts: HealthParts) {}

  async isReady(): Promise<boolean> {
    try {
      await this.parts.db.query('select 1');
      return true;
    } catch (error) {
      this.parts.log.warn({ code: errorCode(error) }, 'not ready: the database does not answer');
      return false;
    }
  }

  async check(): Promise<HealthJson> {
    const own = this.own();
    try {
      const result = await this.parts.db.query<LiveStatisticsJson & { name: string }>(LIVE_STATISTICS.text);
      const deliveries = result.rows[0];
      if (deliveries === undefined) throw new Error('no statistics');
      return { ...judge(deliveries), ...own, deliveries };
    } catch (error) {
      this.parts.log.warn({ code: errorCode(error) }, 'unhealthy: the database does not answer');
      return { status: 'unhealthy', reasons: ['The database does not answer.'], ...own };
    }
  }

  private own(): Pick<HealthJson, 'uptime_seconds' | 'worker' | 'redis'> {
    const { worker, ingest } = this.parts;
    return {
      uptime_seconds: Math.floor(process.uptime()),
      ...(worker === null ? {} : { worker: toWorkerJson(worker) }),
      ...(ingest === null ? {} : { redis: toRedisJson(ingest.status) }),
    };
  }
}

function toWorkerJson(worker: Worker): WorkerStatisticsJson {
  const { inFlight, slots, attempts } = worker.statistics();
  return { in_flight: inFlight, slots, attempts };
}

/** Redis is never what makes this process unhealthy: what it has goes out all the same. */
function toRedisJson({ stream, channels }: IngestStatus): RedisStatisticsJson {
  return {
    ...(stream === null
      ? {}
      : {
          stream: {
            connected: stream.isConnected,
            pending: stream.pending,
            lag: stream.lag,
            ...toCountsJson(stream.counts),
          },
        }),
    ...(channels === null
      ? {}
      : {
          channels: {
            subscribed: channels.isSubscribed,
            waiting: channels.waiting,
            ...toCountsJson(channels.counts),
          },
        }),
  };
}

function toCountsJson({ published, repeated, refused, failures }: IngestCounts): IngestCountsJson {
  return { published, repeated, refused, failures };
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
