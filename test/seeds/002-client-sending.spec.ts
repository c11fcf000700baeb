import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  WebhookClient,
  WebhookDeliveryStatus,
  type WebhookClientConfig,
  type WebhookTarget,
} from '../../packages/client/src/posthorn-client.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { useClients } from './client-harness.ts';

const harness = useClients();

const target = (change: Partial<WebhookTarget> = {}): WebhookTarget => ({
  id: 'target',
  name: 'Target',
  url: harness.receiver.url,
  ...change,
});

const versionOf = async (id = 'target'): Promise<number | undefined> => {
  const rows = await harness.database.query<{ version: number }>(
    'select version from webhooks where uid = $1 and deleted_at is null',
    [id],
  );
  return rows[0]?.version;
};

describe('send', () => {
  it('answers the deliveries, also right after another process has changed the targets', async () => {
    const [client, other] = [harness.client(), harness.client()];
    await client.registerTarget(target());
    expect(await client.send('a', {})).toHaveLength(1);
    await other.registerTarget(target({ id: 'second' }));
    // Nothing has been started anywhere, so no relay runs but the one of this very call.
    expect(await client.send('a', {})).toHaveLength(2);
    await client.start();
    await other.registerTarget(target({ id: 'third' }));
    expect(await client.send('a', {})).toHaveLength(3);
  });

  it('goes where the filters say, with its priority', async () => {
    const client = harness.client();
    await client.registerTarget(target({ eventFilters: ['a.*'] }));
    await client.registerTarget(target({ id: 'all', eventFilters: [] }));
    expect(await client.send('a.b', {})).toHaveLength(2);
    const [deliveryId = ''] = await client.send(
      'b',
      { n: 1 },
      { priority: 42, tags: ['t'], idempotencyKey: 'k' },
    );
    expect(await client.getDelivery(deliveryId)).toMatchObject({
      targetId: 'all',
      priority: 42,
      data: { n: 1 },
    });
    expect(await client.send('b', { n: 1 }, { priority: 42, tags: ['t'], idempotencyKey: 'k' })).toEqual([
      deliveryId,
    ]);
  });

  it('goes on in the trace that it is given', async () => {
    const traced = await startReceiver();
    const client = harness.client();
    await client.registerTarget(target({ url: traced.url }));
    await client.start();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await client.send('a', {}, { traceparent, tracestate: 'rojo=1' });
    await client.send('b', {}, { traceparent: 'malformed' });
    await eventually('both have arrived', () => traced.requests.length === 2);
    const headers = traced.requests.map((request) => request.headers);
    expect(headers.filter((each) => 'traceparent' in each)).toEqual([
      expect.objectContaining({
        traceparent,
        tracestate: 'rojo=1',
      }),
    ]);
    await traced.close();
  });

  it.each([
    ['a b', {}, {}],
    ['posthorn.mine', {}, {}],
    ['a', [] as object, {}],
    ['a', null as unknown as object, {}],
    ['a', { toJSON: () => 'text' }, {}],
    ['a', { text: 'x'.repeat(1_048_577) }, {}],
    ['a', {}, { priority: 101 }],
    ['a', {}, { tags: [''] }],
    ['a', {}, { idempotencyKey: '' }],
    ['a', {}, { occurredAt: new Date(Number.NaN) }],
  ])('refuses what it could not deliver: %s %#', async (type, data, options) => {
    const client = harness.client({ connectionString: 'postgres://127.0.0.1:1/nowhere' });
    await expect(client.send(type, data, options)).rejects.toMatchObject({ type: 'validation_error' });
    await expect(client.publish(type, data, options)).rejects.toMatchObject({ type: 'validation_error' });
  });

  it('is too early for what is to be sent in more than thirty days', async () => {
    const deliverAt = new Date(Date.now() + 31 * 86_400_000);
    await expect(harness.client().publish('a', {}, { deliverAt })).rejects.toMatchObject({
      type: 'validation_error',
    });
  });
});

describe('the client', () => {
  it('delivers 50 at once where it is told to', async () => {
    let [open, most] = [0, 0];
    const slow = await startReceiver(() => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
      }, 200);
      return { status: 204, delayMs: 200 };
    });
    const client = harness.client({ maxConcurrentDeliveries: 50 });
    await client.registerTarget(target({ url: slow.url }));
    await client.start();
    await Promise.all(Array.from({ length: 300 }, async () => await client.send('a', {})));
    await eventually('all have arrived', () => slow.requests.length >= 300);
    expect(most).toBeGreaterThan(25);
    expect(most).toBeLessThanOrEqual(60);
    await slow.close();
  });

  it('may be started, stopped and started again', async () => {
    const client = harness.client();
    await client.registerTarget(target());
    await client.start();
    await client.start();
    await client.stop();
    await client.stop();
    const [deliveryId = ''] = await client.send('a', {});
    await client.start();
    await eventually('it is delivered', async () => {
      return (await client.getDelivery(deliveryId)).status === WebhookDeliveryStatus.DELIVERED;
    });
  });

  it('keeps secrets and headers sealed', async () => {
    const encryptionKeys = `k1:${randomBytes(32).toString('base64')}`;
    const client = harness.client({ encryptionKeys });
    const given = target({ secret: 'hush', headers: { Authorization: 'Bearer hush' } });
    await client.registerTarget(given);
    const rows = await harness.database.query(`
      select s.secret, w.headers, w.sealed_headers from webhooks w join webhook_secrets s on s.webhook_id = w.id`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('hush');
    await client.registerTarget(given);
    expect(await versionOf()).toBe(1);
    await client.start();
    const before = harness.receiver.requests.length;
    await client.send('a', {});
    const request = await eventually('it arrives', () => harness.receiver.requests[before]);
    expect(request.headers.authorization).toBe('Bearer hush');
    // Without the key nothing goes on, and says why.
    await expect(harness.client().start()).rejects.toMatchObject({ type: 'unknown_error' });
    await harness.database.query('delete from webhooks');
    await harness.database.query('delete from encryption_keys');
  });

  it('has a tenant of its own where it is told one', async () => {
    await expect(harness.client({ tenant: 'nobody' }).start()).rejects.toMatchObject({
      type: 'validation_error',
    });
  });

  it.each<[WebhookClientConfig, string]>([
    [{ connectionString: 'mysql://127.0.0.1/' }, 'connectionString'],
    [{ embedded: true, connectionString: 'postgres://127.0.0.1/' }, 'embedded'],
    [{ schema: 'pg_mine' }, 'schema'],
    [{ userAgent: 'ü' }, 'userAgent'],
    [{ defaultTimeout: 0 }, 'defaultTimeout'],
    [{ maxConcurrentDeliveries: 1_001 }, 'maxConcurrentDeliveries'],
    [{ queueCheckInterval: 1.5 }, 'queueCheckInterval'],
    [{ deadLetterThreshold: 51 }, 'deadLetterThreshold'],
    [{ encryptionKeys: 'k1:short' }, 'encryptionKeys'],
    [{ allowedNetworks: ['everywhere'] }, 'allowedNetworks'],
    [{ retentionDays: 0 }, 'retentionDays'],
  ])('refuses the configuration %j', (config, field) => {
    expect(() => harness.client(config)).toThrow(
      expect.objectContaining({
        type: 'validation_error',
        message: expect.stringContaining(field) as unknown,
      }),
    );
  });

  it('needs to be told its database', () => {
    const { DATABASE_URL: url, ...others } = process.env;
    process.env = others;
    expect(() => new WebhookClient()).toThrow('DATABASE_URL');
    if (url !== undefined) process.env.DATABASE_URL = url;
  });
});
