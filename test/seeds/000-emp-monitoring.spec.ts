import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../src/domain/ids.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { openSeed } from '../support/seed-document.ts';
import {
  payloadOf,
  startEmpWorld,
  startStatusReceiver,
  waitForRequests,
  type EmpAnswerBody,
  type EmpPayload,
  type EmpWorld,
} from './emp-world.ts';

const seed = openSeed('emp');
const { says } = seed;
const JOBS = 20;
const QUICK = { initial_delay_ms: 1, max_delay_ms: 1 };

let world: EmpWorld;
let receiver: Receiver;
beforeAll(async () => {
  world = await startEmpWorld({ POSTHORN_LOG_LEVEL: 'info' });
  receiver = await startStatusReceiver();
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});
beforeEach(async () => {
  await world.clear();
  receiver.requests.length = 0;
});

describe(says('### Delivery Statistics'), () => {
  it('runs as it is written, and counts as it is shown', async () => {
    const retryConfig = { ...QUICK, max_attempts: 1 };
    const webhook = await world.create({ url: receiver.url, events: ['job.*'], retry_config: retryConfig });
    const { id } = webhook;
    await world.rename(webhook, 'wh_123');
    const publishAll = async (count: number): Promise<void> => {
      for (let number = 0; number < count; number += 1) await world.publish('job.completed', { number });
    };
    const command = seed.block('curl http://localhost:4000/api/webhooks/wh_123/stats');
    const stats = async (): Promise<unknown> => {
      const [answer] = (await world.run(command)) as EmpAnswerBody<object>[];
      const shown = seed.json('"total_deliveries": 150') as EmpAnswerBody<object>;
      expect(Object.keys(answer?.data ?? {})).toEqual(Object.keys(shown.data));
      expect(answer).toMatchObject({ success: true, timestamp: expect.any(String) as unknown });
      return Object.values(answer?.data ?? {});
    };
    const become = async (what: string, ...numbers: number[]): Promise<void> => {
      await eventually(what, async () => JSON.stringify(await stats()) === JSON.stringify(numbers));
    };
    await publishAll(3);
    await become('three are successful', 3, 3, 0, 0, 0);
    await world.call('PUT', `/api/webhooks/${id}`, { url: `${receiver.url}500` });
    await publishAll(2);
    await become('two have failed', 5, 3, 2, 0, 0);
    const later = { max_attempts: 2, initial_delay_ms: 80_000_000, max_delay_ms: 80_000_000 };
    await world.call('PUT', `/api/webhooks/${id}`, { retry_config: later });
    await publishAll(1);
    await become('one waits to be tried again', 5, 3, 2, 1, 0);
    await world.app.post(`/api/webhooks/${id}/pause`);
    await publishAll(1);
    await become('one is pending', 5, 3, 2, 1, 1);
  });
});

describe(says('### Testing Webhooks'), () => {
  it(says('Test webhook endpoints without triggering real events:'), async () => {
    const webhook = await world.create({ url: receiver.url, events: ['job.failed'] });
    await world.rename(webhook, 'wh_123');
    const [answer] = await world.run(seed.block('curl -X POST', '/wh_123/test'));
    const shown = seed.json('"job_id": "test_job_123"') as EmpPayload;
    expect(receiver.requests.map(payloadOf)).toEqual([
      {
        ...shown,
        event_id: expect.stringMatching(/^test_\d{13}_[a-z0-9]{6}$/),
        timestamp: expect.any(Number),
      },
    ]);
    expect(Number.isInteger(receiver.requests.map(payloadOf)[0]?.timestamp)).toBe(true);
    expect(answer).toMatchObject({
      success: true,
      data: { webhook_id: 'wh_123', event_type: 'job.submitted', response_status: 200 },
    });
    expect(await world.deliveriesOf(webhook.id)).toEqual([]);
  });

  it('tells what failed', async () => {
    const { id } = await world.create({ url: `${receiver.url}500`, events: ['job.failed'] });
    expect(await world.call('POST', `/api/webhooks/${id}/test`)).toMatchObject({
      status: 200,
      success: false,
      error: 'HTTP 500',
      data: { response_status: 500 },
    });
  });
});

describe(says('### Logging'), () => {
  it(says('Webhook activities are logged with structured data:'), async () => {
    const failing = await startReceiver((_, index) => ({ status: index === 0 ? 500 : 200 }));
    const { id } = await world.create({
      url: `${failing.url}hooks?token=secret`,
      events: ['job.completed'],
      retry_config: { ...QUICK, max_attempts: 3 },
    });
    const webhook = fromPublicId('webhook', id);
    const told = (message: string) =>
      world.logLines().filter((line) => line.webhook === webhook && line.msg === message);
    says('INFO: Webhook registered: wh_123 -> https://api.example.com/hooks');
    expect(told('webhook registered')).toEqual([expect.objectContaining({ url: `${failing.url}hooks` })]);
    const eventId = await world.publish('job.completed', { job_id: 'job_123' });
    await world.settled(id, 'delivered');
    await eventually('both attempts are told', () => told('attempt').length === 2);
    const event = fromPublicId('event', eventId);
    const attempt = { event, event_type: 'job.completed', job_id: 'job_123', max_attempts: 3 };
    says('WARN: Webhook delivery failed: wh_123 (attempt 1) - HTTP 500');
    says('INFO: Webhook retry scheduled: wh_123 in 2000ms (attempt 2/3)');
    says('INFO: Webhook delivered successfully: wh_123 (job.completed, job_123)');
    expect(told('attempt')).toEqual([
      expect.objectContaining({
        ...attempt,
        attempt: 1,
        response_status: 500,
        outcome: 'retry',
        retry_in_ms: 1,
      }),
      expect.objectContaining({ ...attempt, attempt: 2, response_status: 200, outcome: 'delivered' }),
    ]);
    await failing.close();
  });
});

describe(says('### Performance Considerations'), () => {
  it(says('Delivery queue processes one webhook at a time per service instance'), async () => {
    await world.create({ url: `${receiver.url}200/slow`, events: ['job.*'] });
    const types = ['job.submitted', 'job.assigned', 'job.progress', 'job.completed'];
    for (const type of types) await world.publish(type, {});
    const requests = await waitForRequests(receiver.requests, types.length);
    expect(requests.map((one) => payloadOf(one).event_type)).toEqual(types);
    const pauses = requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0));
    // Each is answered after 100 ms, and the next is sent after that.
    for (const pause of pauses) expect(pause).toBeGreaterThan(95);
  });
});

describe('the order of what one producer tells a webhook', () => {
  it('is kept, so that no job is completed before it has made progress', async () => {
    await world.create({ url: receiver.url, events: ['job.*'] });
    for (let number = 0; number < JOBS; number += 1) {
      await world.publish('job.progress', { number });
      await world.publish('job.completed', { number });
    }
    const requests = await waitForRequests(receiver.requests, 2 * JOBS);
    const told = requests
      .map(payloadOf)
      .map(({ event_type: type, data }) => `${type} ${String(data.number)}`);
    const expected = Array.from({ length: JOBS }, (_, number) => [
      `job.progress ${number}`,
      `job.completed ${number}`,
    ]);
    expect(told).toEqual(expected.flat());
  });
});

describe(says('## Common Use Cases'), () => {
  it('has a handler that takes what is sent', async () => {
    // As it is printed but for the word that JavaScript asks for where `await` stands.
    const code = seed
      .block('Webhook handler in external service')
      .replace('(req, res) =>', 'async (req, res) =>');
    const calls: unknown[][] = [];
    let handle: (request: { body: unknown }, response: object) => Promise<void> = () => Promise.resolve();
    const note =
      (name: string) =>
      (...args: unknown[]) =>
        calls.push([name, ...args]);
    runInNewContext(code, {
      app: { post: (_path: string, handler: typeof handle) => (handle = handler) },
      updateJobStatus: note('updateJobStatus'),
      sendAlert: note('sendAlert'),
      scaleUpResources: note('scaleUpResources'),
    });
    await world.create({ url: receiver.url, events: ['job.*', 'machine.startup'] });
    await world.publish('job.completed', { job_id: 'job_1', result: { ok: true } });
    await world.publish('job.failed', { job_id: 'job_2', error: 'out of memory' });
    await world.publish('machine.startup', { machine_id: 'm1' });
    const answered: unknown[] = [];
    for (const request of await waitForRequests(receiver.requests, 3)) {
      const response = {
        status: (status: number) => ({ json: (body: unknown) => answered.push([status, body]) }),
      };
      await handle({ body: payloadOf(request) }, response);
    }
    expect(calls).toEqual([
      ['updateJobStatus', 'job_1', 'completed', { ok: true }],
      ['sendAlert', 'Job failed', 'out of memory'],
      ['scaleUpResources', 'm1'],
    ]);
    expect(answered).toEqual(calls.map(() => [200, { received: true }]));
  });

  it.each([
    ['### Workflow Orchestration', 'https://workflow.example.com/job-events'],
    ['### Real-time Dashboards', 'https://dashboard.example.com/live-updates'],
  ])('%s', async (title, url) => {
    says(title);
    const body = seed.json(url) as { url: string; events: string[]; filters: object };
    expect(await world.create(body)).toMatchObject(body);
  });

  it('sends a dashboard the machines of its cluster alone', async () => {
    const { events, filters } = seed.json('"prod-cluster-*"') as { events: string[]; filters: object };
    await world.create({ url: receiver.url, events, filters });
    await world.publish('job.progress', { machine_id: 'dev-1' });
    await world.publish('job.progress', { progress: 10 });
    await world.publish('job.progress', { machine_id: 'prod-cluster-7', progress: 50 });
    await waitForRequests(receiver.requests, 1);
    expect(receiver.requests.map((one) => payloadOf(one).data)).toEqual([
      { machine_id: 'prod-cluster-7', progress: 50 },
    ]);
  });
});
