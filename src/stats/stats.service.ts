import type { Database } from '../database/database.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import { errorCode } from '../engine/database-errors.ts';
import type { SeriesQuery } from './dto/series-query.dto.ts';
import type { StatsQuery } from './dto/stats-query.dto.ts';
import { INTERVAL_DEFAULT, type Interval } from './intervals.ts';
import type { SeriesRecord } from './series-json.ts';
import { seriesWindowOf } from './series-window.ts';
import { windowOf } from './stats-window.ts';
import { StatsRepository, type StatsRecord, type StatsTarget } from './stats.repository.ts';

/** Deliveries and their attempts that one answer reads of what no bucket tells at most, and as many of the queue. */
const ROWS_MAX = 100_000;

const QUERY_CANCELED = '57014';
const RETRY_AFTER_SECONDS = 10;

export interface StatsParts {
  readonly database: Pick<Database, 'apiPool' | 'clock'>;
  /** How long the statistics of each interval are kept. */
  readonly statsDays: Readonly<Record<Interval, number>>;
  /** For tests; `ROWS_MAX` where it is not given. */
  readonly rowsMax?: number;
}

/**
 * Numbers over the deliveries of a window of time, and over the attempts of intervals of time: from what is counted of the past,
 * and from the rows of the queue and the last minutes. A window of which more rows would be read than can be at once is answered
 * for its later part: the numbers then hold for the window that the answer names, which another request may take up from there.
 */
export class StatsService {
  private readonly repository: StatsRepository;

  constructor(private readonly parts: StatsParts) {
    this.repository = new StatsRepository(parts.database.apiPool, {
      rowsMax: parts.rowsMax ?? ROWS_MAX,
      keptDays: parts.statsDays,
    });
  }

  /** @throws PosthornError `invalid` for a window that is empty or too long, `unavailable` when reading takes too long */
  async summarize(tenantId: Uuid, query: StatsQuery): Promise<StatsRecord> {
    return await this.measure({ tenantId, webhookId: null }, query);
  }

  /** @throws PosthornError `not_found` for a webhook that the tenant never had; otherwise as `summarize` */
  async summarizeWebhook(
    tenantId: Uuid,
    idOrUid: string,
    query: StatsQuery,
  ): Promise<StatsRecord & { webhookId: Uuid }> {
    const webhookId = await this.findWebhookId(tenantId, idOrUid);
    return { webhookId, ...(await this.measure({ tenantId, webhookId }, query)) };
  }

  /**
   * @throws PosthornError `invalid` for a window that is empty, too long or too old; `not_found` as `summarizeWebhook`;
   * `unavailable` as `summarize`
   */
  async countSeries(tenantId: Uuid, query: SeriesQuery): Promise<SeriesRecord> {
    const { interval = INTERVAL_DEFAULT, webhook_id, event_type } = query;
    const now = this.parts.database.clock.now();
    const window = seriesWindowOf(query, now, this.parts.statsDays[interval]);
    const webhookId = webhook_id === undefined ? null : await this.findWebhookId(tenantId, webhook_id);
    const target = { tenantId, webhookId, eventType: event_type ?? null };
    return await inTime(async () => await this.repository.countSeries(target, interval, window, now));
  }

  private async findWebhookId(tenantId: Uuid, idOrUid: string): Promise<Uuid> {
    const id = await this.repository.findWebhookId(tenantId, idOrUid);
    if (id === null) throw new PosthornError('not_found', { detail: 'There is no such webhook.' });
    return id;
  }

  private async measure(target: StatsTarget, query: StatsQuery): Promise<StatsRecord> {
    const now = this.parts.database.clock.now();
    return await inTime(async () => await this.repository.measure(target, windowOf(query, now), now));
  }
}

async function inTime<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (errorCode(error) !== QUERY_CANCELED) throw error;
    throw new PosthornError('unavailable', {
      detail: 'The deliveries of this window could not be counted in time; ask for a shorter one.',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      cause: error,
    });
  }
}
