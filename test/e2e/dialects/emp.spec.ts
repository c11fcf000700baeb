import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../../src/domain/ids.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../../support/test-app.ts';

interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly success: boolean;
  readonly data: Record<string, unknown>;
  readonly error?: string;
}

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => ({ status: path === '/gone' ? 410 : 200 }));
  app = await startTestApp({ POSTHORN_DIALECT_PORTS: 'emp@0', POSTHORN_TEST_SENDS_PER_MINUTE: '2' });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

async function call(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Shown> {
  const sent = body && { body: JSON.stringify(body) };
  const type = body && { 'Content-Type': 'application/json' };
  const answer = await fetch(`${app.dialectUrls[0] ?? ''}${path}`, {
    method,
    headers: { ...type, ...headers },
    ...sent,
  });
  return { ...((await answer.json()) as Shown), status: answer.status, headers: answer.headers };
}
const create = async (body: object = {}): Promise<string> => {
  const made = await call('POST', '/webhooks', { url: receiver.url, events: ['job.failed'], ...body });
  if (made.status !== 201) throw new Error(made.error);
  return String(made.data.id);
};

describe('POST /webhooks', () => {
  it('makes one for an idempotency key, and answers it again', async () => {
    const headers = { 'Idempotency-Key': 'emp-1' };
    const body = { url: receiver.url, events: ['job.failed'], filters: { machine_ids: ['a*'] } };
    const [first, again] = [
      await call('POST', '/webhooks', body, headers),
      await call('POST', '/api/webhooks', body, headers),
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.data).toEqual(first.data);
    expect([first, again].map((answer) => answer.headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    const other = await call('POST', '/webhooks', { ...body, active: false }, headers);
    expect([other.status, other.success]).toEqual([422, false]);
  });

  it('leaves an audit row like the native API', async () => {
    const id = await create();
    const audit = await app.get(`/api/audit?object_id=${id}`);
    expect(audit.body).toMatchObject({ data: [{ action: 'webhook.created', object_id: id }] });
  });

  it.each([
    [{ url: 'http://10.0.0.1/' }, /url must not name an address that is refused here/],
    [{ events: [] }, /events must contain at least 1 elements/],
    [{ events: ['job failed'] }, /events\[0\] must be an event type/],
    [{ secret: '' }, /secret must be 1 to 512 characters long/],
    [{ headers: { 'X-Webhook-ID': 'x' } }, /headers\.X-Webhook-ID/],
    [{ retry_config: { max_attempts: 51 } }, /retry_config\.max_attempts must not be greater than 50/],
    [{ filters: { job_types: 'a' } }, /filters\.job_types must be an array/],
    [{ filters: { custom_filters: { 'a..b': 1 } } }, /filters\.custom_filters must not have an empty name/],
    [{ filters: { custom_filters: { a: 'x'.repeat(5_000) } } }, /must take at most 4096 bytes/],
    [{ description: 'x' }, /description unknown field/],
  ])('refuses %j', async (body, error) => {
    const made = await call('POST', '/webhooks', { url: receiver.url, events: ['job.failed'], ...body });
    expect([made.status, made.success]).toEqual([422, false]);
    expect(made.error).toMatch(error);
  });
});

describe('PUT /webhooks/:id', () => {
  it('changes a retry configuration member by member, and takes null for the defaults', async () => {
    const id = await create({ retry_config: { initial_delay_ms: 60_000 } });
    const retry = async (config: object | null): Promise<unknown> =>
      (await call('PUT', `/webhooks/${id}`, { retry_config: config })).data.retry_config;
    const standard = {
      max_attempts: 3,
      initial_delay_ms: 1_000,
      backoff_multiplier: 2,
      max_delay_ms: 30_000,
    };
    // Longer than the longest delay: that grows with it.
    expect(await retry({})).toEqual({ ...standard, initial_delay_ms: 60_000, max_delay_ms: 60_000 });
    expect(await retry({ backoff_multiplier: 3 })).toMatchObject({
      initial_delay_ms: 60_000,
      backoff_multiplier: 3,
    });
    expect(await retry(null)).toEqual(standard);
  });

  it('takes filters away by null, and leaves those that the native API has given', async () => {
    const id = await create({ filters: { job_types: ['a'] } });
    expect((await call('PUT', `/webhooks/${id}`, { filters: null })).data).not.toHaveProperty('filters');
    const filter = { 'data.n': { $gt: 1 } };
    await app.patch(`/api/webhooks/${id}`, { filter, retry: { schedule_ms: [5] } });
    const changed = await call('PUT', `/webhooks/${id}`, { events: ['job.*'] });
    expect(changed.data).toMatchObject({ events: ['job.*'] });
    expect(changed.data).not.toHaveProperty('filters');
    expect(changed.data).not.toHaveProperty('retry_config');
    expect((await app.get(`/api/webhooks/${id}`)).body).toMatchObject({
      filter,
      retry: { schedule_ms: [5] },
    });
  });

  it('makes active again what its receiver has disabled', async () => {
    const native = await app.post('/api/webhooks', { url: `${receiver.url}gone`, events: ['gone'] });
    const { id } = native.body as { id: string };
    await app.post('/api/events', { type: 'gone', data: {} });
    const isActive = async (): Promise<unknown> => (await call('GET', `/webhooks/${id}`)).data.active;
    await eventually('it is disabled', async () => (await isActive()) === false);
    expect((await call('PUT', `/webhooks/${id}`, { active: true })).data).toMatchObject({ id, active: true });
    expect(await isActive()).toBe(true);
  });
});

describe('POST /webhooks/:id/test', () => {
  it('is counted with the tests of the native API', async () => {
    const id = await create();
    expect((await app.post(`/api/webhooks/${id}/test`)).status).toBe(200);
    expect((await call('POST', `/webhooks/${id}/test`)).status).toBe(200);
    const third = await call('POST', `/webhooks/${id}/test`);
    expect([third.status, third.success]).toEqual([429, false]);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(third.headers.get('ratelimit')).toContain('"test-sends";r=0');
  });
});

describe('statistics', () => {
  it('leave out what was cancelled', async () => {
    const id = await create({ events: ['old.job'] });
    for (let count = 0; count < 3; count += 1) await app.post('/api/events', { type: 'old.job', data: {} });
    const counted = async (): Promise<unknown> =>
      (await call('GET', `/webhooks/${id}/stats`)).data.total_deliveries;
    await eventually('all are delivered', async () => (await counted()) === 3);
    await app.database.query(
      `update finished_deliveries set status = 'cancelled', reason = 'cancelled_by_request'
      where id = (select max(id::text)::uuid from finished_deliveries where webhook_id = $1)`,
      [fromPublicId('webhook', id)],
    );
    expect(await counted()).toBe(2);
  });
});

describe('two processes', () => {
  it('see each other’s webhooks', async () => {
    const other = await startTestAppOn(app.database, {
      POSTHORN_ROLE: 'api',
      POSTHORN_DIALECT_PORTS: 'emp@0',
    });
    const id = await create();
    const seen = await fetch(`${other.dialectUrls[0] ?? ''}/webhooks/${id}`);
    expect(await seen.json()).toMatchObject({ success: true, data: { id } });
    await other.close();
  });
});
