import type { TenantQuotas } from '../domain/quotas.ts';
import { toPublicId, type Uuid } from '../domain/ids.ts';
import type { TenantUsageJson } from './tenant-answers.ts';

/** What a tenant is held to, its own quotas or the defaults, and what it has of each now. */
export interface TenantUsage {
  readonly tenantId: Uuid;
  readonly quotas: TenantQuotas;
  readonly webhooks: number;
  /** In the minute that ends then, by the database's clock. */
  readonly events: number;
  readonly minuteEndsAt: Date;
  readonly liveDeliveries: number;
}

export function toUsageJson(usage: TenantUsage): TenantUsageJson {
  const { quotas } = usage;
  return {
    tenant_id: toPublicId('tenant', usage.tenantId),
    webhooks: { quota: quotas.webhooks, used: usage.webhooks },
    events_per_minute: {
      quota: quotas.eventsPerMinute,
      used: usage.events,
      resets_at: usage.minuteEndsAt.toISOString(),
    },
    live_deliveries: { quota: quotas.liveDeliveries, used: usage.liveDeliveries },
    payload_bytes: { quota: quotas.payloadBytes },
  };
}
