import { putNewest } from '../../domain/bounded-map.ts';
import type { Keyring } from '../../domain/encryption/keyring.ts';
import type { Uuid } from '../../domain/ids.ts';
import { run, type Queryable } from '../statement.ts';
import { FormatCache } from './format-cache.ts';
import { LOAD_WEBHOOKS } from './sql/load-webhooks.ts';
import {
  toPublishQuotas,
  toWebhookSnapshot,
  type TenantSnapshot,
  type WebhookRow,
} from './webhook-snapshot.ts';

/** Tenants kept in memory; beyond it the one that was loaded longest ago goes. */
const TENANTS_MAX = 10_000;
const NOTHING: TenantSnapshot = { version: 0, quotas: null, webhooks: new Map() };

/**
 * The webhooks of each tenant, in memory. A snapshot may be old: whoever uses one compares its version with the
 * database's in the statement that acts on it, and asks here for that version when they differ.
 */
export class SubscriptionCache {
  private readonly snapshots = new Map<Uuid, TenantSnapshot>();
  private readonly loads = new Map<Uuid, Promise<TenantSnapshot>>();
  private readonly formats = new FormatCache();

  /** @param keyring opens secrets and headers as they are loaded */
  constructor(
    private readonly db: Queryable,
    private readonly keyring: Keyring,
  ) {}

  /** What is at hand, if it is of that version or newer. */
  peek(tenantId: Uuid, versionMin: number): TenantSnapshot | null {
    const known = this.snapshots.get(tenantId);
    return known !== undefined && known.version >= versionMin ? known : null;
  }

  /** @param versionMin the oldest version that will do; 0 takes whatever is at hand */
  async get(tenantId: Uuid, versionMin = 0): Promise<TenantSnapshot> {
    for (;;) {
      const known = this.peek(tenantId, versionMin);
      if (known !== null) return known;
      const running = this.loads.get(tenantId);
      if (running === undefined) return await this.load(tenantId);
      await running; // it may have begun before the version that is asked for; then the loop loads again
    }
  }

  /** Drops what is known of a tenant: its webhooks have just changed through this process. */
  forget(tenantId: Uuid): void {
    this.snapshots.delete(tenantId);
  }

  private async load(tenantId: Uuid): Promise<TenantSnapshot> {
    const loading = this.read(tenantId);
    this.loads.set(tenantId, loading);
    try {
      const snapshot = await loading;
      const known = this.snapshots.get(tenantId);
      if (known === undefined || known.version <= snapshot.version) {
        putNewest(this.snapshots, tenantId, snapshot, TENANTS_MAX);
      }
      return snapshot;
    } finally {
      this.loads.delete(tenantId);
    }
  }

  private async read(tenantId: Uuid): Promise<TenantSnapshot> {
    const rows = await run<WebhookRow>(this.db, LOAD_WEBHOOKS, [tenantId]);
    const first = rows[0];
    if (first === undefined) return NOTHING;
    const rendererOf = this.formats.compile(rows);
    const webhooks = rows.flatMap((row) =>
      row.id === null ? [] : [toWebhookSnapshot({ ...row, id: row.id }, rendererOf(row), this.keyring)],
    );
    return {
      version: Number(first.subscription_version),
      quotas: toPublishQuotas(first),
      webhooks: new Map(webhooks.map((webhook) => [webhook.id, webhook])),
    };
  }
}
