import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface Fault {
  path: string;
  message: string;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const url = 'http://127.0.0.1:9/hook';
const faultsOf = async (body: object): Promise<Fault[]> => {
  const answer = await app.post('/api/webhooks', body);
  expect(answer.status).toBe(422);
  const { code, errors } = answer.body as { code: string; errors: Fault[] };
  expect(code).toBe('invalid');
  return errors;
};

describe('422', () => {
  it('for {"url":"nonsense"}, with the whole problem', async () => {
    const answer = await app.post('/api/webhooks', { url: 'nonsense' });
    expect(answer.status).toBe(422);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:posthorn:error:invalid',
      title: 'Invalid request',
      status: 422,
      detail: 'The request has faults; each is listed in errors.',
      code: 'invalid',
      request_id: answer.headers['x-request-id'],
      errors: [{ path: 'url', message: 'must be an absolute http or https URL' }],
    });
  });

  it('with every fault at once', async () => {
    const errors = await faultsOf({
      url: 'ftp://example.com',
      filter: [],
      rate_limit: 1,
      nope: 1,
      uid: 'wh_x',
      name: '',
      events: ['ok', 'a b'],
      secret: '',
      metadata: { n: 1 },
      format: 'Unheard of',
      active: 'yes',
      retry: { schedule_ms: [-1], max_attempts: 0, nope: 1 },
    });
    expect(errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'url',
        'filter',
        'rate_limit',
        'nope',
        'uid',
        'name',
        'events[1]',
        'secret',
        'metadata',
        'format',
        'active',
        'retry.schedule_ms[0]',
        'retry.schedule_ms',
        'retry.max_attempts',
        'retry.nope',
      ]),
    );
  });

  it.each([
    ['http://10.0.0.1/', 'private'],
    ['http://169.254.169.254/latest', 'metadata'],
    ['http://[::ffff:10.0.0.1]/', 'mapped'],
    ['http://0x0a000001/', 'hexadecimal'],
    ['http://[::1]/', 'loopback that is not opened'],
  ])('for the address in %s (%s)', async (hostile) => {
    const message = 'must not name an address that is refused here; POSTHORN_ALLOWED_NETWORKS opens networks';
    expect(await faultsOf({ url: hostile })).toEqual([{ path: 'url', message }]);
  });

  it.each([
    ['http://user:password@127.0.0.1/', 'must not contain a user name or password'],
    [`http://127.0.0.1/${'a'.repeat(2_048)}`, 'must be at most 2048 characters long'],
  ])('for the URL %.40s', async (bad, message) => {
    expect(await faultsOf({ url: bad })).toEqual([{ path: 'url', message }]);
  });

  it('with what its format says, of its secret and its headers, at once', async () => {
    const body = { url, secret: 'whsec_short', headers: { 'Webhook-ID': 'x' } };
    expect(await faultsOf(body)).toEqual([
      { path: 'headers.Webhook-ID', message: 'is set by the sender itself' },
      {
        path: 'secret',
        message: 'must be whsec_ and the base64 of 24 to 64 bytes, or an ed25519 key that begins whsk_',
      },
    ]);
    const [fault] = await faultsOf({ url, format: 'unheard-of', secret: 'whsec_short' });
    expect(fault).toMatchObject({ path: 'format', message: expect.stringContaining('standard') as unknown });
  });

  it('for headers that would break or forge a request', async () => {
    const errors = await faultsOf({
      url,
      headers: { 'Content-Length': '0', webhook_signature: 'v1', 'a b': 'x', 'X-Cr': 'a\r\nb', Ok: 'fine' },
    });
    expect(new Set(errors.map(({ path }) => path))).toEqual(
      new Set(['headers.Content-Length', 'headers.webhook_signature', 'headers.a b', 'headers.X-Cr']),
    );
  });

  it.each([
    [{ retry: [] }, 'retry'],
    [{ retry: { schedule_ms: [] } }, 'retry.schedule_ms'],
    [{ retry: { schedule_ms: Array<number>(51).fill(1) } }, 'retry.schedule_ms'],
    [{ retry: { schedule_ms: [604_800_001] } }, 'retry.schedule_ms[0]'],
    [{ retry: { max_attempts: 51 } }, 'retry.max_attempts'],
    [{ retry: { initial_delay_ms: 0 } }, 'retry.initial_delay_ms'],
    [{ retry: { backoff_multiplier: 10.5 } }, 'retry.backoff_multiplier'],
    [{ retry: { initial_delay_ms: 10, max_delay_ms: 9 } }, 'retry.max_delay_ms'],
    [{ retry: { jitter: 1.1 } }, 'retry.jitter'],
    [{ retry: { retry_on: 'sometimes' } }, 'retry.retry_on'],
    [{ retry: { retry_on: [299] } }, 'retry.retry_on'],
    [{ timeout_ms: 99 }, 'timeout_ms'],
    [{ timeout_ms: 300_001 }, 'timeout_ms'],
    [{ max_in_flight: 1_001 }, 'max_in_flight'],
    [{ mode: 'dark' }, 'mode'],
    [{ name: 'a\u0000' }, 'name'],
    [{ name: 'é'.repeat(201) }, 'name'],
    [{ uid: 'a b' }, 'uid'],
    [{ uid: 'tn_1' }, 'uid'],
    [{ description: 'a\u0000' }, 'description'],
    [{ description: 'a'.repeat(2_001) }, 'description'],
    [{ metadata: { a: '\ud800' } }, 'metadata'],
    [{ metadata: { a: 'x'.repeat(4_096) } }, 'metadata'],
    [{ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, ''])) }, 'metadata'],
    [{ events: Array<string>(201).fill('a') }, 'events'],
    [{ events: 'a' }, 'events'],
    [{ headers: { a: 1 } }, 'headers'],
    [{ headers: [] }, 'headers'],
    [{ headers: { 'X-Key': '***' } }, 'headers.X-Key'],
    [{ valueOf: 1 }, 'valueOf'],
    [{ metadata: { toString: 'x' } }, 'metadata.toString'],
    [{ filter: { 'data.a': { $eq: { toString: 1 } } } }, 'filter["data.a"].$eq.toString'],
  ])('for %j', async (fault, path) => {
    const errors = await faultsOf({ url, ...fault });
    expect(new Set(errors.map((error) => error.path))).toEqual(new Set([path]));
  });

  it('never lets a fault reach the log as a failure of ours', () => {
    expect(app.complaints).toEqual([]);
  });
});
