import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { createPool } from '../../src/database/session.ts';
import { toPublicId, type Uuid } from '../../src/domain/ids.ts';
import { toStatsSummaryJson, toWebhookStatsJson } from '../../src/stats/stats-json.ts';
import { StatsRepository } from '../../src/stats/stats.repository.ts';
import { addAttempts, type AttemptRowPlan } from '../support/attempt-rows.ts';
import { countStats, type CountedDelivery } from '../support/counted-stats.ts';
import { addDeliveries, nextId, type RowStatus } from '../support/delivery-rows.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const SPAN_MS = 20 * 3_600_000;
const STATUSES: readonly RowStatus[] = [
  'pending',
  'in_progress',
  'retrying',
  'delivered',
  'dead_letter',
  'cancelled',
  'shadowed',
];
const OTHER_TENANT = '01980000-0000-7000-8000-000000000002';
/** The first is paused, the last is in no table. */
const webhookIds: readonly Uuid[] = Array.from({ length: 3 }, nextId);
const isPaused = (id: Uuid): boolean => id === webhookIds[0];
const LIVE: readonly RowStatus[] = ['pending', 'in_progress', 'retrying'];

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  const session = { schema: 'posthorn', role: 'app', applicationName: 'stats' } as const;
  const limits = { connectionsMax: 1, statementTimeoutMs: 10_000, lockTimeoutMs: 2_000 };
  pool = createPool(database.url, { ...session, ...limits, isPlannerPinned: false }, () => undefined);
  await database.query(
    `insert into webhooks (id, tenant_id, name, url, retry, paused_at)
     select id, $2, '', 'http://127.0.0.1:9/', '{}', case when place = 1 then now() end
     from unnest($1::uuid[]) with ordinality as g(id, place) where place < 3`,
    [webhookIds, DEFAULT_TENANT],
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Moments are told in ms from the beginning of the span; the queue's reach an hour beyond its end, which is now. */
const moment = fc.integer({ min: 0, max: SPAN_MS - 1 });
const attempt = fc.record({
  delayMs: fc.integer({ min: 0, max: 60_000 }),
  durationMs: fc.integer({ min: 0, max: 5_000 }),
  errorType: fc.constantFrom(null, null, 'http_status', 'timeout_error', 'dns_error', 'interrupted'),
  isStale: fc.boolean(),
});
const delivery = fc.record({
  status: fc.constantFrom(...STATUSES),
  madeAt: moment,
  webhookId: fc.constantFrom(...webhookIds),
  eventType: fc.constantFrom('a', 'B', 'a.b'),
  isOwn: fc.boolean(),
  moment: fc.integer({ min: 0, max: SPAN_MS + 3_600_000 }),
  attempts: fc.array(attempt, { maxLength: 3 }),
});
const plans = fc.array(delivery, { maxLength: 40 });
const range = fc.tuple(moment, moment).filter(([one, other]) => one !== other);
const rowsMax = fc.oneof(fc.constant(1_000), fc.integer({ min: 0, max: 30 }));

type Plan = typeof delivery extends fc.Arbitrary<infer T> ? T : never;

async function insert(planned: readonly Plan[], start: number) {
  await database.query('truncate live_deliveries, finished_deliveries, attempts');
  const withTimes = planned.map((plan) => ({
    status: plan.status,
    madeAt: start + plan.madeAt,
    webhookId: plan.webhookId,
    eventType: plan.eventType,
    tenantId: plan.isOwn ? DEFAULT_TENANT : OTHER_TENANT,
    ...(LIVE.includes(plan.status)
      ? { nextAttemptAt: start + plan.moment }
      : { completedAt: start + Math.max(plan.moment, plan.madeAt + 300_000) }),
  }));
  const ids = await addDeliveries(database, withTimes);
  const rows: (CountedDelivery & { tenantId: Uuid })[] = withTimes.map((row, n) => ({
    ...row,
    id: ids[n] ?? '',
  }));
  const attempts: AttemptRowPlan[] = planned.flatMap((plan, n) =>
    plan.attempts.map(({ delayMs, ...made }) => ({
      ...made,
      deliveryId: ids[n] ?? '',
      webhookId: plan.webhookId,
      tenantId: plan.isOwn ? DEFAULT_TENANT : OTHER_TENANT,
      madeAt: start + plan.madeAt + delayMs,
    })),
  );
  await addAttempts(database, attempts);
  return { rows, attempts };
}

const without = (json: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)));

describe('the statistics of any rows', () => {
  it('are what counting them one by one gives, of the tenant and of each webhook', async () => {
    await fc.assert(
      fc.asyncProperty(plans, range, rowsMax, async (planned, [one, other], max) => {
        const start = Date.now() - SPAN_MS;
        const { rows, attempts } = await insert(planned, start);
        const repository = new StatsRepository(pool, {
          rowsMax: max,
          keptDays: { minute: 7, hour: 90, day: 730 },
        });
        const window = { after: start + Math.min(one, other), before: start + Math.max(one, other) };
        const counting = { ...window, rowsMax: max, isPaused };
        const now = Date.now();
        const own = rows.filter(({ tenantId }) => tenantId === DEFAULT_TENANT);
        const summary = await repository.measure({ tenantId: DEFAULT_TENANT, webhookId: null }, window, now);
        const counted = countStats(own, attempts, counting);
        expect(toStatsSummaryJson(summary)).toEqual(
          without(counted, ['last_delivered_at', 'last_failure_at']),
        );
        for (const webhookId of webhookIds) {
          const ofWebhook = own.filter((row) => row.webhookId === webhookId);
          const record = await repository.measure({ tenantId: DEFAULT_TENANT, webhookId }, window, now);
          const stats = without(countStats(ofWebhook, attempts, counting), ['by_webhook']);
          expect(toWebhookStatsJson({ ...record, webhookId })).toEqual({
            webhook_id: toPublicId('webhook', webhookId),
            ...stats,
          });
        }
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});
