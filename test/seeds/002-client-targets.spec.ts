import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DEFAULT_RETRY_CONFIG,
  WebhookClient,
  type WebhookClientConfig,
  type WebhookTarget,
} from '../../packages/client/src/posthorn-client.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let receiver: Receiver;
const clients: WebhookClient[] = [];

function createClient(config: WebhookClientConfig = {}): WebhookClient {
  const client = new WebhookClient({
    connectionString: database.url,
    allowedNetworks: ['127.0.0.0/8'],
    ...config,
  });
  clients.push(client);
  return client;
}

const target = (change: Partial<WebhookTarget> = {}): WebhookTarget => ({
  id: 'target',
  name: 'Target',
  url: receiver.url,
  ...change,
});

const versionOf = async (id = 'target'): Promise<number | undefined> => {
  const rows = await database.query<{ version: number }>(
    'select version from webhooks where uid = $1 and deleted_at is null',
    [id],
  );
  return rows[0]?.version;
};

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
  await database.query('delete from webhooks');
});

afterAll(async () => {
  await receiver.close();
  await database.drop();
});

describe('registerTarget', () => {
  it('changes nothing where the target is so already, in whichever process', async () => {
    const full = target({
      secret: 'secret',
      headers: { 'X-A': '1', 'X-B': '2' },
      eventFilters: ['a', 'b.*'],
      rateLimitConfig: { requestsPerSecond: 5, burstSize: 10, enabled: true },
      metadata: { b: '2', a: '1' },
    });
    await createClient().registerTarget(full);
    await createClient().registerTarget({ ...full, headers: { 'X-B': '2', 'X-A': '1' } });
    expect(await versionOf()).toBe(1);
    expect(await database.query(`select action from audit_log where object_name = 'Target'`)).toEqual([
      { action: 'webhook.created' },
    ]);
    await createClient().registerTarget({ ...full, timeout: 1_000 });
    expect(await versionOf()).toBe(2);
  });

  it('is one target where many processes register it at once', async () => {
    const all = Array.from({ length: 4 }, createClient);
    await Promise.all(all.map(async (client) => await client.registerTarget(target())));
    expect(await database.query('select version from webhooks where deleted_at is null')).toEqual([
      { version: 1 },
    ]);
  });

  it('forgets what is not said any more', async () => {
    const client = createClient();
    await client.registerTarget(target({ secret: 'secret', eventFilters: ['a'], metadata: { a: '1' } }));
    await client.registerTarget(target());
    const rows = await database.query(
      `select events, metadata, signature from webhooks where uid = 'target'`,
    );
    expect(rows).toEqual([{ events: [], metadata: {}, signature: 'none' }]);
    expect(await database.query('select from webhook_secrets')).toEqual([]);
  });

  it.each<[change: Partial<WebhookTarget>, fault: string]>([
    [{ id: 'wh_1' }, 'id '],
    [{ id: 'a b' }, 'id '],
    [{ name: '' }, 'name '],
    [{ url: 'ftp://127.0.0.1/' }, 'url '],
    [{ url: 'http://10.0.0.1/' }, 'url '],
    [{ url: 7 as never }, 'url '],
    [{ secret: '' }, 'secret '],
    [{ secret: 'a\0b' }, 'secret '],
    [{ secret: 'x'.repeat(513) }, 'secret '],
    [{ timeout: 99 }, 'timeout '],
    [{ timeout: 1.5 }, 'timeout '],
    [{ eventFilters: ['a b'] }, 'eventFilters '],
    [{ eventFilters: Array.from({ length: 201 }, (_, n) => `t${n}`) }, 'eventFilters '],
    [{ headers: { 'X-Webhook-Event': 'mine' } }, 'headers.X-Webhook-Event '],
    [{ headers: { Host: 'mine' } }, 'headers.Host '],
    [{ metadata: { a: 1 as never } }, 'metadata '],
    [{ metadata: { a: 'x'.repeat(4_096) } }, 'metadata '],
    [{ retryConfig: { ...DEFAULT_RETRY_CONFIG, maxAttempts: 0 } }, 'retryConfig '],
    [{ retryConfig: { ...DEFAULT_RETRY_CONFIG, maxDelayMs: 1 } }, 'retryConfig '],
    [{ retryConfig: { ...DEFAULT_RETRY_CONFIG, jitterFactor: 2 } }, 'retryConfig '],
    [{ rateLimitConfig: { requestsPerSecond: 0, burstSize: 1, enabled: true } }, 'rateLimitConfig '],
  ])('refuses %j', async (change, fault) => {
    const refused = createClient().registerTarget(target(change));
    await expect(refused).rejects.toMatchObject({ type: 'validation_error', retryable: false });
    await expect(createClient().registerTarget(target(change))).rejects.toThrow(fault);
    expect(await versionOf()).toBeUndefined();
  });

  it('tells all that is wrong at once, and no secret', async () => {
    const wrong = target({ name: '', timeout: 0, secret: `hush\0${'x'.repeat(600)}` });
    const error: unknown = await createClient()
      .registerTarget(wrong)
      .catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/name .*; timeout .*; secret /);
    expect(String(error)).not.toContain('hush');
  });

  it('holds to the quota of the tenant', async () => {
    await database.query(`update tenants set webhooks_quota = 1 where uid = 'default'`);
    const client = createClient();
    await client.registerTarget(target());
    const refused = client.registerTarget(target({ id: 'second' }));
    await expect(refused).rejects.toMatchObject({ type: 'rate_limit_exceeded', retryable: true });
    await database.query(`update tenants set webhooks_quota = null where uid = 'default'`);
  });
});

describe('updateTarget and removeTarget', () => {
  it('change what is named, and leave the rest', async () => {
    const client = createClient();
    await client.registerTarget(target({ secret: 'secret', timeout: 5_000, metadata: { a: '1' } }));
    await client.updateTarget('target', { name: 'Renamed', enabled: false });
    const [row] = await database.query(
      `select name, active, timeout_ms, metadata, signature from webhooks where uid = 'target'`,
    );
    expect(row).toEqual({
      name: 'Renamed',
      active: false,
      timeout_ms: 5_000,
      metadata: { a: '1' },
      signature: 'hmac-sha256',
    });
    expect(await client.send('a', {})).toEqual([]);
    await client.updateTarget('target', { enabled: true });
    expect(await client.send('a', {})).toHaveLength(1);
  });

  it('take back that deliveries have disabled a target', async () => {
    const client = createClient();
    await client.registerTarget(target());
    await database.query(`update webhook_states set disabled_at = now(), disabled_reason = 'failing'`);
    await client.updateTarget('target', { enabled: true });
    expect(await database.query('select disabled_reason from webhook_states')).toEqual([
      { disabled_reason: null },
    ]);
  });

  it('cancel what waits for a target that is gone', async () => {
    const client = createClient();
    await client.registerTarget(target());
    const [deliveryId = ''] = await client.send('a', {});
    expect((await client.getDelivery(deliveryId)).status).toBe('pending');
    expect(await client.removeTarget('target')).toBe(true);
    expect(await client.removeTarget('target')).toBe(false);
    await client.start();
    await eventually('it is cancelled', async () => {
      const { status, reason } = await client.getDelivery(deliveryId);
      return String(status) === 'cancelled' && reason === 'webhook_deleted';
    });
  });

  it('know only what was registered', async () => {
    const client = createClient();
    const unknown = [client.updateTarget('nobody', { name: 'x' }), client.updateTarget('a b', {})];
    for (const refused of await Promise.allSettled(unknown)) {
      expect(refused).toMatchObject({ status: 'rejected', reason: { type: 'validation_error' } });
    }
    await expect(client.getDelivery('nonsense')).rejects.toMatchObject({ type: 'validation_error' });
    const missing = client.getDelivery('dlv_01h455vb4pex5vsknk084sn02q');
    await expect(missing).rejects.toMatchObject({ type: 'validation_error' });
  });
});

describe('send', () => {
  it('answers the deliveries, also right after another process has changed the targets', async () => {
    const [client, other] = [createClient(), createClient()];
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
    const client = createClient();
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
    const client = createClient({ connectionString: 'postgres://127.0.0.1:1/nowhere' });
    await expect(client.send(type, data, options)).rejects.toMatchObject({ type: 'validation_error' });
    await expect(client.publish(type, data, options)).rejects.toMatchObject({ type: 'validation_error' });
  });

  it('is too early for what is to be sent in more than thirty days', async () => {
    const deliverAt = new Date(Date.now() + 31 * 86_400_000);
    await expect(createClient().publish('a', {}, { deliverAt })).rejects.toMatchObject({
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
      setTimeout(() => (open -= 1), 200);
      return { status: 204, delayMs: 200 };
    });
    const client = createClient({ maxConcurrentDeliveries: 50 });
    await client.registerTarget(target({ url: slow.url }));
    await client.start();
    await Promise.all(Array.from({ length: 300 }, async () => await client.send('a', {})));
    await eventually('all have arrived', () => slow.requests.length >= 300);
    expect(most).toBeGreaterThan(25);
    expect(most).toBeLessThanOrEqual(60);
    await client.stop();
    await slow.close();
  });

  it('may be started, stopped and started again', async () => {
    const client = createClient();
    await client.registerTarget(target());
    await client.start();
    await client.start();
    await client.stop();
    await client.stop();
    const [deliveryId = ''] = await client.send('a', {});
    await client.start();
    await eventually('it is delivered', async () => {
      return String((await client.getDelivery(deliveryId)).status) === 'delivered';
    });
  });

  it('keeps secrets and headers sealed', async () => {
    const encryptionKeys = `k1:${randomBytes(32).toString('base64')}`;
    const client = createClient({ encryptionKeys });
    const given = target({ secret: 'hush', headers: { Authorization: 'Bearer hush' } });
    await client.registerTarget(given);
    const rows = await database.query(`
      select s.secret, w.headers, w.sealed_headers from webhooks w join webhook_secrets s on s.webhook_id = w.id`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('hush');
    await client.registerTarget(given);
    expect(await versionOf()).toBe(1);
    await client.start();
    const before = receiver.requests.length;
    await client.send('a', {});
    const request = await eventually('it arrives', () => receiver.requests[before]);
    expect(request.headers.authorization).toBe('Bearer hush');
    // Without the key nothing goes on, and says why.
    await expect(createClient().start()).rejects.toMatchObject({ type: 'unknown_error' });
    await database.query('delete from webhooks');
    await database.query('delete from encryption_keys');
  });

  it('has a tenant of its own where it is told one', async () => {
    await expect(createClient({ tenant: 'nobody' }).start()).rejects.toMatchObject({
      type: 'validation_error',
    });
  });

  it.each<[WebhookClientConfig, string]>([
    [{ connectionString: 'mysql://127.0.0.1/' }, 'connectionString'],
    [{ embedded: true }, 'embedded'],
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
    expect(() => createClient(config)).toThrow(
      expect.objectContaining({
        type: 'validation_error',
        message: expect.stringContaining(field) as unknown,
      }) as never,
    );
  });

  it('needs to be told its database', () => {
    const { DATABASE_URL: url, ...others } = process.env;
    process.env = others;
    expect(() => new WebhookClient()).toThrow('DATABASE_URL');
    if (url !== undefined) process.env.DATABASE_URL = url;
  });
});
