import { describe, expect, it } from '@jest/globals';
import * as library from '../../packages/client/src/posthorn-client.ts';
import {
  DEFAULT_RATE_LIMIT_CONFIG,
  DEFAULT_RETRY_CONFIG,
  WebhookDeliveryStatus,
  webhookRetryService,
} from '../../packages/client/src/posthorn-client.ts';
import { eventually } from '../support/eventually.ts';
import { ended, quoted, useClients } from './client-harness.ts';
import { example, runExample } from './optimizer-examples.ts';

const harness = useClients();

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
    harness.answer(() => ({ status }));
    const client = harness.client();
    const retryConfig = { ...DEFAULT_RETRY_CONFIG, maxAttempts: 3, initialDelayMs: 10 };
    await client.registerTarget({
      id: `status-${status}`,
      name: 'Failing',
      url: harness.receiver.url,
      retryConfig,
    });
    await client.start();
    const [deliveryId] = await client.send('retry.checked', {});
    const delivery = await ended(client, deliveryId);
    expect(delivery).toMatchObject({ status: expected, reason, attemptCount: attempts, nextRetryAt: null });
    const type = status === 429 ? 'rate_limit_exceeded' : 'invalid_response';
    expect(delivery.attempts.map(({ statusCode, error }) => [statusCode, error?.type])).toEqual(
      Array.from({ length: attempts }, () => [status, type]),
    );
  });
});

describe('Token bucket algorithm per target', () => {
  it(`${quoted('requestsPerSecond: 10,')} ${quoted('burstSize: 20,')}`, async () => {
    const { rateLimitConfig } = await runExample(example('', 'const rateLimitConfig = {'), library, {}, [
      'rateLimitConfig',
    ]);
    expect(rateLimitConfig).toEqual(DEFAULT_RATE_LIMIT_CONFIG);
    const client = harness.client();
    await client.registerTarget({
      id: 'limited',
      name: 'Limited',
      url: harness.receiver.url,
      rateLimitConfig: { requestsPerSecond: 0.01, burstSize: 3, enabled: true },
    });
    await client.start();
    const before = harness.receiver.requests.length;
    const sent = await Promise.all(Array.from({ length: 5 }, () => client.send('limit.checked', {})));
    const statuses = await eventually('three have gone out', async () => {
      const found = await Promise.all(sent.map(async ([id = '']) => (await client.getDelivery(id)).status));
      const [delivered, limited] = [WebhookDeliveryStatus.DELIVERED, WebhookDeliveryStatus.RATE_LIMITED].map(
        (status) => found.filter((each) => each === status).length,
      );
      return delivered === 3 && limited === 2 ? found : null;
    });
    expect(statuses).toHaveLength(5);
    expect(harness.receiver.requests.length - before).toBe(3);
    // Without the limit, what waits goes out.
    await client.updateTarget('limited', {
      rateLimitConfig: { ...DEFAULT_RATE_LIMIT_CONFIG, enabled: false },
    });
    for (const [id] of sent) expect((await ended(client, id)).status).toBe('delivered');
  });
});
