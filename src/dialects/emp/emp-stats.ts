import type { Clock } from '../../domain/clock.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { StatsService } from '../../stats/stats.service.ts';

type NativeStats = Awaited<ReturnType<StatsService['summarize']>>;
type Window = Parameters<StatsService['summarize']>[1];

/** "Delivery Statistics" of document 000. What was cancelled is neither delivered nor failed, and is not counted. */
export interface EmpStatsJson {
  readonly total_deliveries: number;
  readonly successful_deliveries: number;
  readonly failed_deliveries: number;
  readonly retry_queue_size: number;
  readonly pending_deliveries: number;
}

const DAY_MS = 86_400_000;
/** The longest window that is counted at once. */
const WINDOW_DAYS = 31;
/**
 * A window with more rows than can be read at once is answered for its later part, and what is before it is asked for next:
 * so often at most.
 */
const PARTIAL_READS_MAX = 10;

export interface EmpStatsParts {
  readonly stats: StatsService;
  readonly clock: Clock;
  readonly retentionDays: number;
}

/** Counts all that history has: about a million rows at most, the newest first. */
export class EmpStats {
  constructor(private readonly parts: EmpStatsParts) {}

  async ofTenant(tenantId: Uuid): Promise<EmpStatsJson> {
    return await this.count(async (window) => await this.parts.stats.summarize(tenantId, window));
  }

  /** @throws PosthornError `not_found` for a webhook that the tenant never had */
  async ofWebhook(tenantId: Uuid, idOrUid: string): Promise<EmpStatsJson> {
    return await this.count(
      async (window) => await this.parts.stats.summarizeWebhook(tenantId, idOrUid, window),
    );
  }

  private async count(read: (window: Window) => Promise<NativeStats>): Promise<EmpStatsJson> {
    const { clock, retentionDays } = this.parts;
    let before = Math.floor(clock.now()) + 1;
    // Days are dropped whole.
    const first = before - (retentionDays + 1) * DAY_MS;
    const counted: EmpStatsJson[] = [];
    for (let partialReads = 0; before > first && partialReads < PARTIAL_READS_MAX;) {
      const after = Math.max(first, before - WINDOW_DAYS * DAY_MS);
      const record = await read({ created_after: toText(after), created_before: toText(before) });
      counted.push(toEmpStats(record));
      before = record.window.after;
      if (record.isPartial) partialReads += 1;
    }
    return counted.reduce(add);
  }
}

function toEmpStats({ deliveries }: NativeStats): EmpStatsJson {
  const all = deliveries.find(({ kind }) => kind === 'total');
  if (all === undefined) throw new Error('there is no row of all deliveries');
  return {
    total_deliveries: all.delivered + all.dead_letter,
    successful_deliveries: all.delivered,
    failed_deliveries: all.dead_letter,
    retry_queue_size: all.retrying,
    pending_deliveries: all.pending + all.in_progress + all.rate_limited,
  };
}

function add(a: EmpStatsJson, b: EmpStatsJson): EmpStatsJson {
  return {
    total_deliveries: a.total_deliveries + b.total_deliveries,
    successful_deliveries: a.successful_deliveries + b.successful_deliveries,
    failed_deliveries: a.failed_deliveries + b.failed_deliveries,
    retry_queue_size: a.retry_queue_size + b.retry_queue_size,
    pending_deliveries: a.pending_deliveries + b.pending_deliveries,
  };
}

function toText(moment: number): string {
  return new Date(moment).toISOString();
}
