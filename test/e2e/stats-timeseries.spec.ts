import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toPublicId } from '../../src/domain/ids.ts';
import type { StatsSeriesJson } from '../../src/stats/series-answers.ts';
import { addAttempts } from '../support/attempt-rows.ts';
import { countSeries, readAttempts, type AttemptFact } from '../support/counted-series.ts';
import { addDeliveries, nextId } from '../support/delivery-rows.ts';
import { DEFAULT_TENANT } from '../support/engine-harness.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { rollUp } from '../support/roll-up.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const HOUR_MS = 3_600_000;
const OTHER_TENANT = '01980000-0000-7000-8000-000000000002';
const INTERVALS = ['minute', 'hour', 'day'] as const;
const PAST = 900;
const EVENTS = 300;
const pastWebhooks = [nextId(), nextId()];

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  let requests = 0;
  receiver = await startReceiver(({ path }) => {
    requests += 1;
    return {
      status: path.includes('never') || (path.includes('sometimes') && requests % 3 === 0) ? 503 : 204,
    };
  });
  app = await startTestApp();
  for (const table of ['attempts', 'finished_deliveries'])
    await app.database.query(`select ensure_partition($1, current_date - 1)`, [table]);
  await addPast();
  await rollUp(app.database);
  await subscribe('always', {});
  await subscribe('sometimes', { retry: { schedule_ms: [20, 20, 20], jitter: 0 } });
  await subscribe('never', { retry: { schedule_ms: [20], jitter: 0 } });
  await subscribe('shadow', { mode: 'shadow' });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

async function subscribe(uid: string, more: object): Promise<void> {
  const made = await app.post('/api/webhooks', { uid, url: `${receiver.url}${uid}`, ...more });
  expect(made.status).toBe(201);
}

/** A day of two tenants' attempts, of every kind, before the present, by webhooks that are deleted since. */
async function addPast(): Promise<void> {
  await app.database.query(
    `insert into webhooks (id, tenant_id, name, url, retry, deleted_at)
     select id, $2, '', 'http://127.0.0.1:9/', '{}', now() from unnest($1::uuid[]) id`,
    [pastWebhooks, DEFAULT_TENANT],
  );
  const plans = Array.from({ length: PAST }, (_, n) => ({
    status: 'delivered' as const,
    madeAt: Date.now() - 120_000 - Math.floor((20 * HOUR_MS * (PAST - n)) / PAST),
    webhookId: pastWebhooks[n % 2] ?? '',
    eventType: `past.${n % 60}`,
    tenantId: n % 3 === 0 ? OTHER_TENANT : DEFAULT_TENANT,
  }));
  const ids = await addDeliveries(app.database, plans);
  await addAttempts(
    app.database,
    plans.map((plan, n) => ({
      ...plan,
      deliveryId: ids[n] ?? '',
      durationMs: (n * 53) % 2_000,
      errorType: [null, null, 'http_status', 'dns_error', 'interrupted'][n % 5] ?? null,
      isStale: n % 13 === 0,
    })),
  );
}

async function publishAll(): Promise<void> {
  for (let start = 0; start < EVENTS; start += 50) {
    const events = Array.from({ length: 50 }, (_, n) => ({ type: `live.${n % 7}`, data: {} }));
    expect((await app.post('/api/events/batch', { events })).status).toBe(202);
  }
}

async function ask(query: string): Promise<StatsSeriesJson> {
  const answer = await app.get(`/api/stats/timeseries?${query}`);
  expect(answer.status).toBe(200);
  return answer.body as StatsSeriesJson;
}

const facts = async (): Promise<AttemptFact[]> => await readAttempts(app.database, DEFAULT_TENANT);
const day = (): string => `created_after=${new Date(Date.now() - 20 * HOUR_MS).toISOString()}`;

describe('200', () => {
  it('counts what the rows say, before and behind the mark, while deliveries, retries and roll-ups are under way', async () => {
    const publishing = publishAll();
    const seen: number[] = [];
    await eventually('all is finished', async () => {
      const series = await ask(`interval=hour&${day()}`);
      // Counts of one moment: its parts agree, and it never goes back.
      const sum = series.data.reduce((total, bucket) => total + bucket.count, 0);
      expect(sum).toBe(series.attempts.count);
      expect(series.by_webhook.data.reduce((total, group) => total + group.count, 0)).toBe(sum);
      expect(sum).toBeGreaterThanOrEqual(seen.at(-1) ?? 0);
      seen.push(sum);
      await rollUp(app.database);
      const [left] = await app.database.query<{ left: number }>(
        'select count(*)::int as left from live_deliveries',
      );
      const [made] = await app.database.query<{ made: number }>(
        'select count(*)::int as made from finished_deliveries',
      );
      return left?.left === 0 && made?.made === PAST + 4 * EVENTS;
    });
    await publishing;
    const rows = await facts();
    expect(rows.filter(({ outcome }) => outcome === 'shadowed')).toHaveLength(EVENTS);
    for (const interval of INTERVALS) {
      const series = await ask(`interval=${interval}&${day()}`);
      expect(series).toEqual(countSeries(rows, interval, series));
      expect(series.attempts.failed).toBeGreaterThanOrEqual(2 * EVENTS);
    }
  }, 120_000);

  it('is the same where nothing has been counted yet, and once the duty has', async () => {
    await app.database.query('truncate stats_mark, attempt_stats');
    const uncounted = await ask(`interval=hour&${day()}`);
    expect(uncounted).toEqual(countSeries(await facts(), 'hour', uncounted));
    await eventually('the duty has counted what is old enough', async () => {
      await app.duties.rollUpStats();
      return (await app.database.query('select from stats_mark')).length === 1;
    });
    const counted = await ask(`interval=hour&${day()}`);
    expect(counted).toEqual(countSeries(await facts(), 'hour', counted));
  });

  it('counts one webhook or one event type alone', async () => {
    const rows = await facts();
    const [webhookId = ''] = pastWebhooks;
    const ofWebhook = await ask(`interval=hour&${day()}&webhook_id=${toPublicId('webhook', webhookId)}`);
    const own = rows.filter((row) => row.webhook_id === webhookId);
    expect(ofWebhook).toEqual(countSeries(own, 'hour', ofWebhook));
    expect(ofWebhook.attempts.count).toBeGreaterThan(100);
    const ofType = await ask(`interval=day&${day()}&event_type=live.3`);
    const typed = rows.filter((row) => row.event_type === 'live.3');
    expect(ofType).toEqual(countSeries(typed, 'day', ofType));
    expect(ofType.attempts.count).toBeGreaterThan(0);
  });

  it('is of the last hour, the last day and the last 30 days, where nothing is said', async () => {
    for (const [interval, buckets] of [
      ['minute', 61],
      ['hour', 25],
      ['day', 31],
    ] as const) {
      const { data } = await ask(`interval=${interval}`);
      expect([buckets, buckets - 1]).toContain(data.length);
    }
  });

  it('is all zeros for what is not there', async () => {
    const series = await ask('interval=hour&event_type=nothing');
    expect(series.attempts).toEqual({ count: 0, succeeded: 0, failed: 0 });
    expect(series.data.every(({ count, average_ms: average }) => count === 0 && average === null)).toBe(true);
    expect(series.by_webhook).toEqual({ data: [], others: 0 });
  });
});

describe('404', () => {
  it('for a webhook that the tenant has not', async () => {
    expect((await app.get('/api/stats/timeseries?webhook_id=nobody')).status).toBe(404);
  });
});

describe('422', () => {
  it.each([
    'interval=week',
    'interval=hour&created_after=yesterday',
    'interval=minute&created_after=2026-01-01T00:00:00Z&created_before=2026-01-03T00:00:00Z',
    'interval=hour&created_after=2020-01-01T00:00:00Z&created_before=2020-01-02T00:00:00Z',
    'interval=hour&webhook_id=a%20b',
    'interval=hour&page=2',
  ])('for %j', async (query) => {
    const answer = await app.get(`/api/stats/timeseries?${query}`);
    expect(answer.status).toBe(422);
  });
});
