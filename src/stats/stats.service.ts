import type { Database } from '../database/database.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import { errorCode } from '../engine/database-errors.ts';
import type { StatsQuery } from './dto/stats-query.dto.ts';
import { windowOf } from './stats-window.ts';
import { StatsRepository, type StatsRecord, type StatsTarget } from './stats.repository.ts';

/** Deliveries and their attempts that one answer reads of history at most, and as many of the queue. */
const ROWS_MAX = 100_000;

const QUERY_CANCELED = '57014';
const RETRY_AFTER_SECONDS = 10;

export interface StatsParts {
  readonly database: Pick<Database, 'apiPool' | 'clock'>;
  /** For tests; `ROWS_MAX` where it is not given. */
  readonly rowsMax?: number;
}

/**
 * Numbers over the deliveries of a window of time, from the tables themselves. A window with more rows than can be read
 * at once is answered for its later part: the numbers then hold for the window that the answer names, which another
 * request may take up from there.
 */
export class StatsService {
  private readonly repository: StatsRepository;

  constructor(private readonly parts: StatsParts) {
    this.repository = new StatsRepository(parts.database.apiPool, parts.rowsMax ?? ROWS_MAX);
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
    const webhookId = await this.repository.findWebhookId(tenantId, idOrUid);
    if (webhookId === null) throw new PosthornError('not_found', { detail: 'There is no such webhook.' });
    return { webhookId, ...(await this.measure({ tenantId, webhookId }, query)) };
  }

  private async measure(target: StatsTarget, query: StatsQuery): Promise<StatsRecord> {
    const now = this.parts.database.clock.now();
    try {
      return await this.repository.measure(target, windowOf(query, now), now);
    } catch (error) {
      if (errorCode(error) !== QUERY_CANCELED) throw error;
      throw new PosthornError('unavailable', {
        detail: 'The deliveries of this window could not be counted in time; ask for a shorter one.',
        retryAfterSeconds: RETRY_AFTER_SECONDS,
        cause: error,
      });
    }
  }
}
