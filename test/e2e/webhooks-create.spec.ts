import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { decodeWebhookSecret } from '../../src/domain/webhook-secrets.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface WebhookAnswer {
  id: string;
  secret: string;
  created_at: string;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const url = 'http://127.0.0.1:9/hook';
const create = async (body: object): Promise<{ status: number; body: WebhookAnswer }> => {
  const answer = await app.post('/api/webhooks', body);
  return { status: answer.status, body: answer.body as WebhookAnswer };
};
describe('201', () => {
  it('makes a webhook of a URL alone', async () => {
    const answer = await app.post('/api/webhooks', { url });
    expect(answer.status).toBe(201);
    const body = answer.body as WebhookAnswer;
    expect(body).toEqual({
      id: expect.stringMatching(/^wh_[0-9a-z]{26}$/) as unknown,
      tenant_id: 'tn_01k0000000e008000000000001',
      uid: null,
      name: '127.0.0.1:9',
      description: '',
      metadata: {},
      url,
      events: [],
      filter: null,
      headers: {},
      format: 'standard',
      signature: 'hmac-sha256',
      public_key: null,
      retry: DEFAULT_RETRY_POLICY,
      timeout_ms: 15_000,
      rate_limit: null,
      max_in_flight: 64,
      mode: 'live',
      active: true,
      state: 'active',
      state_reason: null,
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
      updated_at: body.created_at,
      secret: expect.any(String) as unknown,
    });
    expect(decodeWebhookSecret(body.secret)).not.toBeNull();
    expect(answer.headers).toMatchObject({
      location: `/api/webhooks/${body.id}`,
      'cache-control': 'no-store',
    });
  });

  it('keeps what it is given, and shows the secret this once and header values never', async () => {
    const given = {
      uid: 'orders.eu-1',
      name: 'Orders · EU',
      description: 'first line\nsecond line',
      metadata: { team: 'billing', 'x y': '' },
      url: 'https://example.com/a?b=c',
      format: 'standard',
      timeout_ms: 100,
      max_in_flight: 1_000,
      mode: 'shadow',
      active: false,
    };
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const events = ['order.*', 'user.created', 'order.*'];
    const { status, body } = await create({ ...given, events, secret, headers: { 'X-Token': 's3cret' } });
    expect(status).toBe(201);
    const kept = {
      ...given,
      events: ['order.*', 'user.created'],
      headers: { 'X-Token': '***' },
      state: 'disabled',
      state_reason: 'inactive',
    };
    expect(body).toMatchObject({ ...kept, secret });
    const shown = await app.get('/api/webhooks/orders.eu-1');
    expect(shown.body).toMatchObject(kept);
    expect(shown.text).not.toContain('secret');
    expect(shown.text).not.toContain('s3cret');
  });

  it('stores the URL in its canonical spelling', async () => {
    const { body } = await create({ url: 'HTTPS://EXAMPLE.com:443/a/../b#fragment' });
    expect(body).toMatchObject({ url: 'https://example.com/b', name: 'example.com' });
  });

  it.each([
    [{}, DEFAULT_RETRY_POLICY],
    [{ jitter: 0 }, { ...DEFAULT_RETRY_POLICY, jitter: 0 }],
    [
      { schedule_ms: [0, 604_800_000] },
      { schedule_ms: [0, 604_800_000], jitter: 0.2, retry_on: 'any_failure' },
    ],
    [
      { max_attempts: 2, retry_on: [503, 429] },
      {
        max_attempts: 2,
        initial_delay_ms: 5_000,
        backoff_multiplier: 2,
        max_delay_ms: 86_400_000,
        jitter: 0.2,
        retry_on: [503, 429],
      },
    ],
  ])('completes the retry policy %j', async (retry, expected) => {
    expect((await create({ url, retry })).body).toMatchObject({ retry: expected });
  });

  it('gives a uid again once its webhook is deleted', async () => {
    expect((await create({ url, uid: 'again' })).status).toBe(201);
    await app.delete('/api/webhooks/again');
    expect((await create({ url, uid: 'again' })).status).toBe(201);
  });
});

describe('400', () => {
  it('for broken JSON', async () => {
    const answer = await app.post('/api/webhooks', '{"url":');
    expect(answer.status).toBe(400);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status: 400, code: 'malformed_json' });
  });
});

describe('409', () => {
  it('for a uid in use, also of twenty at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ url, uid: 'one' })));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([201, ...Array<number>(19).fill(409)]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ code: 'conflict', detail: 'Another webhook has this uid.' });
  });
});

describe('415', () => {
  it('for what is not JSON', async () => {
    const answer = await app.post('/api/webhooks').type('form').send('url=http://127.0.0.1/');
    expect(answer.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });
});
