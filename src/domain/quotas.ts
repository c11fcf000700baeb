/** What a tenant may have and do. Null is no limit, or, where it is a tenant's own, the installation's default. */
export interface TenantQuotas {
  /** Webhooks that are not deleted. */
  readonly webhooks: number | null;
  /** Events stored in a minute of the database's clock. */
  readonly eventsPerMinute: number | null;
  /** Deliveries that wait for an attempt or are in one. */
  readonly liveDeliveries: number | null;
  /** Bytes of one event's data, in UTF-8; never above the installation's 1 MiB. */
  readonly payloadBytes: number | null;
}

export const NO_QUOTAS: TenantQuotas = {
  webhooks: null,
  eventsPerMinute: null,
  liveDeliveries: null,
  payloadBytes: null,
};

/** Far above what a tenant reaches: whoever wants none where the installation has a default sets this. */
export const QUOTA_MAX = 999_999_999;
/** 1 MiB, what the data of any event may have. */
export const PAYLOAD_BYTES_MAX = 1_048_576;

/** What holds for a tenant: its own quota, where it has one. */
export function effectiveQuotas(own: TenantQuotas, defaults: TenantQuotas): TenantQuotas {
  return {
    webhooks: own.webhooks ?? defaults.webhooks,
    eventsPerMinute: own.eventsPerMinute ?? defaults.eventsPerMinute,
    liveDeliveries: own.liveDeliveries ?? defaults.liveDeliveries,
    payloadBytes: own.payloadBytes ?? defaults.payloadBytes,
  };
}

export function isSameQuotas(a: TenantQuotas, b: TenantQuotas): boolean {
  return (
    a.webhooks === b.webhooks &&
    a.eventsPerMinute === b.eventsPerMinute &&
    a.liveDeliveries === b.liveDeliveries &&
    a.payloadBytes === b.payloadBytes
  );
}
