import { ApiSchema } from '@nestjs/swagger';
import { ERROR_TYPES } from '../domain/error-types.ts';
import { Shown, ShownId, ShownTime, ShownTimeOrNull } from '../http/openapi/shown.ts';
import { FINISHED_STATUSES, LIVE_STATUSES, type DeliveryStatus } from './delivery-record.ts';

const ERROR_TYPE = { enum: ERROR_TYPES, nullable: true } as const;
const STATUS_OR_NULL = { type: 'integer', nullable: true, description: 'An HTTP status.' } as const;
const HEADERS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Lower-case names; the values of a repeated header are joined.',
} as const;
const MILLISECONDS = { type: Number, nullable: true, description: 'Milliseconds.' } as const;

/** A delivery as the API shows it (API.md "Deliveries"). */
@ApiSchema({ name: 'Delivery' })
export class DeliveryJson {
  @ShownId('delivery')
  readonly id!: string;

  @ShownId('tenant')
  readonly tenant_id!: string;

  @ShownId('event')
  readonly event_id!: string;

  @Shown({ example: 'order.paid' })
  readonly event_type!: string;

  @ShownId('webhook')
  readonly webhook_id!: string;

  @Shown({ enum: [...LIVE_STATUSES, ...FINISHED_STATUSES], example: 'delivered' })
  readonly status!: DeliveryStatus;

  @Shown({ type: String, nullable: true, description: 'Why it ended without success.', example: null })
  readonly reason!: string | null;

  @Shown({ type: 'integer', example: 1 })
  readonly attempt_count!: number;

  @Shown({ type: 'integer', example: 10 })
  readonly max_attempts!: number;

  @ShownTimeOrNull({ example: null })
  readonly next_retry_at!: string | null;

  @Shown({ ...STATUS_OR_NULL, example: 200 })
  readonly last_response_status!: number | null;

  @Shown({ ...ERROR_TYPE, example: null })
  readonly last_error_type!: string | null;

  @Shown({ type: [String], example: ['eu'] })
  readonly tags!: readonly string[];

  @ShownTime()
  readonly created_at!: string;

  @ShownTime()
  readonly updated_at!: string;

  @ShownTimeOrNull({ description: 'Null until it has ended.' })
  readonly completed_at!: string | null;
}

/** Lower-case names; the values of a repeated header are joined as RFC 9110 section 5.3 allows. */
export type HeadersJson = Readonly<Record<string, string>>;

/** Null for a stage that did not end or, on a reused connection, did not happen. */
@ApiSchema({ name: 'AttemptTimings' })
export class AttemptTimingsJson {
  @Shown({ ...MILLISECONDS, example: 1 })
  readonly dns_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 12 })
  readonly connect_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 25 })
  readonly tls_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 80 })
  readonly first_byte_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 81 })
  readonly total_ms!: number | null;
}

@ApiSchema({ name: 'Attempt' })
export class AttemptJson {
  @ShownId('attempt')
  readonly id!: string;

  @ShownId('delivery')
  readonly delivery_id!: string;

  @Shown({ type: 'integer', description: 'From 1; goes on after a retry by hand.', example: 1 })
  readonly number!: number;

  @ShownTime()
  readonly started_at!: string;

  @Shown({ type: 'integer', example: 81 })
  readonly duration_ms!: number;

  @Shown({ enum: ['succeeded', 'failed'], example: 'succeeded' })
  readonly outcome!: 'succeeded' | 'failed';

  @Shown({ ...STATUS_OR_NULL, example: 200 })
  readonly response_status!: number | null;

  @Shown({ ...HEADERS, nullable: true, example: { 'content-type': 'text/plain' } })
  readonly response_headers!: HeadersJson | null;

  @Shown({
    type: String,
    nullable: true,
    description: 'The beginning of the body, as readable text.',
    example: 'ok',
  })
  readonly response_body!: string | null;

  @Shown({ example: false })
  readonly response_body_truncated!: boolean;

  @Shown({ ...HEADERS, example: { 'webhook-id': 'evt_019c12f04e807000800000000001', 'x-team': '***' } })
  readonly request_headers!: HeadersJson;

  @Shown({ ...ERROR_TYPE, example: null })
  readonly error_type!: string | null;

  @Shown({ type: String, nullable: true, example: null })
  readonly error_message!: string | null;

  @Shown({ type: AttemptTimingsJson, example: undefined })
  readonly timings!: AttemptTimingsJson;

  @Shown({ type: 'integer', description: 'The version of the webhook that was sent to.', example: 1 })
  readonly webhook_version!: number;

  @Shown({ description: 'Its result came too late to count.', example: false })
  readonly stale!: boolean;
}

@ApiSchema({ name: 'DeliveryWithAttempts' })
export class DeliveryWithAttemptsJson extends DeliveryJson {
  @Shown({ type: [AttemptJson], description: 'In the order in which they were made.', example: undefined })
  readonly attempts!: readonly AttemptJson[];
}
