import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownId, ShownTime } from '../http/openapi/shown.ts';
import { VALIDATION_MODES, type ValidationMode } from './tenant-record.ts';

const quota = (description: string, example: number | null) =>
  Shown({ type: 'integer', nullable: true, description, example });

/** What is set for the tenant alone; null where the installation's default holds. */
@ApiSchema({ name: 'TenantQuotas' })
export class TenantQuotasJson {
  @quota('Webhooks that it may have.', 10)
  readonly webhooks!: number | null;

  @quota('Events that it may publish in a minute.', 600)
  readonly events_per_minute!: number | null;

  @quota('Deliveries of it that may wait or be under way.', null)
  readonly live_deliveries!: number | null;

  @quota('Bytes that the data of one of its events may have.', null)
  readonly payload_bytes!: number | null;
}

const days = (description: string, example: number | null) =>
  Shown({ type: 'integer', nullable: true, description, example });

/** Days that are kept of what happened; null where they are the installation’s. */
@ApiSchema({ name: 'TenantRetention' })
export class TenantRetentionJson {
  @days('The data of its events.', 7)
  readonly event_data_days!: number | null;

  @days('Headers and bodies of its attempts.', 3)
  readonly attempt_data_days!: number | null;

  @days('Its events, finished deliveries and attempts.', null)
  readonly history_days!: number | null;
}

/** A quota that holds, and what there is of it. */
@ApiSchema({ name: 'QuotaUsage' })
export class QuotaUsageJson {
  @quota('The tenant’s own or the installation’s default; null where there is neither.', 10)
  readonly quota!: number | null;

  @Shown({ type: 'integer', example: 9 })
  readonly used!: number;
}

@ApiSchema({ name: 'EventRateUsage' })
export class EventRateUsageJson extends QuotaUsageJson {
  @ShownTime({ description: 'When the minute ends in which `used` were published.' })
  readonly resets_at!: string;
}

@ApiSchema({ name: 'PayloadQuota' })
export class PayloadQuotaJson {
  @quota('The tenant’s own or the installation’s default; null where 1 MiB is all.', 65_536)
  readonly quota!: number | null;
}

@ApiSchema({ name: 'TenantUsage' })
export class TenantUsageJson {
  @ShownId('tenant')
  readonly tenant_id!: string;

  @Shown({ type: QuotaUsageJson, example: { quota: 10, used: 9 } })
  readonly webhooks!: QuotaUsageJson;

  @Shown({
    type: EventRateUsageJson,
    example: { quota: 600, used: 12, resets_at: '2026-01-31T12:01:00.000Z' },
  })
  readonly events_per_minute!: EventRateUsageJson;

  @Shown({ type: QuotaUsageJson, example: { quota: null, used: 3 } })
  readonly live_deliveries!: QuotaUsageJson;

  @Shown({ type: PayloadQuotaJson, example: { quota: null } })
  readonly payload_bytes!: PayloadQuotaJson;
}

/** A tenant as the API shows it. */
@ApiSchema({ name: 'Tenant' })
export class TenantJson {
  @ShownId('tenant')
  readonly id!: string;

  @Shown({ type: String, nullable: true, example: 'acme' })
  readonly uid!: string | null;

  @Shown({ example: 'Acme' })
  readonly name!: string;

  @Shown({
    enum: VALIDATION_MODES,
    description:
      'What becomes of an event whose data breaks the schema of its type: nothing, a warning, a refusal.',
    example: 'off',
  })
  readonly validation!: ValidationMode;

  @Shown({
    type: TenantQuotasJson,
    example: { webhooks: 10, events_per_minute: 600, live_deliveries: null, payload_bytes: null },
  })
  readonly quotas!: TenantQuotasJson;

  @Shown({
    type: TenantRetentionJson,
    example: { event_data_days: 7, attempt_data_days: 3, history_days: null },
  })
  readonly retention!: TenantRetentionJson;

  @ShownTime()
  readonly created_at!: string;

  @ShownTime()
  readonly updated_at!: string;
}
