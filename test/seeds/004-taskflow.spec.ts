import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TASKFLOW_EVENT_TYPES } from '../../src/dialects/taskflow/event-types.ts';
import { eventually } from '../support/eventually.ts';
import { openSeed } from '../support/seed-document.ts';
import { isAtHand } from '../support/snippet-verifiers.ts';
import { AWKWARD_PAYLOADS } from '../support/wire-inputs.ts';
import { startPythonReceiver } from './taskflow-receiver.ts';
import { startTaskflowWorld, type TaskflowWebhook, type TaskflowWorld } from './taskflow-world.ts';

const execute = promisify(execFile);
const document = openSeed('taskflow');
const SECRET = 'your-secret-token';
const hasPython = isAtHand('python3', '--version');

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

let world: TaskflowWorld;
beforeAll(async () => {
  world = await startTaskflowWorld();
});
afterAll(async () => {
  await world.close();
});

const WANTED = { name: 'Mine', url: 'https://example.com/webhook', events: ['job.completed'] };

async function refusalOf(fields: object): Promise<Problem & { readonly status: number }> {
  const { status, headers, body } = await world.dialect<Problem>('POST', '/api/webhooks', {
    body: { ...WANTED, ...fields },
  });
  expect(headers.get('content-type')).toBe('application/problem+json');
  return { ...body, status };
}

describe('Supported Events', () => {
  const printed = [...document.text.matchAll(/^- `([a-z.]+)` - (.+)$/gm)].map(([, type, says]) => [
    type,
    says,
  ]);

  it(document.says('The following events can trigger webhooks:'), async () => {
    expect(printed).toHaveLength(10);
    expect(Object.entries(TASKFLOW_EVENT_TYPES)).toEqual(printed);
    const webhook = await world.make('all', { events: printed.map(([type]) => type) });
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
    const { status, body } = await world.send(example);
    const { secret_token: _secret, ...asked } = JSON.parse(
      example.slice(example.indexOf('{')),
    ) as TaskflowWebhook & {
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
    [
      '- `headers`: Custom headers',
      { headers: { 'Content-Type': 'text/plain' } },
      'headers.Content-Type',
      '',
    ],
    ['- `secret_token`: Used to generate HMAC signatures', { secret_token: '' }, 'secret_token', '1'],
    ['- `secret_token`: Used to generate HMAC signatures', { secret_token: 'whsk_x' }, 'secret_token', ''],
    ['Number of retry attempts (0-10, default: 3)', { retry_count: -1 }, 'retry_count', '0'],
    ['Number of retry attempts (0-10, default: 3)', { retry_count: 11 }, 'retry_count', '10'],
    ['Request timeout (5-300 seconds, default: 30)', { timeout_seconds: 4 }, 'timeout_seconds', '5'],
    ['Request timeout (5-300 seconds, default: 30)', { timeout_seconds: 301 }, 'timeout_seconds', '300'],
    ['- `is_active`: Enable/disable webhook (default: true)', { is_active: 'yes' }, 'is_active', ''],
  ])('%s: %j is refused by its field and bound', async (words, fields, path, bound) => {
    document.says(words);
    const { status, errors = [] } = await refusalOf(fields);
    expect(status).toBe(422);
    expect([...new Set(errors.map((fault) => fault.path))]).toEqual([path]);
    expect(errors.map(({ message }) => message).join(' ')).toContain(bound);
  });

  it(document.says('- `description`: Optional description'), async () => {
    const nothing = { description: null, headers: null, secret_token: null, retry_count: null };
    const { body } = await world.dialect<TaskflowWebhook>('POST', '/api/webhooks', {
      body: { ...WANTED, ...nothing },
    });
    expect(body).toMatchObject({
      description: '',
      headers: {},
      retry_count: 3,
      timeout_seconds: 30,
      is_active: true,
    });
    // "Unique name for the webhook"
    expect(await refusalOf({})).toMatchObject({ status: 409, code: 'conflict' });
    const other = await world.make('other');
    const renamed = await world.dialect('PATCH', `/api/webhooks/${other.id}`, { body: { name: 'Mine' } });
    expect(renamed.status).toBe(409);
    for (const webhook of [body, other]) await world.remove(webhook);
    expect((await world.dialect<TaskflowWebhook>('POST', '/api/webhooks', { body: WANTED })).status).toBe(
      201,
    );
    for (const webhook of (await world.send<TaskflowWebhook[]>(document.block('GET /api/webhooks\n'))).body)
      await world.remove(webhook);
  });
});

describe('Webhook Payload', () => {
  it(document.says('All webhook requests are POST requests with JSON payloads:'), async () => {
    const webhook = await world.make('payload', {
      secret_token: SECRET,
      headers: { 'X-Custom-Header': 'value' },
    });
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
      [document.says('Content-Type: application/json').split(': ')[0]?.toLowerCase() ?? '']:
        'application/json',
      'x-taskflow-event': document.says('X-TaskFlow-Event: {event_type}') && sample.type,
      'x-taskflow-delivery-id': document.says('X-TaskFlow-Delivery-ID: {delivery_id}') && id,
      'x-custom-header': 'value',
    });
    expect(headers['x-taskflow-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
    document.says('X-TaskFlow-Signature: sha256={signature}` (if secret_token configured)');
    const plain = await world.make('plain');
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
    it(`${document.says('TaskFlow will sign webhook payloads using HMAC-SHA256')}: its own receiver takes 30 payloads`, async () => {
      const python = await startPythonReceiver(snippets, SECRET);
      const good = await world.make('python', { url: python.url, secret_token: SECRET });
      const forged = await world.make('forged', { url: python.url, secret_token: 'another', retry_count: 0 });
      for (const data of AWKWARD_PAYLOADS) await world.publish('job.completed', data);
      const count = AWKWARD_PAYLOADS.length;
      await eventually(
        'all are delivered',
        async () => (await world.countDeliveries(good, 'delivered')) === count,
      );
      expect(python.processed).toHaveLength(count);
      await eventually(
        'no other is',
        async () => (await world.countDeliveries(forged, 'dead_letter')) === count,
      );
      expect(await world.findDelivery(forged, 'dead_letter')).toMatchObject({ last_response_status: 401 });
      for (const webhook of [good, forged]) await world.remove(webhook);
      await python.close();
    });

    it('Example Integrations: the webhook for Slack', async () => {
      const { stdout } = await execute('python3', [
        '-c',
        `${slack}\nimport json\nprint(json.dumps(webhook))`,
      ]);
      const { status, body } = await world.dialect<TaskflowWebhook>('POST', '/api/webhooks', {
        body: stdout,
      });
      expect([status, body]).toEqual([201, expect.objectContaining(JSON.parse(stdout) as object)]);
      await world.remove(body);
    });
  } else {
    it('python3 is missing here: the code of the document is NOT RUN', () => {
      expect(hasPython).toBe(false);
    });
  }
});
