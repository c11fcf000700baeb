import { describe, expect, it } from '@jest/globals';
import { readClientSettings } from '../../packages/client/src/client-settings.ts';
import * as library from '../../packages/client/src/posthorn-client.ts';
import {
  DEFAULT_RATE_LIMIT_CONFIG,
  DEFAULT_RETRY_CONFIG,
  type WebhookClientConfig,
  type WebhookTarget,
} from '../../packages/client/src/posthorn-client.ts';
import { ended, quoted, useClients, verifies } from './client-harness.ts';
import { example, runExample } from './optimizer-examples.ts';

const SECRET = 'your-secret-key';
const harness = useClients();

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
      const client = harness.client(given);
      await client.registerTarget({ id: 'defaults', name: 'Defaults', url: harness.receiver.url });
      expect(
        await harness.database.query(
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
    }
  });

  it('counts in every field', async () => {
    const client = harness.client({
      userAgent: 'My-Webhooks/2.0',
      defaultTimeout: 1_234,
      maxConcurrentDeliveries: 3,
      deadLetterThreshold: 2,
      queueCheckInterval: 20,
    });
    await client.registerTarget({
      id: 'configured',
      name: 'Configured',
      url: harness.receiver.url,
      secret: SECRET,
    });
    const [row] = await harness.database.query<{ retry: object }>(
      `select timeout_ms, max_in_flight, retry from webhooks where uid = 'configured' and deleted_at is null`,
    );
    expect(row).toMatchObject({ timeout_ms: 1_234, max_in_flight: 3, retry: { max_attempts: 2 } });
    await client.start();
    const [deliveryId] = await client.send('configured.checked', {});
    await ended(client, deliveryId);
    const request = harness.receiver.requests.at(-1);
    expect(request?.headers['user-agent']).toBe('My-Webhooks/2.0');
    expect(verifies(request, SECRET)).toBe(true);
  });

  it.each([
    [quoted('WEBHOOK_DEFAULT_TIMEOUT=30000'), 'WEBHOOK_DEFAULT_TIMEOUT', 'timeout_ms'],
    [quoted('WEBHOOK_MAX_CONCURRENT=10'), 'WEBHOOK_MAX_CONCURRENT', 'max_in_flight'],
  ])('may come from the environment: %s', async (_line, variable, column) => {
    process.env[variable] = '777';
    const client = harness.client();
    const { [variable]: _taken, ...others } = process.env;
    process.env = others;
    await client.registerTarget({ id: 'environment', name: 'Environment', url: harness.receiver.url });
    const [row] = await harness.database.query(
      `select ${column} from webhooks where uid = 'environment' and deleted_at is null`,
    );
    expect(row).toEqual({ [column]: 777 });
  });

  it(`may come from the environment: ${quoted('WEBHOOK_QUEUE_INTERVAL=1000')}`, () => {
    const url = { DATABASE_URL: 'postgres://127.0.0.1/' };
    const read = (text: string) => readClientSettings({}, { ...url, WEBHOOK_QUEUE_INTERVAL: text }).delivery;
    expect(read('250').queueIntervalMs).toBe(250);
    expect(read(' ').queueIntervalMs).toBe(1_000);
    // The configuration goes before it; what is no number is refused, not guessed at.
    expect(
      readClientSettings({ queueCheckInterval: 20 }, { ...url, WEBHOOK_QUEUE_INTERVAL: '250' }).delivery,
    ).toMatchObject({
      queueIntervalMs: 20,
    });
    expect(() => read('1e3')).toThrow('queueCheckInterval');
  });
});

describe('Target Configuration', () => {
  it('is taken as written', async () => {
    const code = example(harness.receiver.url, 'const target: WebhookTarget');
    const scope = { DEFAULT_RETRY_CONFIG, DEFAULT_RATE_LIMIT_CONFIG };
    const target = (await runExample(code, library, scope, ['target'])).target as WebhookTarget;
    const client = harness.client();
    await client.registerTarget(target);
    const [row] = await harness.database.query<Record<string, unknown>>(
      `select uid, name, url, events, headers, timeout_ms, retry ->> 'max_attempts' as attempts, rate_limit, metadata, active
       from webhooks where uid = 'unique-target-id'`,
    );
    expect(row).toEqual({
      uid: 'unique-target-id',
      name: 'Display Name',
      url: harness.receiver.url,
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
    expect(harness.receiver.requests.at(-1)?.headers).toMatchObject({
      'x-custom-header': 'value',
      'x-webhook-event': 'any.type',
      'user-agent': 'LLM-Auto-Optimizer-Webhook/1.0',
    });
  });
});
