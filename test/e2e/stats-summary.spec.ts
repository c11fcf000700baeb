import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { durationBoundMs } from '../../src/domain/stats/duration-bounds.ts';
import { fromPublicId, toPublicId, type Uuid } from '../../src/domain/ids.ts';
import type { StatsSummaryJson } from '../../src/stats/stats-answers.ts';
import { addDeliveries, nextId, type RowStatus } from '../support/delivery-rows.ts';
import { eventually } from '../support/eventually.ts';
import { countLists, type ListedStats } from '../support/listed-stats.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const RETRY = { max_attempts: 2, initial_delay_ms: 10 };

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver(({ path }) => ({ status: path.startsWith('/bad') ? 503 : 204, delayMs: 3 }));
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const read = async (path: string, tenant = 'default') => {
  const answer = await app.get(path).set('Posthorn-Tenant', tenant);
  expect({ status: answer.status, text: answer.status === 200 ? '' : answer.text }).toEqual({
    status: 200,
    text: '',
  });
  return answer.body as unknown;
};
const summarize = async (query = '', tenant?: string): Promise<StatsSummaryJson> =>
  (await read(`/api/stats/summary${query}`, tenant)) as StatsSummaryJson;
const subscribe = async (type: string, more: object = {}): Promise<string> => {
  const body = { uid: type, url: `${receiver.url}${type}`, events: [type], ...more };
  const created = await app.post('/api/webhooks', body);
  return (created.body as { id: string }).id;
};
const publish = async (type: string, count: number): Promise<void> => {
  const events = Array.from({ length: count }, (_, number) => ({ type, data: { number } }));
  expect((await app.post('/api/events/batch', { events })).status).toBe(202);
};
const hasStatus = async (status: string, query: string, count: number): Promise<void> => {
  await eventually(`${count} are ${status}`, async () => {
    const list = await app.get(`/api/deliveries?status=${status}&${query}`);
    return (list.body as { data: object[] }).data.length === count;
  });
};

/** Deliveries of every end, and some without one. */
async function deliverAll(): Promise<void> {
  await subscribe('good');
  await subscribe('bad', { retry: RETRY });
  await subscribe('bad.later', { retry: { schedule_ms: [86_400_000], jitter: 0 } });
  await subscribe('held');
  await app.post('/api/webhooks/held/pause');
  await publish('good', 7);
  await publish('bad', 3);
  await publish('bad.later', 4);
  await publish('held', 5);
  await hasStatus('delivered', 'event_type=good', 7);
  await hasStatus('dead_letter', 'event_type=bad', 3);
  await hasStatus('retrying', 'event_type=bad.later', 4);
  const held = (await app.get('/api/deliveries?event_type=held&limit=2')).body as { data: { id: string }[] };
  for (const { id } of held.data) expect((await app.post(`/api/deliveries/${id}/cancel`)).status).toBe(200);
}

describe('200: before anything is published', () => {
  it('is all zeros, and null where there is nothing to divide by', async () => {
    const statuses = [
      'pending',
      'in_progress',
      'retrying',
      'rate_limited',
      'delivered',
      'dead_letter',
      'cancelled',
      'shadowed',
    ];
    expect(await summarize()).toEqual({
      created_after: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as unknown,
      created_before: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as unknown,
      is_partial: false,
      total: 0,
      by_status: Object.fromEntries(statuses.map((status) => [status, 0])),
      success_rate: null,
      attempts: {
        count: 0,
        succeeded: 0,
        failed: 0,
        average_ms: null,
        p50_ms: null,
        p95_ms: null,
        p99_ms: null,
      },
      by_event_type: { data: [], others: 0 },
      by_webhook: { data: [], others: 0 },
      by_error_type: { data: [], others: 0 },
      queue_depth: 0,
      oldest_due_at: null,
    });
  });
});

describe('200: after deliveries of every end', () => {
  let listed: ListedStats;
  beforeAll(async () => {
    await deliverAll();
    listed = await countLists(app, '');
  });

  it('agrees with the lists of deliveries', async () => {
    const stats = await summarize();
    expect(stats).toMatchObject(listed.stats);
    expect(stats.by_status).toMatchObject({
      delivered: 7,
      dead_letter: 3,
      retrying: 4,
      pending: 3,
      cancelled: 2,
    });
    expect(stats).toMatchObject({
      is_partial: false,
      total: 19,
      success_rate: 7 / 12,
      queue_depth: 7,
      oldest_due_at: null,
      by_error_type: { data: [{ error_type: 'http_status', count: 10 }], others: 0 },
    });
  });

  it('tells how long attempts took, in order', async () => {
    const { attempts } = await summarize();
    const { durations } = listed;
    const sum = durations.reduce((total, duration) => total + duration, 0);
    expect(attempts.average_ms).toBeCloseTo(sum / durations.length, 2);
    const [half = 0, most = 0] = [durations[8], durations[16]].map((ms) => durationBoundMs(ms ?? 0));
    expect(attempts).toMatchObject({ p50_ms: half, p95_ms: most, p99_ms: most });
  });

  it('counts what was made within the window that is asked for, and names it', async () => {
    const { created_before: end } = await summarize();
    const before = await summarize(`?created_before=${new Date(Date.parse(end) - 3_600_000).toISOString()}`);
    expect(before).toMatchObject({ total: 0, attempts: { count: 0 }, queue_depth: 7 });
    const span = Date.parse(before.created_before) - Date.parse(before.created_after);
    expect(span).toBe(86_400_000);
    const again = await summarize(`?created_after=${before.created_before}&created_before=${end}`);
    expect(again).toMatchObject({ total: 19, created_after: before.created_before, created_before: end });
  });

  it('begins with the hour where minutes are no longer kept, with the day where hours are not, and says so', async () => {
    const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
    const begins = async (after: string, before: string): Promise<[string, string]> => {
      const answer = await summarize(`?created_after=${after}&created_before=${before}`);
      return [answer.created_after, answer.created_before];
    };
    const [recent, hours, days] = [ago(5), ago(20), ago(100)];
    const end = ago(1);
    expect(await begins(recent, end)).toEqual([recent, end]);
    expect(await begins(hours, end)).toEqual([`${hours.slice(0, 13)}:00:00.000Z`, end]);
    const later = ago(80);
    expect(await begins(days, later)).toEqual([`${days.slice(0, 10)}T00:00:00.000Z`, later]);
  });

  it('shows a tenant nothing of another', async () => {
    await addTenant(app, 'acme');
    expect(await summarize('', 'acme')).toMatchObject({
      total: 0,
      attempts: { count: 0 },
      by_webhook: { data: [] },
      queue_depth: 0,
    });
  });
});

describe('200: of many groups', () => {
  it('lists the 50 with the most, equal ones by name, and counts the others', async () => {
    const tenantId = await addTenant(app, 'varied');
    const of = (n: number): { status: RowStatus; tenantId: Uuid; eventType: string } => ({
      status: n % 2 === 0 ? 'delivered' : 'pending',
      tenantId,
      eventType: `t.${String(n).padStart(2, '0')}`,
    });
    const webhookId = nextId();
    const rows = Array.from({ length: 60 }, (_, n) => of(n)).map((row) => ({ ...row, webhookId }));
    await addDeliveries(app.database, [...rows, ...rows.slice(55), ...rows.slice(58)]);
    const { by_event_type: types, by_webhook: webhooks, total } = await summarize('', 'varied');
    expect(total).toBe(67);
    expect(types.data).toHaveLength(50);
    expect(types.others).toBe(10);
    const names = types.data.map(({ event_type: name, total: count }) => `${name} ${count}`);
    expect(names.slice(0, 6)).toEqual(['t.58 3', 't.59 3', 't.55 2', 't.56 2', 't.57 2', 't.00 1']);
    expect(webhooks).toMatchObject({
      data: [{ webhook_id: toPublicId('webhook', webhookId), total: 67 }],
      others: 0,
    });
    expect(fromPublicId('webhook', webhooks.data[0]?.webhook_id ?? '')).toBe(webhookId);
  });
});

describe('404', () => {
  it('for a tenant that there is not', async () => {
    expect((await app.get('/api/stats/summary').set('Posthorn-Tenant', 'nobody')).status).toBe(404);
  });
});

describe('422', () => {
  it.each([
    ['created_after=yesterday', 'created_after'],
    ['created_before=2026-02-30T00:00:00Z', 'created_before'],
    ['created_after=2026-01-02T00:00:00Z&created_before=2026-01-01T00:00:00Z', 'created_after'],
    ['created_after=2026-01-01T00:00:00Z&created_before=2026-02-01T00:00:00.001Z', 'created_after'],
    ['created_after=9000-01-01T00:00:00Z', 'created_after'],
    ['limit=10', 'limit'],
    ['cursor=x', 'cursor'],
  ])('for %s', async (query, path) => {
    expect((await app.get(`/api/stats/summary?${query}`)).body).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [{ path }],
    });
  });
});

describe('503', () => {
  it('says what to ask for instead when counting takes too long', async () => {
    const holder = app.database.client();
    await holder.connect();
    await holder.query('begin; lock table posthorn.finished_deliveries in access exclusive mode');
    let isAnswered = false;
    const request = app.get('/api/stats/summary').then((answer) => {
      isAnswered = true;
      return answer;
    });
    // The server ends it as its own time limit would; what else waits for the table may be ended with it.
    await eventually('the request is answered', async () => {
      await app.database.query(
        `select pg_cancel_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%finished_deliveries%'`,
      );
      return isAnswered;
    }).finally(async () => {
      await holder.end();
    });
    const answer = await request;
    expect(answer.body).toMatchObject({ status: 503, code: 'unavailable' });
    expect((answer.body as { detail: string }).detail).toContain('ask for a shorter one');
    expect(answer.headers['retry-after']).toBe('10');
    expect((await app.get('/api/stats/summary')).status).toBe(200);
  });
});
