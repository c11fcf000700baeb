import type { FastifyReply } from 'fastify';
import { toPublicId } from '../domain/ids.ts';
import type { TenantJson } from './tenant-answers.ts';
import type { TenantRecord } from './tenant-record.ts';

export function toTenantJson(tenant: TenantRecord): TenantJson {
  return {
    id: toPublicId('tenant', tenant.id),
    uid: tenant.uid,
    name: tenant.name,
    validation: tenant.validation,
    quotas: {
      webhooks: tenant.quotas.webhooks,
      events_per_minute: tenant.quotas.eventsPerMinute,
      live_deliveries: tenant.quotas.liveDeliveries,
      payload_bytes: tenant.quotas.payloadBytes,
    },
    retention: {
      event_data_days: tenant.retention.eventDataDays,
      attempt_data_days: tenant.retention.attemptDataDays,
      history_days: tenant.retention.historyDays,
    },
    created_at: tenant.createdAt.toISOString(),
    updated_at: tenant.updatedAt.toISOString(),
  };
}

/** With its entity tag, by which 304 is answered to a GET that knows it. */
export function showTenant(response: FastifyReply, tenant: TenantRecord): TenantJson {
  response.header('ETag', tenantTag(tenant));
  return toTenantJson(tenant);
}

/** Strong: each change is a version. */
export function tenantTag({ id, version }: TenantRecord): string {
  return `"${version}-${id}"`;
}
