import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface WebhookAnswer {
  readonly id: string;
  readonly secret: string | null;
  readonly signature: string;
  readonly format: string;
}

let app: TestApp;
let receiver: Receiver;
let failuresLeft = 0;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_TEST_SENDS_PER_MINUTE: '1000' });
  receiver = await startReceiver(() => {
    failuresLeft -= 1;
    return { status: failuresLeft >= 0 ? 500 : 204 };
  });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const hex = (secret: string, text: Buffer | string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** A webhook at a path of its own, for the type that is its name. */
async function webhook(name: string, body: object): Promise<WebhookAnswer> {
  const answer = await app.post('/api/webhooks', {
    url: `${receiver.url}${name}`,
    uid: name,
    events: [name],
    ...body,
  });
  expect(answer.status).toBe(201);
  return answer.body as WebhookAnswer;
}

const receivedAt = (name: string): ReceivedRequest[] =>
  receiver.requests.filter(({ path }) => path === `/${name}`);

/** The request number `count` of the webhook, from 1, for an event published now. */
async function published(name: string, data: object, count = 1): Promise<ReceivedRequest> {
  await app.post('/api/events', { type: name, data });
  return await eventually(`request ${count} arrives at ${name}`, () => receivedAt(name)[count - 1]);
}

describe('a format made over the API', () => {
  it('delivers in a shape of its own, and in another as soon as it is changed', async () => {
    await app.post('/api/formats', { name: 'slack-jobs', body: { text: 'Job {event.data.job_id} failed' } });
    const { signature, secret } = await webhook('jobs', { format: 'slack-jobs' });
    expect({ signature, secret }).toEqual({ signature: 'none', secret: null });
    const first = await published('jobs', { job_id: 4711 });
    expect(first.body.toString()).toBe('{"text":"Job 4711 failed"}');
    expect(Object.keys(first.headers)).not.toContain('webhook-signature');

    await app.patch('/api/formats/slack-jobs', { body: { text: '{event.data.job_id} again' } });
    expect((await published('jobs', { job_id: 1 }, 2)).body.toString()).toBe('{"text":"1 again"}');
  });

  it('is sent by test sends too, to a webhook and to any URL', async () => {
    await app.post('/api/formats', {
      name: 'tested',
      body: { is_test: { $when: { test: true } }, v: '{event.data.v}' },
    });
    await webhook('tested', { format: 'tested' });
    const body = { event_type: 'a', data: { v: 1 } };
    expect((await app.post('/api/webhooks/tested/test', body)).body).toMatchObject({ outcome: 'succeeded' });
    const elsewhere = { ...body, url: `${receiver.url}tested`, format: 'tested' };
    expect((await app.post('/api/webhooks/test', elsewhere)).body).toMatchObject({ outcome: 'succeeded' });
    expect(receivedAt('tested').map((one) => one.body.toString())).toEqual(
      Array<string>(2).fill('{"is_test":true,"v":1}'),
    );
  });
});

describe('emp', () => {
  it('signs nothing without a secret, tells of a retry, and lets a webhook replace the content type', async () => {
    const { secret, signature } = await webhook('unsigned', {
      format: 'emp',
      headers: { 'content-type': 'application/vnd.emp+json', Authorization: 'Bearer x' },
      retry: { max_attempts: 2, initial_delay_ms: 1, max_delay_ms: 1 },
    });
    expect({ secret, signature }).toEqual({ secret: null, signature: 'none' });
    failuresLeft = 1;
    const first = await published('unsigned', { job_id: 'j' });
    expect(first.headers).toMatchObject({
      'content-type': 'application/vnd.emp+json',
      authorization: 'Bearer x',
      'user-agent': 'EMP-Job-Queue-Webhook/1.0',
    });
    expect(first.headers).not.toHaveProperty('x-webhook-signature');
    expect(JSON.parse(first.body.toString())).not.toHaveProperty('metadata');
    const second = await eventually('the retry arrives', () => receivedAt('unsigned')[1]);
    expect(JSON.parse(second.body.toString())).toMatchObject({ metadata: { retry_attempt: 1 } });
    expect((await app.get('/api/webhooks/unsigned/secret')).body).toEqual({
      secret: null,
      public_key: null,
      previous: [],
    });
  });

  it('signs with any text, and with the one before it in a header of its own', async () => {
    await webhook('signed', { format: 'emp', secret: 'old' });
    const rotate = (body: object) => app.post('/api/webhooks/signed/secret/rotate', body);
    expect((await rotate({ secret: 'new', overlap_seconds: 60 })).status).toBe(200);
    const { headers, body } = await published('signed', { n: 1 });
    expect(headers).toMatchObject({
      'x-webhook-signature': `sha256=${hex('new', body)}`,
      'x-webhook-signature-previous': `sha256=${hex('old', body)}`,
    });
    expect((await rotate({ overlap_seconds: 60 })).body).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/^2 secrets sign/) as unknown,
    });
    const third = await rotate({ overlap_seconds: 0 });
    expect(third.body).toMatchObject({
      secret: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      previous: [],
    });
  });
});

describe('another format for a webhook', () => {
  const patch = (name: string, body: object) => app.patch(`/api/webhooks/${name}`, body);

  it('keeps a secret that it signs with', async () => {
    const { secret } = await webhook('kept', {});
    expect((await patch('kept', { format: 'emp' })).body).toMatchObject({
      format: 'emp',
      signature: 'hmac-sha256',
    });
    const { headers, body } = await published('kept', {});
    expect(headers['x-webhook-signature']).toBe(`sha256=${hex(secret ?? '', body)}`);
  });

  it('makes a secret where it needs one and there is none', async () => {
    await webhook('needing', { format: 'taskflow' });
    expect((await patch('needing', { format: 'standard' })).body).toMatchObject({ signature: 'hmac-sha256' });
    const answer = await app.get('/api/webhooks/needing/secret');
    expect(answer.body).toMatchObject({ secret: expect.stringMatching(/^whsec_/) as unknown });
  });

  it('422: asks for a secret where it does not sign with the present one', async () => {
    await webhook('other', { format: 'github', secret: 'a text' });
    const refused = await patch('other', { format: 'standard' });
    expect(refused.body).toMatchObject({ status: 422, errors: [{ path: 'secret' }] });
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect((await patch('other', { format: 'standard', secret })).status).toBe(200);
    expect((await patch('other', { format: 'nobody' })).body).toMatchObject({ errors: [{ path: 'format' }] });
    expect((await patch('other', { format: 'slack' })).body).toMatchObject({ signature: 'none' });
    const rotated = await app.post('/api/webhooks/other/secret/rotate', {});
    expect(rotated.body).toMatchObject({ status: 409, detail: 'The webhook’s format does not sign.' });
  });

  it.each<[object, string]>([
    [{ format: 'github', secret: `whsk_${'A'.repeat(86)}==` }, 'secret'],
    [{ format: 'github', signature: 'ed25519' }, 'signature'],
    [{ format: 'slack', secret: 's' }, 'secret'],
    [
      { format: 'github', headers: { 'X-Hub-Signature-256-previous': 's' } },
      'headers.X-Hub-Signature-256-previous',
    ],
    [{ format: 'standard', headers: { 'Content-Type': 'a/b' } }, 'headers.Content-Type'],
  ])('422: a new webhook with %j', async (body, path) => {
    const answer = await app.post('/api/webhooks', { url: receiver.url, ...body });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path }] });
  });
});

describe('an event that the format cannot carry', () => {
  it('ends as unrenderable with an attempt that says why, and is sent when the format can', async () => {
    await app.post('/api/formats', { name: 'named', headers: { 'X-Customer': '{event.data.customer}' } });
    await webhook('named', { format: 'named' });
    const data = { customer: 'a\r\nX-Evil: 1' };
    await app.post('/api/events', { type: 'named', data });
    const id = await eventually('it is given up', async () => {
      const answer = await app.get('/api/webhooks/named/deliveries?status=dead_letter');
      return (answer.body as { data: { id: string }[] }).data[0]?.id;
    });
    expect((await app.get(`/api/deliveries/${id}`)).body).toMatchObject({
      reason: 'unrenderable',
      last_error_type: 'render_error',
      attempts: [
        {
          error_type: 'render_error',
          error_message: 'The header X-Customer would not be printable ASCII of at most 4096 characters.',
          response_status: null,
          request_headers: {},
        },
      ],
    });
    const tested = await app.post('/api/webhooks/named/test', { data });
    expect(tested.body).toMatchObject({ outcome: 'failed', error_type: 'render_error' });
    expect(receivedAt('named')).toEqual([]);

    await app.patch('/api/formats/named', { headers: null });
    await app.post(`/api/deliveries/${id}/retry`);
    const request = await eventually('it arrives', () => receivedAt('named')[0]);
    expect(JSON.parse(request.body.toString())).toEqual(data);
    expect(app.complaints).toEqual([]);
  });
});
