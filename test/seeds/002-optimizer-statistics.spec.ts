import { beforeEach, describe, expect, it } from '@jest/globals';
import * as library from '../../packages/client/src/posthorn-client.ts';
import type { WebhookClient, WebhookStatistics } from '../../packages/client/src/posthorn-client.ts';
import { ended, useClients } from './client-harness.ts';
import { example, runExample } from './optimizer-examples.ts';

const harness = useClients();

describe('Statistics', () => {
  let client: WebhookClient;
  beforeEach(async () => {
    await harness.database.query('truncate finished_deliveries, live_deliveries, attempts, outbox');
    client = harness.client();
    await client.registerTarget({
      id: 'good',
      name: 'Good',
      url: harness.receiver.url,
      eventFilters: ['counted.*'],
    });
    await client.registerTarget({
      id: 'bad',
      name: 'Bad',
      url: `${harness.receiver.url}bad`,
      eventFilters: ['counted.b'],
    });
    harness.answer(({ path }) => ({ status: path === '/bad' ? 400 : 204 }));
    await client.start();
    for (const type of ['counted.a', 'counted.b', 'counted.b']) {
      for (const id of await client.send(type, {})) await ended(client, id);
    }
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
    const blind = harness.client({ enableMetrics: false });
    const nothing = { totalDeliveries: 0, successRate: 1, byEventType: {}, byTarget: {} };
    expect(await blind.getStatistics()).toMatchObject(nothing);
    // Not even the database was opened.
    expect(
      await harness
        .client({
          enableMetrics: false,
          connectionString: 'postgres://127.0.0.1:1/',
        })
        .getStatistics(),
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
