import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WORKFLOW_EVENT_TYPES } from '../../src/dialects/workflow/event-types.ts';
import { eventually } from '../support/eventually.ts';
import { sendPrinted } from '../support/printed-request.ts';
import { startReceiver } from '../support/receiver.ts';
import { openSeed } from '../support/seed-document.ts';
import { AWKWARD_PAYLOADS } from '../support/wire-inputs.ts';
import { WORKFLOW_SECRET } from './sample-verifiers.ts';
import {
  byDocument,
  startWorkflowWorld,
  type Problem,
  type WorkflowWebhook,
  type WorkflowWorld,
} from './workflow-world.ts';

const document = openSeed('workflow');
const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
beforeEach(() => {
  world.answer = byDocument;
});
afterAll(async () => {
  await world.close();
});

describe('Registering a Webhook', () => {
  it(document.says('make a POST request to the `/api/webhooks` endpoint'), async () => {
    const { status, body } = await world.send(document.block('POST /api/webhooks\n'));
    const shown = document.json('"createdAt"') as object;
    expect(status).toBe(201);
    expect(body).toEqual({
      ...shown,
      id: expect.any(String) as unknown,
      createdAt: expect.stringMatching(ISO_MS) as unknown,
    });
    expect(Object.keys(body)).toEqual(Object.keys(shown));
  });

  it('says 401 to whom has no token', async () => {
    const { status, headers, body } = await sendPrinted<Problem>(
      world.url,
      document.block('POST /api/webhooks\n'),
      { 'Authorization: Bearer your-jwt-token\n': '' },
    );
    expect([status, headers.get('content-type'), body.code]).toEqual([
      401,
      'application/problem+json',
      'unauthenticated',
    ]);
  });

  it.each([
    [{}, ['url', 'events']],
    [{ url: 1, events: ['system.info'] }, ['url']],
    [{ url: 'ftp://example.com', events: ['system.info'] }, ['url']],
    [{ url: 'https://example.com', events: 'system.info' }, ['events']],
    [{ url: 'https://example.com', events: [] }, ['events']],
    [{ url: 'https://example.com', events: ['system.info', 'system.*'] }, ['events[1]']],
    [{ url: 'https://example.com', events: ['system.info'], secret: 1 }, ['secret']],
    [{ url: 'https://example.com', events: ['system.info'], retries: 1 }, ['retries']],
  ])(`${document.says('`events` | array |')} and the others: %j names what is wrong`, async (body, paths) => {
    const refused = await world.dialect<Problem>('POST', '/api/webhooks', { body });
    expect(refused.status).toBe(422);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect([...new Set(refused.body.errors?.map(({ path }) => path))]).toEqual(paths);
  });

  it(document.says('(Optional) A secret string used to sign the webhook payload'), async () => {
    const webhook = await world.make('unsigned');
    expect(webhook).not.toHaveProperty('secret');
    world.answer = () => ({ status: 200 });
    await world.publish('workflow.execution.completed', '{"id":"1"}');
    expect((await world.arrival('unsigned')).headers).not.toHaveProperty('x-webhook-signature');
    await world.remove(webhook);
  });
});

describe('Supported Event Types', () => {
  const printed = [...document.text.matchAll(/^- `([a-z.]+)`: (.+)$/gm)].map(([, type, says]) => [
    type,
    says,
  ]);

  it(document.says('The following event types are supported:'), () => {
    expect(printed).toHaveLength(24);
    expect(Object.entries(WORKFLOW_EVENT_TYPES)).toEqual(printed);
  });

  it('are all subscribed to and delivered', async () => {
    const events = printed.map(([type]) => type);
    const webhook = await world.make('types', { events, secret: WORKFLOW_SECRET });
    await world.native('POST', '/api/events/batch', {
      body: { events: events.map((type) => ({ type, data: {} })) },
    });
    await eventually('all arrive', () => world.arrivedAt('types').length === events.length);
    const received = world.arrivedAt('types').map(({ headers }) => headers['x-webhook-event']);
    expect(received.toSorted()).toEqual(events.toSorted());
    await world.remove(webhook);
  });
});

describe('Webhook Payload', () => {
  const sample = document.json('"workflowDefinitionId"') as {
    event: string;
    timestamp: string;
    payload: object;
  };

  it(document.says('The request body contains a JSON payload with the following structure:'), async () => {
    const webhook = await world.make('payload', { secret: WORKFLOW_SECRET });
    const occurredAt = sample.timestamp;
    const data = JSON.stringify(sample.payload);
    await world.publish(sample.event, data, occurredAt);
    const { method, headers, body } = await world.arrival('payload');
    expect([method, body.toString()]).toEqual(['POST', JSON.stringify(sample)]);
    // "Webhook Headers"
    expect(headers['content-type']).toBe(document.says('Always set to `application/json`').split('`')[1]);
    expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual([
      'x-webhook-event',
      'x-webhook-timestamp',
      'x-webhook-signature',
    ]);
    expect(headers['x-webhook-event']).toBe(sample.event);
    document.says('The timestamp of the event in milliseconds since the Unix epoch');
    expect(headers['x-webhook-timestamp']).toBe(String(Date.parse(occurredAt)));
    await world.remove(webhook);
  });
});

describe('Webhook Signature Verification', () => {
  it(document.says('the system signs the request body using HMAC-SHA256'), async () => {
    // The handler that is printed answers each of 30 awkward payloads, and none that another secret has signed.
    expect(document.block('function verifyWebhookSignature')).toContain(WORKFLOW_SECRET);
    const good = await world.make('signed', { secret: WORKFLOW_SECRET });
    const forged = await world.make('forged', { secret: 'another secret' });
    for (const data of AWKWARD_PAYLOADS) await world.publish('workflow.execution.completed', data);
    await eventually(
      'all are delivered',
      async () => (await world.countDeliveries(good, 'delivered')) === AWKWARD_PAYLOADS.length,
    );
    expect(world.arrivedAt('signed')).toHaveLength(AWKWARD_PAYLOADS.length);
    expect(await world.findDelivery(forged, 'retrying')).toMatchObject({ last_response_status: 401 });
    for (const webhook of [good, forged]) await world.remove(webhook);
  });
});

describe('Testing Webhooks', () => {
  const example = document.block('POST /api/webhooks/test');
  const unregistered = 'https://example.com/webhook';

  it(
    document.says('You can test a webhook by making a POST request to the `/api/webhooks/test`'),
    async () => {
      const { status, body, text } = await world.send<object>(example, {
        [unregistered]: `${world.receiver.url}test`,
      });
      const shown = document.json('"success": true') as object;
      expect([status, body, text]).toEqual([200, shown, JSON.stringify(shown)]);
      const received = JSON.parse((await world.arrival('test')).body.toString()) as unknown;
      expect(received).toEqual({
        event: 'workflow.execution.completed',
        timestamp: expect.stringMatching(ISO_MS) as unknown,
        payload: { id: '1', status: 'COMPLETED' },
      });
    },
  );

  it('tells a failure with 200: a refusal by the receiver, no answer, and an address that is not sent to', async () => {
    const to = async (target: string): Promise<unknown> =>
      (await world.send<{ message: string }>(example, { [unregistered]: target })).body;
    world.answer = () => ({ status: 500 });
    const failed = { success: false, message: expect.any(String) as unknown };
    expect(await to(`${world.receiver.url}test`)).toEqual({ ...failed, statusCode: 500 });
    const closed = await startReceiver();
    await closed.close();
    expect(await to(closed.url)).toEqual({ ...failed, statusCode: null });
    // Refused before anything is sent, in the same words whatever is behind them.
    expect(await to('http://[::1]:9/')).toEqual({ ...failed, statusCode: null });
  });

  it.each(['url', 'event', 'payload'])(
    `${document.says('The event type to simulate')}: %s is needed`,
    async (name) => {
      const whole = { url: world.receiver.url, event: 'system.info', payload: {}, secret: null };
      const { status, body } = await world.dialect<Problem>('POST', '/api/webhooks/test', {
        body: { ...whole, [name]: undefined },
      });
      expect([status, body.errors?.map(({ path }) => path)]).toEqual([422, expect.arrayContaining([name])]);
    },
  );
});

describe('Managing Webhooks', () => {
  it('Get All Webhooks, Update a Webhook, Delete a Webhook', async () => {
    const list = document.block('GET /api/webhooks');
    for (const one of (await world.send<WorkflowWebhook[]>(list)).body) await world.remove(one);
    const webhook = await world.make('managed', { secret: WORKFLOW_SECRET, events: ['system.info'] });
    const { secret: _secret, ...shown } = webhook;
    expect((await world.send<WorkflowWebhook[]>(list)).body).toEqual([shown]);
    expect((await world.dialect('GET', `/api/webhooks/${webhook.id}`)).body).toEqual(shown);
    // The native API shows the same webhook, and how long an attempt may take.
    document.says('Ensure your webhook handler responds quickly (within a few seconds)');
    expect((await world.native('GET', `/api/webhooks/${webhook.id}`)).body).toMatchObject({
      format: 'workflow',
      timeout_ms: 15_000,
    });

    const changed = await world.send(document.block('PUT /api/webhooks/{id}'), { '{id}': webhook.id });
    const events = ['workflow.execution.completed', 'workflow.execution.failed'];
    const url = 'https://example.com/updated-webhook';
    expect([changed.status, changed.body]).toEqual([200, { ...shown, url, events }]);
    const back = await world.dialect('PUT', `/api/webhooks/${webhook.id}`, {
      body: { url: `${world.receiver.url}managed` },
    });
    expect(back.body).toEqual({ ...changed.body, url: `${world.receiver.url}managed` });
    // The secret has stayed: the document's handler takes what is sent.
    await world.publish('workflow.execution.failed', '{}');
    await world.findDelivery(webhook, 'delivered');

    const gone = await world.send(document.block('DELETE /api/webhooks/{id}'), { '{id}': webhook.id });
    expect([gone.status, gone.text]).toEqual([204, '']);
    const missing = await world.dialect<Problem>('GET', `/api/webhooks/${webhook.id}`);
    expect([missing.status, missing.body.code]).toEqual([404, 'not_found']);
  });

  it('an inactive webhook gets nothing until it is active again', async () => {
    const webhook = await world.make('switched', { secret: WORKFLOW_SECRET });
    const path = `/api/webhooks/${webhook.id}`;
    expect((await world.dialect<WorkflowWebhook>('PUT', path, { body: { active: false } })).body.active).toBe(
      false,
    );
    await world.publish('workflow.execution.completed', '{"number":1}');
    expect(
      (await world.dialect<WorkflowWebhook>('PUT', path, { body: { ...webhook, secret: undefined } })).body,
    ).toEqual((await world.dialect('GET', path)).body);
    await world.publish('workflow.execution.completed', '{"number":2}');
    expect((await world.arrival('switched')).body.toString()).toContain('"number":2');
    expect(world.arrivedAt('switched')).toHaveLength(1);
    await world.dialect('DELETE', path);
  });
});

describe('Best Practices', () => {
  it.each([302, 400, 404, 410, 429, 500])(
    `${document.says('the system will retry delivery with exponential backoff')}: after %i`,
    async (status) => {
      const webhook = await world.make(`status-${status}`, { secret: WORKFLOW_SECRET });
      world.answer = () => ({ status });
      await world.publish('workflow.execution.completed', '{"id":"1"}');
      const waiting = await world.findDelivery(webhook, 'retrying');
      expect(waiting.max_attempts).toBe(10);
      const delayMs = Date.parse(waiting.next_retry_at) - Date.parse(waiting.updated_at);
      expect(Math.abs(delayMs - 5_000)).toBeLessThanOrEqual(1_100);
      world.answer = byDocument;
      await world.native('POST', `/api/deliveries/${waiting.id}/retry`);
      await world.findDelivery(webhook, 'delivered');
      const [first, second] = world.arrivedAt(`status-${status}`).map(({ body }) => body.toString());
      expect(second).toBe(first);
      await world.remove(webhook);
    },
  );
});

describe('The document', () => {
  it('has no example that is not tried here', () => {
    expect(document.untried()).toEqual([]);
  });
});
