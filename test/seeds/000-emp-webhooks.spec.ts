import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EMP_EVENT_TYPES } from '../../src/dialects/emp/event-types.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { openSeed } from '../support/seed-document.ts';
import {
  payloadOf,
  startEmpWorld,
  waitForRequests,
  type EmpAnswerBody,
  type EmpWebhook,
  type EmpWorld,
} from './emp-world.ts';

const seed = openSeed('emp');
const { says } = seed;
const SECRET = 'your-secret-key';

let world: EmpWorld;
let receiver: Receiver;
beforeAll(async () => {
  world = await startEmpWorld();
  receiver = await startReceiver();
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});
beforeEach(async () => {
  await world.clear();
  receiver.requests.length = 0;
});

const to = (path: string): string => `${receiver.url}${path}`;

describe(says('### Event Types'), () => {
  const types = seed.firstCells('Event Type');

  it(says('The system supports the following webhook event types'), async () => {
    expect(types).toHaveLength(12);
    expect(Object.keys(EMP_EVENT_TYPES)).toEqual(expect.arrayContaining(types));
    const listed = await world.call<{ name: string }[]>('GET', '/api/event-types');
    expect(listed.data.map(({ name }) => name)).toEqual(expect.arrayContaining(types));
    await world.create({ url: to('types'), events: types });
    for (const type of types) await world.publish(type, {});
    await waitForRequests(receiver.requests, types.length);
    expect(receiver.requests.map((one) => payloadOf(one).event_type).toSorted()).toEqual(types.toSorted());
  });

  it('sends a webhook nothing that it did not ask for', async () => {
    await world.create({ url: to('some'), events: ['job.failed'] });
    await world.publish('job.completed', {});
    await world.publish('job.failed', {});
    await waitForRequests(receiver.requests, 1);
    expect(receiver.requests.map((one) => payloadOf(one).event_type)).toEqual(['job.failed']);
  });
});

describe(says('### Webhook Payload Format'), () => {
  it(says('interface WebhookPayload {'), async () => {
    const data = {
      job_id: 'job_123',
      job_type: 'comfyui',
      job_status: 'completed',
      worker_id: 'w1',
      machine_id: 'm1',
      progress: 100,
      result: { images: ['a.png'] },
      error: 'none',
      anything: [1, null],
    };
    const webhook = await world.create({ url: to('payload'), events: ['job.completed'] });
    const before = Date.now();
    const eventId = await world.publish('job.completed', data);
    await waitForRequests(receiver.requests, 1);
    const [payload] = receiver.requests.map(payloadOf);
    expect(payload).toEqual({
      event_type: 'job.completed',
      event_id: eventId,
      timestamp: expect.any(Number),
      webhook_id: webhook.id,
      data,
    });
    expect(Number.isInteger(payload?.timestamp)).toBe(true);
    expect(Math.abs((payload?.timestamp ?? 0) - before)).toBeLessThan(60_000);
    says('timestamp: number;          // Unix timestamp (ms)');
  });
});

describe(says('### Event Filtering'), () => {
  it.each([
    ['job_types?: string[];', { job_types: ['comfyui'] }, { job_type: 'comfyui' }, { job_type: 'other' }],
    ['job_priorities?: number[];', { job_priorities: [1, 2] }, { job_priority: 2 }, { job_priority: 3 }],
    ['job_priorities?: number[];', { job_priorities: [1] }, { priority: 1 }, { priority: 2 }],
    ['machine_ids?: string[];', { machine_ids: ['m1'] }, { machine_id: 'm1' }, { machine_id: 'm2' }],
    ['worker_ids?: string[];', { worker_ids: ['w1', 'x*'] }, { worker_id: 'x9' }, { worker_id: 'y' }],
    [
      'custom_filters?: Record<string, unknown>;',
      { custom_filters: { 'result.ok': true } },
      { result: { ok: true } },
      { result: {} },
    ],
  ])('%s', async (words, filters, passing, other) => {
    says(words);
    const made = await world.create({ url: to('filtered'), events: ['job.*'], filters });
    expect(made.filters).toEqual(filters);
    await world.publish('job.progress', other);
    await world.publish('job.completed', {});
    await world.publish('job.failed', passing);
    await waitForRequests(receiver.requests, 1);
    // One is in flight at a time: whatever was let through before has arrived before.
    expect(receiver.requests.map((one) => payloadOf(one).data)).toEqual([passing]);
  });
});

describe(says('## API Endpoints'), () => {
  const ENDPOINTS = [
    '| `/api/webhooks` | GET | List all webhooks |',
    '| `/api/webhooks` | POST | Create new webhook |',
    '| `/api/webhooks/:id` | GET | Get specific webhook |',
    '| `/api/webhooks/:id` | PUT | Update webhook |',
    '| `/api/webhooks/:id` | DELETE | Delete webhook |',
    '| `/api/webhooks/:id/test` | POST | Test webhook endpoint |',
    '| `/api/webhooks/:id/stats` | GET | Get delivery statistics |',
  ];

  it.each(ENDPOINTS)('%s', async (row) => {
    const [, path = '', method = ''] = /`([^`]+)` \| (\w+)/.exec(says(row)) ?? [];
    const webhook = await world.create({ url: to('each'), events: ['job.failed'] });
    const body = { PUT: { active: true }, POST: { url: to('another'), events: ['*'] } }[method];
    const isTest = path.endsWith('/test');
    const answer = await world.call(method, path.replace(':id', webhook.id), isTest ? undefined : body);
    expect(answer).toEqual({
      status: method === 'POST' && !isTest ? 201 : 200,
      success: true,
      data: expect.anything(),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
    });
  });

  it('changes by PUT only what is sent, and takes back what it has told', async () => {
    const headers = { 'X-API-Key': 'key' };
    const filters = { job_types: ['a'], custom_filters: { n: 1 } };
    const made = await world.create({
      url: to('put'),
      events: ['job.failed'],
      filters,
      headers,
      secret: 's',
    });
    const read = async (): Promise<EmpWebhook> =>
      (await world.call<EmpWebhook>('GET', `/api/webhooks/${made.id}`)).data;
    const before = await read();
    expect(before).toMatchObject({ filters, headers: { 'X-API-Key': '***' } });
    await world.call('PUT', `/api/webhooks/${made.id}`, { retry_config: { max_attempts: 5 } });
    const changed = { max_attempts: 5, initial_delay_ms: 1_000, backoff_multiplier: 2, max_delay_ms: 30_000 };
    const after = await read();
    expect({ ...after, updated_at: 0 }).toEqual({ ...before, retry_config: changed, updated_at: 0 });
    expect((await world.call('PUT', `/api/webhooks/${made.id}`, after)).status).toBe(200);
    await world.publish('job.failed', { job_type: 'a', n: 1 });
    await waitForRequests(receiver.requests, 1);
    expect(receiver.requests[0]?.headers).toMatchObject({ 'x-api-key': 'key' });
    expect(receiver.requests[0]?.headers).toHaveProperty('x-webhook-signature');
  });

  it('is not active where it is said so, and is again', async () => {
    const { id } = await world.create({ url: to('active'), events: ['job.failed'], active: false });
    expect((await world.call<EmpWebhook>('GET', `/api/webhooks/${id}`)).data.active).toBe(false);
    await world.publish('job.failed', { n: 1 });
    expect((await world.call<EmpWebhook>('PUT', `/api/webhooks/${id}`, { active: true })).data.active).toBe(
      true,
    );
    await world.publish('job.failed', { n: 2 });
    await waitForRequests(receiver.requests, 1);
    expect(receiver.requests.map((one) => payloadOf(one).data)).toEqual([{ n: 2 }]);
  });

  it('answers what it refuses in the same form', async () => {
    const none = await world.call('GET', '/api/webhooks/wh_nothing');
    expect(none).toEqual({
      status: 404,
      success: false,
      error: 'There is no such webhook.',
      timestamp: expect.any(String),
    });
    const bad = await world.call('POST', '/api/webhooks', { url: 'ftp://a', events: [], filters: { a: 1 } });
    expect(bad).toMatchObject({ status: 422, success: false });
    expect(bad.error).toMatch(/url .*; events .*; filters\.a unknown field/s);
  });
});

describe(says('### Create Webhook Example'), () => {
  it('runs as it is written, and is answered as it is shown', async () => {
    const command = seed.block('curl -X POST http://localhost:4000/api/webhooks \\');
    const [given] = (await world.run(command)) as EmpAnswerBody<EmpWebhook>[];
    const shown = seed.json('"success": true', '"created_at": 1642123456789') as EmpAnswerBody<EmpWebhook>;
    expect(given).toEqual({
      ...shown,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
      data: {
        ...shown.data,
        id: expect.stringMatching(/^wh_\w+$/),
        created_at: expect.any(Number),
        updated_at: expect.any(Number),
      },
    });
    expect(given?.data.created_at).toBe(given?.data.updated_at);
    const { data } = await world.call<EmpWebhook>('GET', `/api/webhooks/${given?.data.id ?? ''}`);
    const sent = JSON.parse(/-d '([^']+)'/.exec(command)?.[1] ?? '') as { retry_config: object };
    expect(data).toMatchObject({ retry_config: sent.retry_config, headers: { Authorization: '***' } });
    expect(JSON.stringify(data)).not.toContain(SECRET);
    const native = (await world.app.get(`/api/webhooks/${data.id}`)).body as object;
    expect(native).toMatchObject({
      format: 'emp',
      timeout_ms: 30_000,
      max_in_flight: 1,
      retry: { ...sent.retry_config, jitter: 0, retry_on: 'status_400_up' },
    });
  });
});
