import { ApiSchema, OmitType } from '@nestjs/swagger';
import { ERROR_TYPES } from '../domain/error-types.ts';
import { ExchangeJson } from '../http/exchange-answers.ts';
import { Shown, ShownId, ShownTime, ShownTimeOrNull } from '../http/openapi/shown.ts';
import { FINISHED_STATUSES, LIVE_STATUSES, type DeliveryStatus } from '../domain/delivery-statuses.ts';

const ERROR_TYPE = { enum: ERROR_TYPES, nullable: true } as const;
const STATUS_OR_NULL = { type: 'integer', nullable: true, description: 'An HTTP status.' } as const;

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

  @Shown({
    enum: [...LIVE_STATUSES, 'rate_limited', ...FINISHED_STATUSES],
    description:
      '`rate_limited`: due, and held back by the limit of its webhook. `shadowed`: its webhook was in shadow mode, so nothing was sent.',
    example: 'delivered',
  })
  readonly status!: DeliveryStatus;

  @Shown({ type: String, nullable: true, description: 'Why it ended without success.', example: null })
  readonly reason!: string | null;

  @Shown({ type: 'integer', example: 1 })
  readonly attempt_count!: number;

  @Shown({ type: 'integer', example: 10 })
  readonly max_attempts!: number;

  @ShownTimeOrNull({
    description: 'The earliest time of its next attempt, by all that holds its webhook back.',
    example: null,
  })
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

@ApiSchema({ name: 'Attempt' })
export class AttemptJson extends OmitType(ExchangeJson, ['outcome'] as const) {
  @Shown({
    enum: ['succeeded', 'failed', 'shadowed'],
    description: '`shadowed`: the request was not made, as its webhook was in shadow mode.',
    example: 'succeeded',
  })
  readonly outcome!: 'succeeded' | 'failed' | 'shadowed';

  @Shown({
    type: String,
    nullable: true,
    description: 'Of an attempt in shadow mode: the body that would have been sent, up to 64 KiB of it.',
    example: null,
  })
  readonly request_body!: string | null;

  @Shown({
    type: 'integer',
    nullable: true,
    description: 'Of an attempt in shadow mode: how large the whole body would have been.',
    example: null,
  })
  readonly request_body_bytes!: number | null;

  @ShownId('attempt')
  readonly id!: string;

  @ShownId('delivery')
  readonly delivery_id!: string;

  @Shown({ type: 'integer', description: 'The version of the webhook that was sent to.', example: 1 })
  readonly webhook_version!: number;

  @Shown({ description: 'Its result came too late to count.', example: false })
  readonly stale!: boolean;
}

@ApiSchema({ name: 'AttemptDetail' })
export class AttemptDetailJson extends OmitType(AttemptJson, ['request_body'] as const) {
  @Shown({
    type: String,
    nullable: true,
    description:
      'Of an attempt in shadow mode: the body that would have been sent, up to 64 KiB of it. Of another: the body of `curl`, null where there is none or it is of more than 64 KiB.',
    example: '{"type":"order.paid","timestamp":"2026-01-31T12:00:00.000Z","data":{"order_id":4711}}',
  })
  readonly request_body!: string | null;

  @ShownId('event')
  readonly event_id!: string;

  @ShownId('webhook')
  readonly webhook_id!: string;

  @Shown({ enum: ['POST'], example: 'POST' })
  readonly request_method!: 'POST';

  @Shown({
    type: String,
    nullable: true,
    description: 'Where the webhook’s requests go now; null once it is deleted.',
    example: 'https://example.com/hooks',
  })
  readonly request_url!: string | null;

  @Shown({
    type: String,
    nullable: true,
    description:
      'The request as a command of curl for a POSIX shell, with what is masked in `request_headers` masked. A body of more than 64 KiB is read from `body.json`. Null once the webhook is deleted or the event has lost its data.',
    example:
      "curl --globoff 'https://example.com/hooks' \\\n  --header 'content-type: application/json' \\\n  --header 'x-team: ***' \\\n  --data-raw '{\"order_id\":4711}'",
  })
  readonly curl!: string | null;

  @Shown({
    type: Boolean,
    nullable: true,
    description:
      'Whether the webhook is still of the version that was sent to, so that URL and body are those that were sent; null once it is deleted.',
    example: true,
  })
  readonly curl_as_sent!: boolean | null;
}

@ApiSchema({ name: 'DeliveryWithAttempts' })
export class DeliveryWithAttemptsJson extends DeliveryJson {
  @Shown({ type: [AttemptJson], description: 'In the order in which they were made.', example: undefined })
  readonly attempts!: readonly AttemptJson[];
}
