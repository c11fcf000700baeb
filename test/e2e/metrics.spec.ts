import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cutOff } from '../support/database-outage.ts';
import { eventually } from '../support/eventually.ts';
import { nonZero, parseExposition, type Exposition } from '../support/exposition.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../support/test-app.ts';

interface Count {
  readonly name: string;
  readonly count: number;
}

async function scrape(app: TestApp): Promise<Exposition> {
  const answer = await app.get('/metrics');
  expect(answer.status).toBe(200);
  return parseExposition(answer.text);
}

/** What a query counts, in the form of `nonZero`: its `name` is the text of the labels. */
async function countRows(app: TestApp, query: string): Promise<Record<string, number>> {
  const rows = await app.database.query<Count>(query);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

describe('the metrics of what happened', () => {
  let app: TestApp;
  let receiver: Receiver;
  let metrics: Exposition;
  let text: string;
  const secretive: string[] = [];

  async function subscribe(uid: string, more: object = {}): Promise<void> {
    const url = `${receiver.url}${uid}`;
    const made = await app.post('/api/webhooks', { uid, url, events: [uid], ...more });
    expect(made.status).toBe(201);
    const { id, tenant_id } = made.body as { id: string; tenant_id: string };
    secretive.push(id, id.slice(3), uid, url, tenant_id);
  }

  async function publish(type: string, more: object = {}): Promise<string> {
    const published = await app.post('/api/events', { type, data: { sensitive: 'content' }, ...more });
    expect(published.status).toBe(202);
    return (published.body as { id: string }).id;
  }

  const finishedCount = async (): Promise<number> =>
    total(await countRows(app, `select 'all' as name, count(*)::int from finished_deliveries`));

  beforeAll(async () => {
    receiver = await startReceiver(({ path }) => ({ status: path.includes('refusing') ? 500 : 204 }));
    app = await startTestApp();
    await subscribe('answering-hook');
    await subscribe('refusing-hook', { retry: { schedule_ms: [20, 20], jitter: 0 } });
    await subscribe('unreachable-hook', {
      url: 'http://127.0.0.1:1/',
      retry: { schedule_ms: [20], jitter: 0 },
    });
    await subscribe('paused-hook');
    await app.post('/api/webhooks/paused-hook/pause');

    for (let index = 0; index < 3; index += 1) await publish('answering-hook');
    for (let index = 0; index < 2; index += 1) await publish('refusing-hook');
    await publish('unreachable-hook');
    await publish('nobodys-type');
    const keyed = { idempotency_key: 'key-of-mine' };
    expect(await publish('answering-hook', keyed)).toBe(await publish('answering-hook', keyed));
    const events = Array.from({ length: 4 }, () => ({ type: 'answering-hook', data: {} }));
    expect((await app.post('/api/events/batch', { events })).status).toBe(202);
    const paused = await publish('paused-hook');
    // Another process has changed a subscription since this one looked: the fan-out is left to the relay.
    await app.database.query('update subscription_versions set version = version + 1');
    await publish('answering-hook');
    secretive.push('key-of-mine', 'sensitive', 'nobodys-type', paused);
    await eventually('all but the paused one is finished', async () => (await finishedCount()) === 12);
    const list = await app.get(`/api/events/${paused}/deliveries`);
    const [waiting] = (list.body as { data: { id: string }[] }).data;
    expect((await app.post(`/api/deliveries/${waiting?.id ?? ''}/cancel`)).status).toBe(200);
    await publish('paused-hook');
    metrics = await eventually('the process knows of each record', async () => {
      const seen = await scrape(app);
      const isAllThere = total(nonZero(seen, 'posthorn_deliveries_finished_total')) === 13;
      return isAllThere && seen.values.get('posthorn_queue_depth{status="pending"}') === 1 && seen;
    });
    ({ text } = await app.get('/metrics'));
  });
  afterAll(async () => {
    await app.close();
    await receiver.close();
  });

  it('are in the format of Prometheus, for everyone who can reach the port', async () => {
    const answer = await app.get('/metrics').set('Host', 'elsewhere.example');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('count the attempts of the table, by error type', async () => {
    const attempts = await countRows(
      app,
      `select format('{error_type="%s"}', coalesce(error_type, 'none')) as name, count(*)::int
       from attempts group by error_type`,
    );
    expect(attempts).toEqual({
      '{error_type="none"}': 9,
      '{error_type="http_status"}': 6,
      '{error_type="network_error"}': 2,
    });
    expect(nonZero(metrics, 'posthorn_attempts_total')).toEqual(attempts);
  });

  it('measure the attempts of the table', async () => {
    const rows = await app.database.query<{ outcome: string; count: number; seconds: number }>(
      `select outcome::text, count(*)::int, (sum(duration_ms) / 1000.0)::float8 as seconds
       from attempts group by outcome`,
    );
    expect(rows).toHaveLength(2);
    for (const { outcome, count, seconds } of rows) {
      const of = (part: string): number | undefined =>
        metrics.values.get(`posthorn_attempt_duration_seconds_${part}{outcome="${outcome}"}`);
      expect(of('count')).toBe(count);
      expect(of('sum')).toBeCloseTo(seconds, 6);
    }
  });

  it('count the ends of the table, by status and reason', async () => {
    const finished = await countRows(
      app,
      `select format('{reason="%s",status="%s"}', coalesce(reason, 'none'), status) as name, count(*)::int
       from finished_deliveries group by status, reason`,
    );
    expect(Object.keys(finished)).toHaveLength(3);
    expect(nonZero(metrics, 'posthorn_deliveries_finished_total')).toEqual(finished);
    expect(nonZero(metrics, 'posthorn_deliveries_rescheduled_total')).toEqual({ '{reason="retry"}': 5 });
  });

  it('count what was published, and what came of it', async () => {
    expect(nonZero(metrics, 'posthorn_events_published_total')).toEqual({
      '{request="single"}': 11,
      '{request="batch"}': 4,
    });
    expect(await countRows(app, `select 'stored' as name, count(*)::int from events`)).toEqual({
      stored: 15,
    });
    expect(metrics.values.get('posthorn_events_repeated_total')).toBe(1);
    const created = nonZero(metrics, 'posthorn_deliveries_created_total');
    expect(created['{by="relay"}']).toBe(1);
    expect(created['{by="publish"}']).toBeGreaterThanOrEqual(2);
    expect(created['{by="hand_off"}']).toBeGreaterThanOrEqual(1);
    expect(total(created)).toBe(14);
    expect(nonZero(metrics, 'posthorn_events_fanned_out_total')).toEqual({
      '{by="publish"}': 14,
      '{by="relay"}': 1,
    });
  });

  it('measure claims and records', () => {
    const value = (name: string): number => metrics.values.get(`posthorn_${name}`) ?? NaN;
    // Each outcome was recorded once, the one cancelled by request by nobody's attempt.
    expect(value('complete_deliveries_sum')).toBe(9 + 6 + 2);
    expect(value('complete_duration_seconds_count')).toBe(value('complete_deliveries_count'));
    expect(value('claim_duration_seconds_count')).toBe(value('claim_deliveries_count'));
    expect(value('claim_deliveries_count')).toBeGreaterThan(0);
    expect(value('claim_deliveries_sum')).toBeGreaterThanOrEqual(4);
    for (const rare of ['stale_results_total', 'leases_lost_total', 'scrape_errors_total']) {
      expect(value(rare)).toBeGreaterThanOrEqual(0);
    }
  });

  it('count each failure that the log tells of', async () => {
    await eventually('both tell the same', async () => {
      const failures = nonZero(await scrape(app), 'posthorn_engine_failures_total');
      const told = app.complaints.filter((line) => /trying again|could not be renewed/.test(line));
      return total(failures) === told.length;
    });
  });

  it('show the queue, the slots and the pools', () => {
    expect(nonZero(metrics, 'posthorn_queue_depth')).toEqual({ '{status="pending"}': 1 });
    expect(metrics.values.get('posthorn_queue_oldest_due_seconds')).toBe(0);
    expect(metrics.values.get('posthorn_slots_used')).toBe(0);
    expect(metrics.values.get('posthorn_slots_max')).toBe(2_000);
    expect(nonZero(metrics, 'posthorn_database_connections_max')).toEqual({
      '{pool="api"}': expect.any(Number) as unknown,
      '{pool="engine"}': expect.any(Number) as unknown,
    });
    expect(nonZero(metrics, 'posthorn_build_info')).toEqual({
      '{role="all",version="0.1.0"}': 1,
    });
    for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds']) {
      expect(metrics.types.has(name)).toBe(true);
    }
  });

  it('name no tenant, webhook, event or address', async () => {
    expect(secretive.length).toBeGreaterThan(20);
    for (const { id } of await app.database.query<{ id: string }>(
      'select id::text from tenants union all select id::text from webhooks union all select id::text from events',
    )) {
      secretive.push(id);
    }
    expect(secretive.filter((word) => text.includes(word))).toEqual([]);
    expect(text).not.toContain('127.0.0.1');
  });
});

describe('the metrics of an installation', () => {
  it('come from workers too, each counting for itself', async () => {
    const api = await startTestApp({ POSTHORN_ROLE: 'api' });
    const worker = await startTestAppOn(api.database, {
      POSTHORN_ROLE: 'worker',
      POSTHORN_AUTH: 'required',
      POSTHORN_SLOTS: '7',
    });
    const receiver = await startReceiver();
    await api.post('/api/webhooks', { url: receiver.url });
    await api.post('/api/events', { type: 'order.paid', data: {} });
    const ofWorker = await eventually('the worker has recorded its attempt', async () => {
      const seen = await scrape(worker);
      return total(nonZero(seen, 'posthorn_attempts_total')) === 1 && seen;
    });
    const ofApi = await scrape(api);
    expect(ofWorker.values.get('posthorn_slots_max')).toBe(7);
    expect(nonZero(ofWorker, 'posthorn_build_info')).toEqual({ '{role="worker",version="0.1.0"}': 1 });
    expect(nonZero(ofWorker, 'posthorn_events_published_total')).toEqual({});
    expect(nonZero(ofApi, 'posthorn_events_published_total')).toEqual({ '{request="single"}': 1 });
    expect(nonZero(ofApi, 'posthorn_deliveries_created_total')).toEqual({ '{by="publish"}': 1 });
    expect(nonZero(ofApi, 'posthorn_attempts_total')).toEqual({});
    expect(ofApi.types.has('posthorn_slots_max')).toBe(false);
    expect(ofApi.values.get('posthorn_signals_sent_total')).toBe(1);
    expect(ofWorker.values.get('posthorn_signals_received_total')).toBe(1);
    await worker.close();
    await api.close();
    await receiver.close();
  });

  it('tell of the process while the database is gone, and of the queue once it is back', async () => {
    const app = await startTestApp({ POSTHORN_ROLE: 'api' });
    expect((await scrape(app)).values.has('posthorn_queue_oldest_due_seconds')).toBe(true);
    const letIn = await cutOff(app.database, ['posthorn api', 'posthorn api signals']);
    const without = await eventually('the queue is unknown', async () => {
      const seen = await scrape(app);
      return !seen.values.has('posthorn_queue_oldest_due_seconds') && seen;
    });
    expect(without.values.has('posthorn_queue_depth{status="pending"}')).toBe(false);
    expect(without.values.get('posthorn_scrape_errors_total')).toBeGreaterThanOrEqual(1);
    expect(without.values.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    await letIn();
    await eventually('the queue is known again', async () => {
      return (await scrape(app)).values.get('posthorn_queue_depth{status="pending"}') === 0;
    });
    await app.close();
  });
});
