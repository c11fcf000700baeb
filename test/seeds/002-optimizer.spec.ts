import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as library from '../../packages/client/src/posthorn-client.ts';
import {
  DEFAULT_RATE_LIMIT_CONFIG,
  DEFAULT_RETRY_CONFIG,
  WebhookClient,
  WebhookDeliveryStatus,
  WebhookError,
  WebhookErrorType,
  WebhookEventType,
  WebhookSignatureService,
  webhookRetryService,
  webhookSignatureService,
  type WebhookClientConfig,
  type WebhookDelivery,
  type WebhookStatistics,
  type WebhookTarget,
} from '../../packages/client/src/posthorn-client.ts';
import { codeBlocksOf } from '../support/guide.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { AWKWARD_PAYLOADS, PAYLOAD_CASES } from '../support/wire-inputs.ts';
import { DOCUMENT, example, runExample } from './optimizer-examples.ts';

const LOOPBACK = ['127.0.0.0/8'];
const SECRET = 'your-secret-key';

/** A line of the document that a test below checks; it fails when the document does not say so. */
const quoted = (line: string): string => {
  if (!DOCUMENT.includes(line)) throw new Error(`The document does not say: ${line}`);
  return line;
};

/** As a receiver verifies: with what came over the wire. */
function verifies({ headers, body }: ReceivedRequest, secret = SECRET): boolean {
  const [signature, timestamp] = [headers['x-webhook-signature'], headers['x-webhook-timestamp']];
  const payload = JSON.parse(body.toString()) as object;
  return [payload, body].every((signed) =>
    webhookSignatureService.verifySignature(signed, String(signature), secret, String(timestamp), 300_000),
  );
}

let database: TestDatabase;
let receiver: Receiver;
const clients: WebhookClient[] = [];
/** Used by several tests. */
let kept: WebhookClient | null = null;
/** How the receiver answers; by default 204. */
let answer: (request: ReceivedRequest) => { status: number; headers?: Record<string, string> };

function createClient(config: WebhookClientConfig = {}): WebhookClient {
  const client = new WebhookClient({ connectionString: database.url, allowedNetworks: LOOPBACK, ...config });
  clients.push(client);
  return client;
}

async function ended(client: WebhookClient, deliveryId = ''): Promise<WebhookDelivery> {
  return await eventually('the delivery has ended', async () => {
    const delivery = await client.getDelivery(deliveryId);
    return delivery.completedAt === null ? null : delivery;
  });
}

const environment = { ...process.env };
/** A test that fails leaves no connections behind for the next. */
afterEach(async () => {
  for (const client of clients.splice(0)) if (client !== kept) await client.stop();
});

beforeAll(async () => {
  database = await createTestDatabase();
  answer = () => ({ status: 204 });
  receiver = await startReceiver((request) => answer(request));
  process.env.DATABASE_URL = database.url;
  process.env.POSTHORN_ALLOWED_NETWORKS = LOOPBACK.join(',');
});

afterAll(async () => {
  process.env = environment;
  await receiver.close();
  await database.drop();
});

describe('Quick Start', () => {
  it('runs as written', async () => {
    const lines: string[] = [];
    const code = example(receiver.url, 'const client = new WebhookClient();');
    const console = { log: (line: string) => lines.push(line) };
    const given = await runExample(code, library, { console }, [
      'client',
      'deliveryIds',
      'delivery',
      'stats',
    ]);
    const client = given.client as WebhookClient;
    clients.push(client);
    const [deliveryId, ...others] = given.deliveryIds as string[];
    expect(others).toEqual([]);
    const statuses: readonly unknown[] = Object.values(WebhookDeliveryStatus);
    expect(statuses).toContain(lines[0]);
    expect(lines[1]).toMatch(/^Success rate: \d+%$/);
    const delivery = await ended(client, deliveryId);
    expect(delivery).toMatchObject({
      status: 'delivered',
      targetId: 'my-webhook',
      eventType: 'optimization.completed',
      data: { model: 'claude-3-haiku', cost: 0.05, improvement: '60%' },
      maxAttempts: 5,
    });
    const request = receiver.requests.at(-1);
    expect(request === undefined ? false : verifies(request)).toBe(true);
    await client.removeTarget('my-webhook');
    await client.stop();
  });
});

describe('Payload Signing', () => {
  quoted('All webhooks are signed with HMAC-SHA256:');
  const code = example('', 'generateSignature(payload, secret)', 'verifySignature(');

  it('runs as written', async () => {
    const scope = { payload: { cost: 0.05 }, secret: SECRET };
    const { signature, isValid } = await runExample(code, library, scope, ['signature', 'isValid']);
    expect(isValid).toBe(true);
    expect(signature).toMatchObject({ signature: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
  });

  it.each(PAYLOAD_CASES)('verifies what arrives, every payload: %s', async (_start, data) => {
    const client = createClient();
    await client.registerTarget({ id: 'signed', name: 'Signed', url: receiver.url, secret: SECRET });
    await client.start();
    const before = receiver.requests.length;
    const [deliveryId] = await client.send('signing.checked', JSON.parse(data) as object);
    await ended(client, deliveryId);
    const [request] = receiver.requests.slice(before);
    expect(request === undefined ? false : verifies(request)).toBe(true);
    expect(request === undefined ? true : verifies(request, 'another')).toBe(false);
    await client.removeTarget('signed');
    await client.stop();
  });

  it('was tried over thirty payloads', () => {
    expect(AWKWARD_PAYLOADS).toHaveLength(30);
  });
});

describe('Security Features', () => {
  const now = Date.now();
  const signed = webhookSignatureService.generateSignature({ a: 1 }, SECRET, now);

  it(quoted('**Replay Attack Prevention**: Timestamp validation'), () => {
    const at = (timestamp: number) => webhookSignatureService.generateSignature({ a: 1 }, SECRET, timestamp);
    const verify = ({ signature, timestamp }: typeof signed, toleranceMs?: number) =>
      webhookSignatureService.verifySignature({ a: 1 }, signature, SECRET, timestamp, toleranceMs);
    expect(verify(at(Date.now() - 290_000))).toBe(true);
    expect(verify(at(Date.now() - 301_000))).toBe(false);
    expect(verify(at(Date.now() + 310_000))).toBe(false);
    expect(verify(at(Date.now() - 301_000), 600_000)).toBe(true);
    // Another time than the one that was signed.
    expect(verify({ ...signed, timestamp: now - 1 })).toBe(false);
    expect(verify(signed, Number.NaN)).toBe(false);
  });

  it(quoted('**Timing Attack Prevention**: Constant-time comparison'), () => {
    const verify = (
      signature: unknown,
      secret: unknown = SECRET,
      timestamp: unknown = now,
      payload: unknown = { a: 1 },
    ) =>
      webhookSignatureService.verifySignature(
        payload as object,
        signature as string,
        secret as string,
        timestamp as number,
      );
    expect(verify(signed.signature)).toBe(true);
    const flipped = signed.signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    const strange = [
      '',
      'x',
      'é'.repeat(64),
      signed.signature.slice(1),
      `${signed.signature}0`,
      null,
      undefined,
      7,
    ];
    for (const other of [flipped, ...strange]) expect(verify(other)).toBe(false);
    for (const secret of ['', null, 7]) expect(verify(signed.signature, secret)).toBe(false);
    for (const timestamp of ['', ' ', 'soon', '-1', null, Infinity]) {
      expect(verify(signed.signature, SECRET, timestamp)).toBe(false);
    }
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const payload of [circle, null]) expect(verify(signed.signature, SECRET, now, payload)).toBe(false);
  });

  it(quoted('**Secret Rotation**: Dual secret verification during rotation'), () => {
    const verify = (secrets: readonly string[]) =>
      webhookSignatureService.verifySignatureWithRotation({ a: 1 }, signed.signature, secrets, now);
    expect(verify(['new', SECRET])).toBe(true);
    expect(verify([SECRET, 'old'])).toBe(true);
    expect(verify(['new', 'old'])).toBe(false);
    expect(verify([])).toBe(false);
  });

  it(quoted('**Secure Random**: 256-bit cryptographic secret generation'), async () => {
    const { secret } = await runExample(example('', 'generateSecret()'), library, {}, ['secret']);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(Array.from({ length: 100 }, () => WebhookSignatureService.generateSecret())).size).toBe(
      100,
    );
  });

  it('signs with nothing less than a secret', () => {
    expect(() => webhookSignatureService.generateSignature({}, '')).toThrow(
      expect.objectContaining({ type: 'signature_error', retryable: false }) as unknown as Error,
    );
    expect(() => webhookSignatureService.generateSignature({ n: 1n }, SECRET)).toThrow(WebhookError);
  });

  it('lets a new secret take over: the one before signs beside it', async () => {
    const client = createClient();
    await client.registerTarget({ id: 'rotated', name: 'Rotated', url: receiver.url, secret: 'first' });
    await client.updateTarget('rotated', { secret: 'second' });
    await client.start();
    const [deliveryId] = await client.send('signing.rotated', { a: 1 });
    await ended(client, deliveryId);
    const request = receiver.requests.at(-1);
    const { 'x-webhook-signature': current, 'x-webhook-signature-previous': previous } =
      request?.headers ?? {};
    const verify = (signature: unknown, secret: string) =>
      webhookSignatureService.verifySignature(
        request?.body ?? '',
        String(signature),
        secret,
        String(request?.headers['x-webhook-timestamp']),
      );
    expect([verify(current, 'second'), verify(previous, 'first'), verify(current, 'first')]).toEqual([
      true,
      true,
      false,
    ]);
    await client.removeTarget('rotated');
    await client.stop();
  });
});

describe('Exponential Backoff', () => {
  const config = DEFAULT_RETRY_CONFIG;

  it('runs as written', async () => {
    const scope = { attemptNumber: 1, attempts: 1, statusCode: 503 };
    const code = example('', 'calculateRetryDelay(attemptNumber, config)');
    const given = await runExample(code, library, scope, ['config', 'delay', 'shouldRetry']);
    expect(given.config).toEqual(config);
    expect(given.delay).toBeGreaterThanOrEqual(900);
    expect(given.delay).toBeLessThanOrEqual(1_100);
    expect(given.shouldRetry).toBe(true);
  });

  it(`${quoted('// Double each time')} ${quoted('// 60 seconds')} ${quoted('// ±10% randomness')}`, () => {
    const shortest = new library.WebhookRetryService(() => 0);
    const exact = new library.WebhookRetryService(() => 0.5);
    const attempts = [1, 2, 3, 4, 5, 6, 7, 8, 200];
    expect(attempts.map((attempt) => exact.calculateRetryDelay(attempt, config))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
    expect(attempts.slice(0, 3).map((attempt) => shortest.calculateRetryDelay(attempt, config))).toEqual([
      900, 1_800, 3_600,
    ]);
    expect(exact.calculateRetryDelay(0)).toBe(1_000);
  });

  it('obeys Retry-After where it is longer, up to a day', () => {
    const exact = new library.WebhookRetryService(() => 0.5);
    expect(exact.calculateRetryDelay(1, config, '30')).toBe(30_000);
    expect(exact.calculateRetryDelay(3, config, '1')).toBe(4_000);
    expect(exact.calculateRetryDelay(1, config, '999999')).toBe(86_400_000);
    expect(exact.calculateRetryDelay(1, config, 'soon')).toBe(1_000);
    const now = Date.parse('2026-01-31T12:00:00Z');
    expect(exact.parseRetryAfter('Sat, 31 Jan 2026 12:01:00 GMT', now)).toBe(60_000);
    expect(exact.parseRetryAfter(null)).toBeNull();
  });
});

describe('Retry Policy', () => {
  const rows = [
    [quoted('| 2xx | ❌ No | Success |'), [200, 204, 299], false],
    [quoted('| 4xx | ❌ No | Client error (permanent) |'), [400, 401, 404, 410, 422, 499], false],
    [quoted('| 408 | ✅ Yes | Request timeout |'), [408], true],
    [quoted('| 429 | ✅ Yes | Rate limit (respects Retry-After) |'), [429], true],
    [quoted('| 5xx | ✅ Yes | Server error (transient) |'), [500, 502, 503, 599], true],
    [quoted('| Network | ✅ Yes | Connection issues |'), [undefined, null], true],
  ] as const;

  it.each(rows)('%s', (_row, statuses, isRetried) => {
    for (const status of statuses) {
      expect(webhookRetryService.shouldRetry(1, DEFAULT_RETRY_CONFIG, status)).toBe(isRetried);
      expect(webhookRetryService.shouldRetry(4, DEFAULT_RETRY_CONFIG, status)).toBe(isRetried);
      expect(webhookRetryService.shouldRetry(5, DEFAULT_RETRY_CONFIG, status)).toBe(false);
      expect(webhookRetryService.shouldRetry([1, 2, 3, 4, 5], undefined, status)).toBe(false);
    }
  });

  it.each([
    [400, 'dead_letter', 'final_status', 1],
    [503, 'dead_letter', 'exhausted', 3],
    [429, 'dead_letter', 'exhausted', 3],
    [408, 'dead_letter', 'exhausted', 3],
  ])('is what deliveries follow: %d', async (status, expected, reason, attempts) => {
    answer = () => ({ status });
    const client = createClient();
    const retryConfig = { ...DEFAULT_RETRY_CONFIG, maxAttempts: 3, initialDelayMs: 10 };
    await client.registerTarget({ id: `status-${status}`, name: 'Failing', url: receiver.url, retryConfig });
    await client.start();
    const [deliveryId] = await client.send('retry.checked', {});
    const delivery = await ended(client, deliveryId);
    expect(delivery).toMatchObject({ status: expected, reason, attemptCount: attempts, nextRetryAt: null });
    const type = status === 429 ? 'rate_limit_exceeded' : 'invalid_response';
    expect(delivery.attempts.map(({ statusCode, error }) => [statusCode, error?.type])).toEqual(
      Array.from({ length: attempts }, () => [status, type]),
    );
    await client.removeTarget(`status-${status}`);
    await client.stop();
    answer = () => ({ status: 204 });
  });
});

describe('Token bucket algorithm per target', () => {
  it(`${quoted('requestsPerSecond: 10,')} ${quoted('burstSize: 20,')}`, async () => {
    const { rateLimitConfig } = await runExample(example('', 'const rateLimitConfig = {'), library, {}, [
      'rateLimitConfig',
    ]);
    expect(rateLimitConfig).toEqual(DEFAULT_RATE_LIMIT_CONFIG);
    const client = createClient();
    await client.registerTarget({
      id: 'limited',
      name: 'Limited',
      url: receiver.url,
      rateLimitConfig: { requestsPerSecond: 0.01, burstSize: 3, enabled: true },
    });
    await client.start();
    const before = receiver.requests.length;
    const sent = await Promise.all(Array.from({ length: 5 }, () => client.send('limit.checked', {})));
    const statuses = await eventually('three have gone out', async () => {
      const found = await Promise.all(sent.map(async ([id = '']) => (await client.getDelivery(id)).status));
      const [delivered, limited] = ['delivered', 'rate_limited'].map(
        (status) => found.filter((each) => String(each) === status).length,
      );
      return delivered === 3 && limited === 2 ? found : null;
    });
    expect(statuses).toHaveLength(5);
    expect(receiver.requests.length - before).toBe(3);
    // Without the limit, what waits goes out.
    await client.updateTarget('limited', {
      rateLimitConfig: { ...DEFAULT_RATE_LIMIT_CONFIG, enabled: false },
    });
    for (const [id] of sent) expect((await ended(client, id)).status).toBe('delivered');
    await client.removeTarget('limited');
    await client.stop();
  });
});

describe.each([
  ['Event Types', 'enum WebhookEventType {', WebhookEventType],
  ['Delivery Status', 'enum WebhookDeliveryStatus {', WebhookDeliveryStatus],
  ['Error Types', 'enum WebhookErrorType {', WebhookErrorType],
])('%s', (_title, words, actual) => {
  it('are those of the document', () => {
    const block = codeBlocksOf(DOCUMENT).find(({ code }) => code.includes(words))?.code ?? '';
    const members = [...block.matchAll(/^ {2}(\w+) = '([\w.]+)',$/gm)].map(([, name = '', value]) => [
      name,
      value,
    ]);
    expect(members.length).toBeGreaterThan(5);
    expect(actual).toMatchObject(Object.fromEntries(members));
  });
});

describe('Statistics', () => {
  let client: WebhookClient;
  beforeAll(async () => {
    await database.query('truncate finished_deliveries, live_deliveries, attempts, outbox');
    client = createClient();
    kept = client;
    await client.registerTarget({ id: 'good', name: 'Good', url: receiver.url, eventFilters: ['counted.*'] });
    await client.registerTarget({
      id: 'bad',
      name: 'Bad',
      url: `${receiver.url}bad`,
      eventFilters: ['counted.b'],
    });
    answer = ({ path }) => ({ status: path === '/bad' ? 400 : 204 });
    await client.start();
    for (const type of ['counted.a', 'counted.b', 'counted.b']) {
      for (const id of await client.send(type, {})) await ended(client, id);
    }
  });
  afterAll(async () => {
    answer = () => ({ status: 204 });
    for (const id of ['good', 'bad']) await client.removeTarget(id);
    await client.stop();
  });

  it('runs as written', async () => {
    const shown: object[] = [];
    const console = { log: (value: object) => shown.push(value) };
    const code = example('', 'console.log({', 'totalDeliveries: stats.totalDeliveries');
    await runExample(code, library, { client, console }, []);
    expect(shown).toEqual([
      {
        totalDeliveries: 5,
        successfulDeliveries: 3,
        failedDeliveries: 0,
        deadLetterDeliveries: 2,
        averageResponseTime: expect.any(Number) as unknown,
        successRate: 0.6,
        byEventType: {
          'counted.a': expect.objectContaining({ totalDeliveries: 1, successfulDeliveries: 1 }) as unknown,
          'counted.b': expect.objectContaining({ totalDeliveries: 4, deadLetterDeliveries: 2 }) as unknown,
        },
        byTarget: {
          good: expect.objectContaining({ totalDeliveries: 3, successfulDeliveries: 3 }) as unknown,
          bad: expect.objectContaining({ totalDeliveries: 2, deadLetterDeliveries: 2 }) as unknown,
        },
      },
    ]);
  });

  it('are nothing where they are switched off', async () => {
    const blind = createClient({ enableMetrics: false });
    const nothing = { totalDeliveries: 0, successRate: 1, byEventType: {}, byTarget: {} };
    expect(await blind.getStatistics()).toMatchObject(nothing);
    // Not even the database was opened.
    expect(
      await createClient({
        enableMetrics: false,
        connectionString: 'postgres://127.0.0.1:1/',
      }).getStatistics(),
    ).toMatchObject(nothing);
  });

  it('feed the monitoring as written', async () => {
    const gauges: [string, number][] = [];
    let tick: (() => Promise<void>) | undefined;
    const scope = {
      client,
      metrics: { gauge: (name: string, value: number) => gauges.push([name, value]) },
      setInterval: (callback: () => Promise<void>, intervalMs: number) => {
        expect(intervalMs).toBe(60_000);
        tick = callback;
      },
    };
    await runExample(example('', "metrics.gauge('webhook.success_rate'"), library, scope, []);
    await tick?.();
    expect(gauges).toEqual([
      ['webhook.success_rate', 0.6],
      ['webhook.avg_response_time', expect.any(Number)],
      ['webhook.dead_letter_count', 2],
    ]);
  });

  it('feed the health check as written', async () => {
    let handler: ((request: object, response: object) => Promise<void>) | undefined;
    const app = { get: (_path: string, given: typeof handler) => (handler = given) };
    await runExample(example('', "app.get('/health'"), library, { client, app }, []);
    const answered: { status?: number; body?: { status: string; statistics: WebhookStatistics } } = {};
    const response = {
      status: (status: number) => {
        answered.status = status;
        return { json: (body: NonNullable<typeof answered.body>) => (answered.body = body) };
      },
    };
    await handler?.({}, response);
    expect(answered).toMatchObject({
      status: 503,
      body: { status: 'degraded', statistics: { successRate: 0.6 } },
    });
  });
});

describe('Client Configuration', () => {
  it('is taken as written, and is the default', async () => {
    const { config } = await runExample(example('', 'const config: WebhookClientConfig'), library, {}, [
      'config',
    ]);
    expect(config).toEqual({
      userAgent: 'LLM-Auto-Optimizer-Webhook/1.0',
      defaultTimeout: 30_000,
      maxConcurrentDeliveries: 10,
      queueCheckInterval: 1_000,
      deadLetterThreshold: 5,
      enableMetrics: true,
    });
    for (const given of [{}, config as WebhookClientConfig]) {
      const client = createClient(given);
      await client.registerTarget({ id: 'defaults', name: 'Defaults', url: receiver.url });
      expect(
        await database.query(
          `select format, timeout_ms, max_in_flight, retry, rate_limit, events, active from webhooks
           where uid = 'defaults' and deleted_at is null`,
        ),
      ).toEqual([
        {
          format: 'optimizer',
          timeout_ms: 30_000,
          max_in_flight: 10,
          rate_limit: null,
          events: [],
          active: true,
          retry: {
            max_attempts: 5,
            initial_delay_ms: 1_000,
            max_delay_ms: 60_000,
            backoff_multiplier: 2,
            jitter: 0.1,
            retry_on: 'transient',
          },
        },
      ]);
      await client.removeTarget('defaults');
      await client.stop();
    }
  });

  it('counts in every field', async () => {
    const client = createClient({
      userAgent: 'My-Webhooks/2.0',
      defaultTimeout: 1_234,
      maxConcurrentDeliveries: 3,
      deadLetterThreshold: 2,
      queueCheckInterval: 20,
    });
    await client.registerTarget({ id: 'configured', name: 'Configured', url: receiver.url, secret: SECRET });
    const [row] = await database.query<{ retry: object }>(
      `select timeout_ms, max_in_flight, retry from webhooks where uid = 'configured' and deleted_at is null`,
    );
    expect(row).toMatchObject({ timeout_ms: 1_234, max_in_flight: 3, retry: { max_attempts: 2 } });
    await client.start();
    const [deliveryId] = await client.send('configured.checked', {});
    await ended(client, deliveryId);
    const request = receiver.requests.at(-1);
    expect(request?.headers['user-agent']).toBe('My-Webhooks/2.0');
    expect(request === undefined ? false : verifies(request)).toBe(true);
    await client.removeTarget('configured');
    await client.stop();
  });

  it.each([
    [quoted('WEBHOOK_DEFAULT_TIMEOUT=30000'), 'WEBHOOK_DEFAULT_TIMEOUT', 'timeout_ms'],
    [quoted('WEBHOOK_MAX_CONCURRENT=10'), 'WEBHOOK_MAX_CONCURRENT', 'max_in_flight'],
  ])('may come from the environment: %s', async (_line, variable, column) => {
    process.env[variable] = '777';
    const client = createClient();
    const { [variable]: _taken, ...others } = process.env;
    process.env = others;
    await client.registerTarget({ id: 'environment', name: 'Environment', url: receiver.url });
    const [row] = await database.query(
      `select ${column} from webhooks where uid = 'environment' and deleted_at is null`,
    );
    expect(row).toEqual({ [column]: 777 });
    await client.removeTarget('environment');
    await client.stop();
  });
});

describe('Target Configuration', () => {
  it('is taken as written', async () => {
    const code = example(receiver.url, 'const target: WebhookTarget');
    const scope = { DEFAULT_RETRY_CONFIG, DEFAULT_RATE_LIMIT_CONFIG };
    const target = (await runExample(code, library, scope, ['target'])).target as WebhookTarget;
    const client = createClient();
    await client.registerTarget(target);
    const [row] = await database.query<Record<string, unknown>>(
      `select uid, name, url, events, headers, timeout_ms, retry ->> 'max_attempts' as attempts, rate_limit, metadata, active
       from webhooks where uid = 'unique-target-id'`,
    );
    expect(row).toEqual({
      uid: 'unique-target-id',
      name: 'Display Name',
      url: receiver.url,
      events: [],
      headers: { 'X-Custom-Header': 'value' },
      timeout_ms: 30_000,
      attempts: '5',
      rate_limit: { requests_per_second: 10, burst: 20, per_hour: null },
      metadata: { environment: 'production' },
      active: true,
    });
    await client.start();
    const [deliveryId] = await client.send('any.type', { a: 1 });
    await ended(client, deliveryId);
    expect(receiver.requests.at(-1)?.headers).toMatchObject({
      'x-custom-header': 'value',
      'x-webhook-event': 'any.type',
      'user-agent': 'LLM-Auto-Optimizer-Webhook/1.0',
    });
    await client.removeTarget('unique-target-id');
    await client.stop();
  });
});

describe('Error Handling', () => {
  it('runs as written', async () => {
    const client = createClient();
    const lines: string[] = [];
    const scope = {
      client,
      WebhookError,
      eventType: 'not a type',
      data: {},
      console: { error: (line: string) => lines.push(line) },
    };
    await runExample(example('', 'error instanceof WebhookError'), library, scope, []);
    expect(lines).toEqual(['Webhook error: validation_error', 'Retryable: false']);
  });
});
