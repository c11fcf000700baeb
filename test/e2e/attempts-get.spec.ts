import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Answer, type Receiver } from '../support/receiver.ts';
import { addTenant } from '../support/second-tenant.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createWebhook } from '../support/test-sends.ts';

const execute = promisify(execFile);

interface AttemptAnswer {
  readonly id: string;
  readonly delivery_id: string;
  readonly event_id: string;
  readonly webhook_id: string;
  readonly advice: string | null;
  readonly request_url: string | null;
  readonly curl: string | null;
  readonly request_body: string | null;
  readonly curl_as_sent: boolean | null;
}

/** Quotes, and what a shell would take for its own. */
const DATA = `{"text": "it's $(id) \\"here\\" \\\\n 🎉","n":1.0}`;

let app: TestApp;
let receiver: Receiver;
let answer: Answer;
let types = 0;
beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver(() => answer);
});
beforeEach(() => {
  answer = { status: 204 };
  receiver.requests.length = 0;
});
afterAll(async () => {
  await receiver.close();
  await app.close();
});

async function makeAttempt(webhook: object = {}, data: string = DATA): Promise<AttemptAnswer> {
  types += 1;
  const type = `type.${types}`;
  const retry = { schedule_ms: [3_600_000], jitter: 0 };
  await createWebhook(app, { url: `${receiver.url}hooks`, events: [type], retry, ...webhook });
  await app.post('/api/events', `{"type":"${type}","data":${data}}`);
  const id = await eventually('an attempt is recorded', async () => {
    const list = await app.get(`/api/deliveries?event_type=${type}`);
    const [delivery] = (list.body as { data: { id: string; attempt_count: number }[] }).data;
    return delivery !== undefined && delivery.attempt_count > 0 && delivery.id;
  });
  const shown = await app.get(`/api/deliveries/${id}`);
  const [attempt] = (shown.body as { attempts: { id: string }[] }).attempts;
  return await read(attempt?.id ?? '');
}

async function read(id: string): Promise<AttemptAnswer> {
  const shown = await app.get(`/api/attempts/${id}`);
  expect(shown.status).toBe(200);
  return shown.body as AttemptAnswer;
}

describe('200', () => {
  it('shows what the list of its delivery shows, and what it belongs to', async () => {
    const shown = await makeAttempt();
    const { advice, request_url: url, curl, curl_as_sent: isAsSent, request_body: body, ...attempt } = shown;
    const delivery = await app.get(`/api/deliveries/${attempt.delivery_id}`);
    const { event_id, webhook_id, attempts } = delivery.body as AttemptAnswer & { attempts: object[] };
    expect({ advice, request_body: null, ...attempt }).toEqual({
      ...attempts[0],
      event_id,
      webhook_id,
      request_method: 'POST',
    });
    expect(body).toBe(receiver.requests[0]?.body.toString());
    expect([advice, url, isAsSent]).toEqual([null, `${receiver.url}hooks`, true]);
    expect(curl).not.toContain('whsec_');
  });

  it.each([
    [404, /check the path/],
    [429, /rate_limit/],
    [500, /look in its log/],
  ])('gives advice for %d', async (status, words) => {
    answer = { status };
    expect((await makeAttempt()).advice).toMatch(words);
  });

  it('gives a command that makes the same request, but for what is masked', async () => {
    const { curl } = await makeAttempt({ headers: { 'X-Token': "s3cret's" } });
    expect(curl).not.toContain('s3cret');
    await execute('/bin/sh', ['-c', `${curl ?? 'false'} --silent --show-error --noproxy '*'`]);
    const [sent, again] = receiver.requests;
    expect(receiver.requests).toHaveLength(2);
    expect(again?.body.toString()).toBe(sent?.body.toString());
    expect(again?.path).toBe(sent?.path);
    const ofFormat = ({ headers }: { headers: Record<string, unknown> }): unknown[] =>
      ['content-type', 'user-agent', 'webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
        (name) => headers[name],
      );
    expect(again && ofFormat(again)).toEqual(sent && ofFormat(sent));
    expect([sent?.headers['x-token'], again?.headers['x-token']]).toEqual(["s3cret's", '***']);
  });

  it('reads a body from a file that is too large for a command line', async () => {
    const { curl, request_body: body } = await makeAttempt({}, JSON.stringify({ text: 'x'.repeat(70_000) }));
    expect(body).toBeNull();
    expect(curl).toContain('--data-binary @body.json');
    expect((curl ?? '').length).toBeLessThan(2_000);
  });

  it('says that the webhook has changed since', async () => {
    const { id, webhook_id: webhookId } = await makeAttempt();
    await app.patch(`/api/webhooks/${webhookId}`, { url: `${receiver.url}elsewhere` });
    const { curl, ...shown } = await read(id);
    expect(shown).toMatchObject({ request_url: `${receiver.url}elsewhere`, curl_as_sent: false });
    expect(curl).toContain('/elsewhere');
  });

  it('has no command once the event has lost its data, or the webhook is deleted', async () => {
    const { id, webhook_id: webhookId } = await makeAttempt();
    await app.database.query('update events set data = null');
    expect(await read(id)).toMatchObject({
      request_url: `${receiver.url}hooks`,
      curl: null,
      request_body: null,
      curl_as_sent: true,
    });
    await app.delete(`/api/webhooks/${webhookId}`);
    const afterwards = await read(id);
    expect(afterwards).toMatchObject({ request_url: null, curl: null, curl_as_sent: null });
    expect(afterwards.request_body).toBeNull();
  });
});

describe('304', () => {
  it('for the entity tag that was answered, until the webhook changes', async () => {
    const { id, webhook_id: webhookId } = await makeAttempt();
    const tag = String((await app.get(`/api/attempts/${id}`)).headers.etag);
    const again = await app.get(`/api/attempts/${id}`).set('If-None-Match', tag);
    expect([again.status, again.text]).toEqual([304, '']);
    await app.patch(`/api/webhooks/${webhookId}`, { url: `${receiver.url}elsewhere` });
    expect((await app.get(`/api/attempts/${id}`).set('If-None-Match', tag)).status).toBe(200);
  });
});

describe('404', () => {
  it.each(['att_01h455vb4pex5vsknk084sn02q', 'dlv_01h455vb4pex5vsknk084sn02q', 'nonsense', 'a%00'])(
    'for the unknown id %s',
    async (id) => {
      const shown = await app.get(`/api/attempts/${id}`);
      expect(shown.body).toMatchObject({ status: 404, detail: 'There is no such attempt.' });
    },
  );

  it('for another tenant’s attempt', async () => {
    const { id } = await makeAttempt();
    await addTenant(app, 'acme');
    const shown = await app.get(`/api/attempts/${id}`).set('Posthorn-Tenant', 'acme');
    expect(shown.status).toBe(404);
  });
});
