import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_RETRY_CONFIG,
  WebhookDeliveryStatus,
  type WebhookTarget,
} from '../../packages/client/src/posthorn-client.ts';
import { eventually } from '../support/eventually.ts';
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

describe('registerTarget', () => {
  it('changes nothing where the target is so already, in whichever process', async () => {
    const full = target({
      secret: 'secret',
      headers: { 'X-A': '1', 'X-B': '2' },
      eventFilters: ['a', 'b.*'],
      rateLimitConfig: { requestsPerSecond: 5, burstSize: 10, enabled: true },
      metadata: { b: '2', a: '1' },
    });
    await harness.client().registerTarget(full);
    await harness.client().registerTarget({ ...full, headers: { 'X-B': '2', 'X-A': '1' } });
    expect(await versionOf()).toBe(1);
    expect(await harness.database.query(`select action from audit_log where object_name = 'Target'`)).toEqual(
      [{ action: 'webhook.created' }],
    );
    await harness.client().registerTarget({ ...full, timeout: 1_000 });
    expect(await versionOf()).toBe(2);
  });

  it('is one target where many processes register it at once', async () => {
    const all = Array.from({ length: 4 }, () => harness.client());
    await Promise.all(
      all.map(async (client) => {
        await client.registerTarget(target());
      }),
    );
    expect(await harness.database.query('select version from webhooks where deleted_at is null')).toEqual([
      { version: 1 },
    ]);
  });

  it('forgets what is not said any more', async () => {
    const client = harness.client();
    await client.registerTarget(target({ secret: 'secret', eventFilters: ['a'], metadata: { a: '1' } }));
    await client.registerTarget(target());
    const rows = await harness.database.query(
      `select events, metadata, signature from webhooks where uid = 'target'`,
    );
    expect(rows).toEqual([{ events: [], metadata: {}, signature: 'none' }]);
    expect(await harness.database.query('select from webhook_secrets')).toEqual([]);
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
    const refused = harness.client().registerTarget(target(change));
    await expect(refused).rejects.toMatchObject({ type: 'validation_error', retryable: false });
    await expect(harness.client().registerTarget(target(change))).rejects.toThrow(fault);
    expect(await versionOf()).toBeUndefined();
  });

  it('tells all that is wrong at once, and no secret', async () => {
    const wrong = target({ name: '', timeout: 0, secret: `hush\0${'x'.repeat(600)}` });
    const error: unknown = await harness
      .client()
      .registerTarget(wrong)
      .catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/name .*; timeout .*; secret /);
    expect(String(error)).not.toContain('hush');
  });

  it('holds to the quota of the tenant', async () => {
    await harness.database.query(`update tenants set webhooks_quota = 1 where uid = 'default'`);
    const client = harness.client();
    await client.registerTarget(target());
    const refused = client.registerTarget(target({ id: 'second' }));
    await expect(refused).rejects.toMatchObject({ type: 'rate_limit_exceeded', retryable: true });
    await harness.database.query(`update tenants set webhooks_quota = null where uid = 'default'`);
  });
});

describe('updateTarget and removeTarget', () => {
  it('change what is named, and leave the rest', async () => {
    const client = harness.client();
    await client.registerTarget(target({ secret: 'secret', timeout: 5_000, metadata: { a: '1' } }));
    await client.updateTarget('target', { name: 'Renamed', enabled: false });
    const [row] = await harness.database.query(
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
    const client = harness.client();
    await client.registerTarget(target());
    await harness.database.query(
      `update webhook_states set disabled_at = now(), disabled_reason = 'failing'`,
    );
    await client.updateTarget('target', { enabled: true });
    expect(await harness.database.query('select disabled_reason from webhook_states')).toEqual([
      { disabled_reason: null },
    ]);
  });

  it('cancel what waits for a target that is gone', async () => {
    const client = harness.client();
    await client.registerTarget(target());
    const [deliveryId = ''] = await client.send('a', {});
    expect((await client.getDelivery(deliveryId)).status).toBe('pending');
    expect(await client.removeTarget('target')).toBe(true);
    expect(await client.removeTarget('target')).toBe(false);
    await client.start();
    await eventually('it is cancelled', async () => {
      const { status, reason } = await client.getDelivery(deliveryId);
      return status === WebhookDeliveryStatus.CANCELLED && reason === 'webhook_deleted';
    });
  });

  it('know only what was registered', async () => {
    const client = harness.client();
    const unknown = [client.updateTarget('nobody', { name: 'x' }), client.updateTarget('a b', {})];
    for (const refused of await Promise.allSettled(unknown)) {
      expect(refused).toMatchObject({ status: 'rejected', reason: { type: 'validation_error' } });
    }
    await expect(client.getDelivery('nonsense')).rejects.toMatchObject({ type: 'validation_error' });
    const missing = client.getDelivery('dlv_01h455vb4pex5vsknk084sn02q');
    await expect(missing).rejects.toMatchObject({ type: 'validation_error' });
  });
});
