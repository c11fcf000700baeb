import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MadeWebhook } from '../support/dialect-world.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { openSeed } from '../support/seed-document.ts';
import { startTaskflowWorld, type TaskflowWebhook, type TaskflowWorld } from './taskflow-world.ts';

const document = openSeed('taskflow');
const SECRET = 'your-secret-token';
/** Those that 004-taskflow.spec.ts tries. */
const TRIED_BEFORE = [
  'POST /api/webhooks\n',
  '"request_id": 123',
  'def verify_webhook(request)',
  '# Create webhook for Slack',
  '@app.post("/taskflow-webhook")',
];

interface Problem {
  readonly errors?: readonly { readonly message: string }[];
}
interface Deliveries {
  readonly items: readonly Record<string, unknown>[];
  readonly total: number;
}

let world: TaskflowWorld;
beforeAll(async () => {
  world = await startTaskflowWorld();
});
beforeEach(() => {
  world.answer = () => ({ status: 200 });
});
afterAll(async () => {
  await world.close();
});

describe('Retry Logic', () => {
  const hasten = async ({ id }: { readonly id: string }): Promise<void> => {
    const due = await world.native('POST', `/api/deliveries/${id}/retry`);
    expect(due.status).toBe(202);
  };

  it(document.says('Failed webhook deliveries are retried with exponential backoff:'), async () => {
    const webhook = await world.make('retried');
    world.answer = () => ({ status: 503 });
    await world.publish('job.completed', '{}');
    const delays = ['Attempt 2: After 2 seconds', 'Attempt 3: After 4 seconds', 'Attempt 4: After 8 seconds'];
    for (const [index, words] of delays.entries()) {
      const seconds = Number(/After (\d+)/.exec(document.says(words))?.[1]);
      const waiting = await eventually(words, async () => {
        const delivery = await world.findDelivery(webhook, 'retrying');
        return delivery.attempt_count === index + 1 && delivery;
      });
      expect(Date.parse(waiting.next_retry_at) - Date.parse(waiting.updated_at)).toBe(seconds * 1_000);
      await hasten(waiting);
    }
    expect(await world.findDelivery(webhook, 'dead_letter')).toMatchObject({
      attempt_count: 4,
      max_attempts: 4,
    });
    expect(world.arrivedAt('retried')).toHaveLength(4);
    await world.remove(webhook);
  });

  it.each([302, 400, 404, 410, 500])(`${document.says('Non-2xx HTTP response')}: %i`, async (status) => {
    const webhook = await world.make(`status-${status}`, { retry_count: 1 });
    world.answer = () => ({ status });
    await world.publish('job.completed', '{}');
    await hasten(await world.findDelivery(webhook, 'retrying'));
    const ended = await world.findDelivery(webhook, 'dead_letter');
    expect(ended).toMatchObject({ attempt_count: 2, last_response_status: status });
    expect((await world.dialect('GET', `/api/webhooks/${webhook.id}`)).body).toMatchObject({
      is_active: true,
    });
    await world.remove(webhook);
  });

  it(`${document.says('Connection timeout')} and ${document.says('Network error')}`, async () => {
    const closed = await startReceiver();
    await closed.close();
    const slow = await world.make('slow', { timeout_seconds: 5, retry_count: 0 });
    const dead = await world.make('dead', { url: closed.url, retry_count: 0 });
    world.answer = () => ({ status: 200, delayMs: 60_000 });
    await world.publish('job.completed', '{}');
    expect(await world.findDelivery(dead, 'dead_letter')).toMatchObject({ last_error_type: 'network_error' });
    expect(await world.findDelivery(slow, 'dead_letter')).toMatchObject({ last_error_type: 'timeout_error' });
    for (const webhook of [slow, dead]) await world.remove(webhook);
  });
});

describe('Managing Webhooks', () => {
  const withId = ({ id }: MadeWebhook): Record<string, string> => ({ '{webhook_id}': id });

  it('List, Update, Test, Delete', async () => {
    const webhook = await world.make('managed', { secret_token: SECRET, description: 'Kept' });
    expect((await world.send<TaskflowWebhook[]>(document.block('GET /api/webhooks\n'))).body).toEqual([
      webhook,
    ]);

    const changed = await world.send(document.block('PATCH /api/webhooks'), withId(webhook));
    const events = ['job.completed', 'job.failed', 'request.created'];
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...webhook, events, updated_at: expect.any(String) as unknown },
    ]);

    const tested = await world.send(document.block('/test', 'sample_data'), withId(webhook));
    expect([tested.status, tested.body]).toMatchObject([
      200,
      { success: true, status_code: 200, error_message: null },
    ]);
    const { headers, body } = await world.arrival('managed');
    expect(headers).toMatchObject({
      'x-taskflow-event': 'job.completed',
      'x-taskflow-signature': expect.stringMatching(/^sha256=/) as unknown,
    });
    expect(JSON.parse(body.toString())).toMatchObject({ request_id: null, payload: { custom: 'test data' } });
    // Without a body, a sample of what the webhook subscribes to.
    const bare = await world.dialect('POST', `/api/webhooks/${webhook.id}/test`);
    expect([bare.status, bare.body]).toMatchObject([200, { success: true, event_type: 'job.completed' }]);
    world.answer = () => ({ status: 500 });
    const failed = await world.dialect('POST', `/api/webhooks/${webhook.id}/test`, { body: {} });
    expect([failed.status, failed.body]).toMatchObject([200, { success: false, status_code: 500 }]);

    const gone = await world.send(document.block('DELETE /api/webhooks'), withId(webhook));
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await world.dialect('GET', `/api/webhooks/${webhook.id}`)).status).toBe(404);
  });

  it('View Delivery History', async () => {
    const example = document.block('deliveries?status=failed&page=1');
    const webhook = await world.make('history', { retry_count: 0 });
    const list = async (query: string) =>
      (await world.dialect<Deliveries>('GET', `/api/webhooks/${webhook.id}/deliveries?${query}`)).body;
    await world.publish('job.completed', '{}');
    await world.findDelivery(webhook, 'delivered');
    world.answer = () => ({ status: 503 });
    for (let number = 0; number < 5; number += 1) await world.publish('job.completed', '{}');
    await eventually('all fail', async () => (await world.countDeliveries(webhook, 'dead_letter')) === 5);

    const { status, body } = await world.send<Deliveries>(example, withId(webhook));
    expect([status, body]).toMatchObject([200, { total: 5, page: 1, page_size: 20, pages: 1 }]);
    document.says('Check delivery history for error messages');
    expect(body.items).toHaveLength(5);
    expect(body.items[0]).toMatchObject({
      id: world.arrivedAt('history').at(-1)?.headers['x-taskflow-delivery-id'],
      event_type: 'job.completed',
      status: 'failed',
      attempt_count: 1,
      status_code: 503,
      error_message: 'The receiver answered 503.',
    });
    const second = await list('status=failed&page=2&page_size=2');
    expect(second).toMatchObject({
      total: 5,
      page: 2,
      page_size: 2,
      pages: 3,
      items: body.items.slice(2, 4),
    });
    expect(await list('page=3&page_size=3')).toMatchObject({ total: 6, pages: 2, items: [] });
    expect(await list('status=delivered')).toMatchObject({ total: 1, items: [{ status: 'delivered' }] });
    const deep = await world.dialect<Problem>('GET', `/api/webhooks/${webhook.id}/deliveries?page=501`);
    expect([deep.status, deep.body.errors?.[0]?.message]).toEqual([422, expect.stringContaining('10000')]);
    await world.remove(webhook);
  });
});

describe('The document', () => {
  it('has no example that is not tried', () => {
    for (const words of TRIED_BEFORE) document.block(words);
    expect(document.untried()).toEqual([]);
  });
});
