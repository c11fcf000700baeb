import { IsInt, Max, Min } from 'class-validator';
import { PAYLOAD_BYTES_MAX, QUOTA_MAX, type TenantQuotas } from '../../domain/quotas.ts';
import { NullIsDefault } from '../../http/dto-fields.ts';

/** What is absent stays as it is; null asks for the installation's default. */
export class QuotasBody {
  @NullIsDefault()
  @IsInt()
  @Min(0)
  @Max(QUOTA_MAX)
  webhooks?: number | null;

  @NullIsDefault()
  @IsInt()
  @Min(0)
  @Max(QUOTA_MAX)
  events_per_minute?: number | null;

  @NullIsDefault()
  @IsInt()
  @Min(0)
  @Max(QUOTA_MAX)
  live_deliveries?: number | null;

  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(PAYLOAD_BYTES_MAX)
  payload_bytes?: number | null;
}

export function configureQuotas(body: QuotasBody, base: TenantQuotas): TenantQuotas {
  const { webhooks, events_per_minute, live_deliveries, payload_bytes } = body;
  return {
    webhooks: webhooks === undefined ? base.webhooks : webhooks,
    eventsPerMinute: events_per_minute === undefined ? base.eventsPerMinute : events_per_minute,
    liveDeliveries: live_deliveries === undefined ? base.liveDeliveries : live_deliveries,
    payloadBytes: payload_bytes === undefined ? base.payloadBytes : payload_bytes,
  };
}
