import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { openSeed } from '../support/seed-document.ts';
import { AWKWARD_PAYLOADS } from '../support/wire-inputs.ts';
import { payloadOf, startEmpWorld, waitForRequests, type EmpWorld } from './emp-world.ts';
import { empVerifier } from './sample-verifiers.ts';

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
const requestsAt = (path: string) => receiver.requests.filter((one) => one.path === `/${path}`);

describe(says('### HMAC Signature Verification'), () => {
  const verify = empVerifier();

  it(says('When a webhook includes a `secret`, all payloads are signed with HMAC-SHA256'), async () => {
    await world.create({ url: to('signed'), events: ['job.completed'], secret: SECRET });
    const texts = AWKWARD_PAYLOADS.map((data) => `{"type":"job.completed","data":${data}}`);
    for (const text of texts) {
      await fetch(`${world.app.url}/api/events`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: text,
      });
    }
    await waitForRequests(receiver.requests, texts.length);
    for (const request of receiver.requests) {
      const signature = String(request.headers['x-webhook-signature']);
      expect(signature).toMatch(/^sha256=[0-9a-f]{64}$/);
      expect(verify(payloadOf(request), signature, SECRET)).toBe(true);
      expect(verify(payloadOf(request), signature, 'another')).toBe(false);
    }
  });

  it('sends the headers that are shown, in their spelling', async () => {
    const { id } = await world.create({ url: to('headers'), events: ['job.completed'], secret: SECRET });
    const eventId = await world.publish('job.completed', {});
    await waitForRequests(receiver.requests, 1);
    const shown = seed.block('POST /your/webhook/endpoint HTTP/1.1').trim().split('\n').slice(1);
    const names = shown.map((line) => (line.split(':')[0] ?? '').toLowerCase());
    expect(Object.keys(receiver.requests[0]?.headers ?? {})).toEqual(expect.arrayContaining(names));
    expect(receiver.requests[0]).toMatchObject({
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'EMP-Job-Queue-Webhook/1.0',
        'x-webhook-event': 'job.completed',
        'x-webhook-id': id,
        'x-event-id': eventId,
      },
    });
  });

  it('does not sign without a secret, and makes none', async () => {
    const { id } = await world.create({ url: to('unsigned'), events: ['job.completed'] });
    await world.publish('job.completed', {});
    await waitForRequests(receiver.requests, 1);
    expect(receiver.requests[0]?.headers).not.toHaveProperty('x-webhook-signature');
    expect((await world.app.get(`/api/webhooks/${id}/secret`)).body).toMatchObject({ secret: null });
  });
});

describe(says('### Headers and Authentication'), () => {
  it(says('Webhooks support custom headers for authentication:'), async () => {
    const { headers } = seed.json('"X-API-Key": "your-api-key"') as { headers: Record<string, string> };
    await world.create({ url: to('custom'), events: ['job.completed'], headers });
    await world.publish('job.completed', {});
    await eventually('it is sent', () => requestsAt('custom').length === 1);
    expect(requestsAt('custom')[0]?.headers).toMatchObject({
      authorization: 'Bearer your-api-token',
      'x-api-key': 'your-api-key',
      'content-type': 'application/json',
    });
  });

  it('which may replace the content type', async () => {
    const headers = { 'Content-Type': 'application/vnd.emp+json' };
    await world.create({ url: to('replaced'), events: ['job.completed'], headers });
    await world.publish('job.completed', {});
    await eventually('it is sent', () => requestsAt('replaced').length === 1);
    expect(requestsAt('replaced')[0]?.headers['content-type']).toBe('application/vnd.emp+json');
  });
});
