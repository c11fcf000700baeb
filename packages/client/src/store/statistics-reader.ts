import { inSnapshot } from '../../../../src/database/snapshot.ts';
import { uuidFloor, type Uuid } from '../../../../src/domain/ids.ts';
import { run } from '../../../../src/engine/statement.ts';
import { COUNT_DELIVERIES, MEASURE_ATTEMPTS } from '../sql/statistics.ts';
import type { WebhookDeliveryCounts, WebhookStatistics } from '../webhook-types.ts';
import type { Store } from './store.ts';
import { targetIdOf } from './target-registry.ts';

const WINDOW_MS = 86_400_000;
const TIMEOUT_MS = 10_000;

interface CountRow {
  readonly event_type: string;
  readonly webhook_id: Uuid;
  readonly uid: string | null;
  readonly total: number;
  readonly delivered: number;
  readonly failed: number;
  readonly dead_letter: number;
}

const NOTHING: WebhookDeliveryCounts = {
  totalDeliveries: 0,
  successfulDeliveries: 0,
  failedDeliveries: 0,
  deadLetterDeliveries: 0,
};

/** What is shown where nothing is counted. */
export const NO_STATISTICS: WebhookStatistics = {
  ...NOTHING,
  averageResponseTime: 0,
  successRate: 1,
  byEventType: {},
  byTarget: {},
};

type StatisticsStore = Pick<Store, 'upkeepPool' | 'tenantId' | 'clock'>;

export async function readStatistics(store: StatisticsStore): Promise<WebhookStatistics> {
  const { upkeepPool, tenantId, clock } = store;
  const values = [tenantId, uuidFloor(clock.now() - WINDOW_MS)];
  return await inSnapshot(upkeepPool, tenantId, TIMEOUT_MS, async (snapshot) => {
    const rows = await run<CountRow>(snapshot, COUNT_DELIVERIES, values);
    const [measured] = await run<{ average_ms: number }>(snapshot, MEASURE_ATTEMPTS, values);
    return toStatistics(rows, measured?.average_ms ?? 0);
  });
}

function toStatistics(rows: readonly CountRow[], averageResponseTime: number): WebhookStatistics {
  const all = rows.reduce(add, NOTHING);
  const finished = all.successfulDeliveries + all.deadLetterDeliveries;
  return {
    ...all,
    averageResponseTime,
    successRate: finished === 0 ? 1 : all.successfulDeliveries / finished,
    byEventType: sumBy(rows, (row) => row.event_type),
    byTarget: sumBy(rows, (row) => targetIdOf(row.uid, row.webhook_id)),
  };
}

function sumBy(
  rows: readonly CountRow[],
  keyOf: (row: CountRow) => string,
): Record<string, WebhookDeliveryCounts> {
  const sums = new Map<string, WebhookDeliveryCounts>();
  for (const row of rows) sums.set(keyOf(row), add(sums.get(keyOf(row)) ?? NOTHING, row));
  return Object.fromEntries(sums);
}

function add(sum: WebhookDeliveryCounts, row: CountRow): WebhookDeliveryCounts {
  return {
    totalDeliveries: sum.totalDeliveries + row.total,
    successfulDeliveries: sum.successfulDeliveries + row.delivered,
    failedDeliveries: sum.failedDeliveries + row.failed,
    deadLetterDeliveries: sum.deadLetterDeliveries + row.dead_letter,
  };
}
