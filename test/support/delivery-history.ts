import type { Uuid } from '../../src/domain/ids.ts';
import { addDeliveries, nextId, type DeliveryRowPlan, type RowStatus } from './delivery-rows.ts';
import { DEFAULT_TENANT } from './engine-harness.ts';
import type { TestDatabase } from './test-database.ts';

const OTHER_TENANT: Uuid = '01980000-0000-7000-8000-000000000002';
const WEBHOOKS = 50;
const TYPES = 20;
const DELIVERIES_OF_EVENT = 10;
const BATCH = 10_000;

/** Deliveries of two tenants, in turns of fifty: one row in fifty has failed, and the newest may still wait. */
export interface DeliveryHistory {
  /** All of them, oldest first. */
  readonly ids: readonly Uuid[];
  readonly webhookIds: readonly Uuid[];
  readonly eventIds: readonly Uuid[];
}

/**
 * @param count of the two tenants together
 * @param liveCount how many of these, the newest, are still in the queue
 */
export async function addDeliveryHistory(
  database: Pick<TestDatabase, 'query'>,
  count: number,
  liveCount: number,
): Promise<DeliveryHistory> {
  const webhookIds = Array.from({ length: WEBHOOKS }, nextId);
  const eventIds = Array.from({ length: Math.ceil(count / DELIVERIES_OF_EVENT) }, nextId);
  const planOf = (n: number): DeliveryRowPlan => ({
    ...outcomeOf(n, n >= count - liveCount),
    webhookId: webhookIds[n % WEBHOOKS] ?? '',
    eventId: eventIds[Math.floor(n / DELIVERIES_OF_EVENT)] ?? '',
    eventType: `type.${n % TYPES}`,
    tenantId: Math.floor(n / WEBHOOKS) % 2 === 0 ? DEFAULT_TENANT : OTHER_TENANT,
  });
  const ids: Uuid[] = [];
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start);
    ids.push(
      ...(await addDeliveries(
        database,
        Array.from({ length: size }, (_, offset) => planOf(start + offset)),
      )),
    );
  }
  return { ids, webhookIds, eventIds };
}

function outcomeOf(
  n: number,
  isLive: boolean,
): Pick<DeliveryRowPlan, 'status' | 'errorType' | 'responseStatus'> {
  const hasFailed = n % WEBHOOKS === 7;
  const status: RowStatus = isLive
    ? hasFailed
      ? 'retrying'
      : 'pending'
    : hasFailed
      ? 'dead_letter'
      : 'delivered';
  return hasFailed ? { status, errorType: 'http_status', responseStatus: 503 } : { status };
}
