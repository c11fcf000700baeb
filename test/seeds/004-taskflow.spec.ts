import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TASKFLOW_EVENT_TYPES } from '../../src/dialects/taskflow/taskflow-catalogue.ts';
import { startDialectWorld, type DialectWorld, type MadeWebhook } from '../support/dialect-world.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { openSeedDocument, sendExample, type ExampleAnswer } from '../support/seed-examples.ts';
import { isAtHand } from '../support/snippet-verifiers.ts';
import { AWKWARD_PAYLOADS } from '../support/wire-inputs.ts';
import { startPythonReceiver } from './taskflow-receiver.ts';

const execute = promisify(execFile);
const document = openSeedDocument('taskflow');
const SECRET = 'your-secret-token';
const hasPython = isAtHand('python3', '--version');

interface Webhook extends MadeWebhook {
  readonly name: string;
  readonly [field: string]: unknown;
}
interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}
interface Deliveries {
  readonly items: readonly Record<string, unknown>[];
  readonly total: number;
}

let world: DialectWorld;
beforeAll(async () => {
  world = await startDialectWorld('taskflow');
});
beforeEach(() => {
  world.answer = () => ({ status: 200 });
});
afterAll(async () => {
  await world.close();
});

/** A request as the document prints it, by alice, to the port on which its paths stand at the root. */
async function send<Body = Webhook>(
  example: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<ExampleAnswer<Body>> {
  const [line = '', ...rest] = example.split('\n');
  const authorized = [line, `Authorization: Bearer ${world.token}`, ...rest].join('\n');
  return await sendExample<Body>(world.url, authorized, changes);
}

const WANTED = { name: 'Mine', url: 'https://example.com/webhook', events: ['job.completed'] };

async function refusalOf(fields: object): Promise<Problem & { readonly status: number }> {
  const { status, headers, body } = await world.dialect<Problem>('POST', '/api/webhooks', {
    body: { ...WANTED, ...fields },
  });
  expect(headers.get('content-type')).toBe('application/problem+json');
  return { ...body, status };
}

async function register(name: string, fields: object = {}): Promise<Webhook> {
  return (await world.register(name, { name, events: ['job.completed'], ...fields })) as Webhook;
}

describe('Supported Events', () => {
  const printed = [...document.text.matchAll(/^- `([a-z.]+)` - (.+)$/gm)].map(([, type, says]) => [type, says]);

  it(document.quote('The following events can trigger webhooks:'), async () => {
    expect(printed).toHaveLength(10);
    expect(Object.entries(TASKFLOW_EVENT_TYPES)).toEqual(printed);
    const webhook = await register('all', { events: printed.map(([type]) => type) });
    for (const [type = ''] of printed) await world.publish(type, '{}');
    await eventually('all arrive', () => world.arrivedAt('all').length === printed.length);
    const received = world.arrivedAt('all').map(({ headers }) => headers['x-taskflow-event']);
    expect(received.toSorted()).toEqual(printed.map(([type]) => type).toSorted());
    await world.remove(webhook);
  });
});

describe('Webhook Configuration', () => {
  it('Creating a Webhook', async () => {
    const example = document.block('POST /api/webhooks\n');
    const { status, body } = await send(example);
    const { secret_token: _secret, ...asked } = JSON.parse(example.slice(example.indexOf('{'))) as Webhook & {
      secret_token: string;
    };
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...asked, headers: { 'X-Custom-Header': '***' }, is_active: true });
    expect(body).not.toHaveProperty('secret_token');
    await world.remove(body);
  });

  it.each([
    ['- `name` (required): Unique name for the webhook', { name: undefined }, 'name', ''],
    ['- `url` (required): HTTPS endpoint to receive events', { url: undefined }, 'url', ''],
    ['HTTPS endpoint', { url: 'http://example.com/webhook' }, 'url', 'https'],
    ['HTTPS endpoint', { url: 'http://[::1]/' }, 'url', 'https'],
    ['- `events` (required): Array of event types to subscribe to', { events: undefined }, 'events', ''],
    ['Array of event types to subscribe to', { events: [] }, 'events', '1'],
    ['Array of event types to subscribe to', { events: ['job.*'] }, 'events[0]', 'supports'],
    ['- `headers`: Custom headers', { headers: { 'Content-Type': 'text/plain' } }, 'headers.Content-Type', ''],
    ['- `secret_token`: Used to generate HMAC signatures', { secret_token: '' }, 'secret_token', '1'],
    ['- `secret_token`: Used to generate HMAC signatures', { secret_token: 'whsk_x' }, 'secret_token', ''],
    ['Number of retry attempts (0-10, default: 3)', { retry_count: -1 }, 'retry_count', '0'],
    ['Number of retry attempts (0-10, default: 3)', { retry_count: 11 }, 'retry_count', '10'],
    ['Request timeout (5-300 seconds, default: 30)', { timeout_seconds: 4 }, 'timeout_seconds', '5'],
    ['Request timeout (5-300 seconds, default: 30)', { timeout_seconds: 301 }, 'timeout_seconds', '300'],
    ['- `is_active`: Enable/disable webhook (default: true)', { is_active: 'yes' }, 'is_active', ''],
  ])('%s: %j is refused by its field and bound', async (words, fields, path, bound) => {
    document.quote(words);
    const { status, errors = [] } = await refusalOf(fields);
    expect(status).toBe(422);
    expect([...new Set(errors.map((fault) => fault.path))]).toEqual([path]);
    expect(errors.map(({ message }) => message).join(' ')).toContain(bound);
  });

  it(document.quote('- `description`: Optional description'), async () => {
    const nothing = { description: null, headers: null, secret_token: null, retry_count: null };
    const { body } = await world.dialect<Webhook>('POST', '/api/webhooks', { body: { ...WANTED, ...nothing } });
    expect(body).toMatchObject({ description: '', headers: {}, retry_count: 3, timeout_seconds: 30, is_active: true });
    // "Unique name for the webhook"
    expect(await refusalOf({})).toMatchObject({ status: 409, code: 'conflict' });
    const other = await register('other');
    const renamed = await world.dialect('PATCH', `/api/webhooks/${other.id}`, { body: { name: 'Mine' } });
    expect(renamed.status).toBe(409);
    for (const webhook of [body, other]) await world.remove(webhook);
    expect((await world.dialect<Webhook>('POST', '/api/webhooks', { body: WANTED })).status).toBe(201);
    for (const webhook of (await send<Webhook[]>(document.block('GET /api/webhooks\n'))).body) await world.remove(webhook);
  });
});

describe('Webhook Payload', () => {
  it(document.quote('All webhook requests are POST requests with JSON payloads:'), async () => {
    const webhook = await register('payload', { secret_token: SECRET, headers: { 'X-Custom-Header': 'value' } });
    const sample = JSON.parse(document.block('"request_id": 123').replace('{ ... }', '{}')) as {
      readonly type: string;
      readonly request_id: number;
      readonly timestamp: string;
      readonly payload: object;
    };
    const payload = { ...sample.payload, request_id: sample.request_id };
    await world.publish(sample.type, JSON.stringify(payload), sample.timestamp);
    const { method, headers, body } = await world.arrival('payload');
    expect([method, body.toString()]).toEqual(['POST', JSON.stringify({ ...sample, payload })]);
    // "Common Headers"
    const { id } = await world.findDelivery(webhook, 'delivered');
    expect(headers).toMatchObject({
      [document.quote('Content-Type: application/json').split(': ')[0]?.toLowerCase() ?? '']: 'application/json',
      'x-taskflow-event': document.quote('X-TaskFlow-Event: {event_type}') && sample.type,
      'x-taskflow-delivery-id': document.quote('X-TaskFlow-Delivery-ID: {delivery_id}') && id,
      'x-custom-header': 'value',
    });
    expect(headers['x-taskflow-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
    document.quote('X-TaskFlow-Signature: sha256={signature}` (if secret_token configured)');
    const plain = await register('plain');
    await world.publish('job.completed', '{}');
    expect((await world.arrival('plain')).headers).not.toHaveProperty('x-taskflow-signature');
    for (const one of [webhook, plain]) await world.remove(one);
  });
});

describe('Security', () => {
  const snippets = {
    verify: document.block('def verify_webhook(request)'),
    handle: document.block('@app.post("/taskflow-webhook")'),
  };
  const slack = document.block('# Create webhook for Slack');

  if (hasPython) {
    it(`${document.quote('TaskFlow will sign webhook payloads using HMAC-SHA256')}: its own receiver takes 30 payloads`, async () => {
      const python = await startPythonReceiver(snippets, SECRET);
      const good = await register('python', { url: python.url, secret_token: SECRET });
      const forged = await register('forged', { url: python.url, secret_token: 'another', retry_count: 0 });
      for (const data of AWKWARD_PAYLOADS) await world.publish('job.completed', data);
      const count = AWKWARD_PAYLOADS.length;
      await eventually('all are delivered', async () => (await world.countDeliveries(good, 'delivered')) === count);
      expect(python.processed).toHaveLength(count);
      await eventually('no other is', async () => (await world.countDeliveries(forged, 'dead_letter')) === count);
      expect(await world.findDelivery(forged, 'dead_letter')).toMatchObject({ last_response_status: 401 });
      for (const webhook of [good, forged]) await world.remove(webhook);
      await python.close();
    });

    it('Example Integrations: the webhook for Slack', async () => {
      const { stdout } = await execute('python3', ['-c', `${slack}\nimport json\nprint(json.dumps(webhook))`]);
      const { status, body } = await world.dialect<Webhook>('POST', '/api/webhooks', { body: stdout });
      expect([status, body]).toEqual([201, expect.objectContaining(JSON.parse(stdout))]);
      await world.remove(body);
    });
  } else {
    it('python3 is missing here: the code of the document is NOT RUN', () => {
      expect(hasPython).toBe(false);
    });
  }
});

describe('Retry Logic', () => {
  const hasten = async ({ id }: { readonly id: string }): Promise<void> => {
    const due = await world.native('POST', `/api/deliveries/${id}/retry`);
    expect(due.status).toBe(202);
  };

  it(document.quote('Failed webhook deliveries are retried with exponential backoff:'), async () => {
    const webhook = await register('retried');
    world.answer = () => ({ status: 503 });
    await world.publish('job.completed', '{}');
    const delays = ['Attempt 2: After 2 seconds', 'Attempt 3: After 4 seconds', 'Attempt 4: After 8 seconds'];
    for (const [index, words] of delays.entries()) {
      const seconds = Number(/After (\d+)/.exec(document.quote(words))?.[1]);
      const waiting = await eventually(words, async () => {
        const delivery = await world.findDelivery(webhook, 'retrying');
        return delivery.attempt_count === index + 1 && delivery;
      });
      expect(Date.parse(waiting.next_retry_at) - Date.parse(waiting.updated_at)).toBe(seconds * 1_000);
      await hasten(waiting);
    }
    expect(await world.findDelivery(webhook, 'dead_letter')).toMatchObject({ attempt_count: 4, max_attempts: 4 });
    expect(world.arrivedAt('retried')).toHaveLength(4);
    await world.remove(webhook);
  });

  it.each([302, 400, 404, 410, 500])(`${document.quote('Non-2xx HTTP response')}: %i`, async (status) => {
    const webhook = await register(`status-${status}`, { retry_count: 1 });
    world.answer = () => ({ status });
    await world.publish('job.completed', '{}');
    await hasten(await world.findDelivery(webhook, 'retrying'));
    const ended = await world.findDelivery(webhook, 'dead_letter');
    expect(ended).toMatchObject({ attempt_count: 2, last_response_status: status });
    expect((await world.dialect(`GET`, `/api/webhooks/${webhook.id}`)).body).toMatchObject({ is_active: true });
    await world.remove(webhook);
  });

  it(`${document.quote('Connection timeout')} and ${document.quote('Network error')}`, async () => {
    const closed = await startReceiver();
    await closed.close();
    const slow = await register('slow', { timeout_seconds: 5, retry_count: 0 });
    const dead = await register('dead', { url: closed.url, retry_count: 0 });
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
    const webhook = await register('managed', { secret_token: SECRET, description: 'Kept' });
    expect((await send<Webhook[]>(document.block('GET /api/webhooks\n'))).body).toEqual([webhook]);

    const changed = await send(document.block('PATCH /api/webhooks'), withId(webhook));
    const events = ['job.completed', 'job.failed', 'request.created'];
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...webhook, events, updated_at: expect.any(String) as unknown },
    ]);

    const tested = await send(document.block('/test', 'sample_data'), withId(webhook));
    expect([tested.status, tested.body]).toMatchObject([200, { success: true, status_code: 200, error_message: null }]);
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

    const gone = await send(document.block('DELETE /api/webhooks'), withId(webhook));
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await world.dialect('GET', `/api/webhooks/${webhook.id}`)).status).toBe(404);
  });

  it('View Delivery History', async () => {
    const example = document.block('deliveries?status=failed&page=1');
    const webhook = await register('history', { retry_count: 0 });
    const list = async (query: string) =>
      (await world.dialect<Deliveries>('GET', `/api/webhooks/${webhook.id}/deliveries?${query}`)).body;
    await world.publish('job.completed', '{}');
    await world.findDelivery(webhook, 'delivered');
    world.answer = () => ({ status: 503 });
    for (let number = 0; number < 5; number += 1) await world.publish('job.completed', '{}');
    await eventually('all fail', async () => (await world.countDeliveries(webhook, 'dead_letter')) === 5);

    const { status, body } = await send<Deliveries>(example, withId(webhook));
    expect([status, body]).toMatchObject([200, { total: 5, page: 1, page_size: 20, pages: 1 }]);
    document.quote('Check delivery history for error messages');
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
    expect(second).toMatchObject({ total: 5, page: 2, page_size: 2, pages: 3, items: body.items.slice(2, 4) });
    expect(await list('page=3&page_size=3')).toMatchObject({ total: 6, pages: 2, items: [] });
    expect(await list('status=delivered')).toMatchObject({ total: 1, items: [{ status: 'delivered' }] });
    const deep = await world.dialect<Problem>('GET', `/api/webhooks/${webhook.id}/deliveries?page=501`);
    expect([deep.status, deep.body.errors?.[0]?.message]).toEqual([422, expect.stringContaining('10000')]);
    await world.remove(webhook);
  });
});

describe('The document', () => {
  it('has no example that is not tried here', () => {
    expect(document.untried()).toEqual([]);
  });
});
