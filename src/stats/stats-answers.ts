import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownId, ShownTime, ShownTimeOrNull } from '../http/openapi/shown.ts';

const COUNT = { type: 'integer', minimum: 0 } as const;
const MILLISECONDS = {
  type: 'integer',
  minimum: 1,
  nullable: true,
  description: 'To a fifth: told by the bound of its place in the histogram.',
} as const;
const OTHERS = { ...COUNT, description: 'What belongs to none of the groups listed.', example: 0 } as const;
const MOST = 'Those with the most, at most 50.';
const BY_STATUS = 'Each by its status.';

@ApiSchema({ name: 'StatusCounts' })
export class StatusCountsJson {
  @Shown({ ...COUNT, example: 1 })
  readonly pending!: number;

  @Shown({ ...COUNT, example: 0 })
  readonly in_progress!: number;

  @Shown({ ...COUNT, example: 1 })
  readonly retrying!: number;

  @Shown({ ...COUNT, description: '0 as long as no limit is enforced.', example: 0 })
  readonly rate_limited!: number;

  @Shown({ ...COUNT, example: 147 })
  readonly delivered!: number;

  @Shown({ ...COUNT, example: 3 })
  readonly dead_letter!: number;

  @Shown({ ...COUNT, example: 0 })
  readonly cancelled!: number;

  @Shown({ ...COUNT, description: 'Recorded in shadow mode, and not sent.', example: 0 })
  readonly shadowed!: number;
}

@ApiSchema({ name: 'DeliveryCounts' })
export class DeliveryCountsJson {
  @Shown({ ...COUNT, description: 'Deliveries.', example: 152 })
  readonly total!: number;

  @Shown({ type: StatusCountsJson, description: BY_STATUS, example: undefined })
  readonly by_status!: StatusCountsJson;

  @Shown({
    type: Number,
    minimum: 0,
    maximum: 1,
    nullable: true,
    description:
      'The delivered among the finished: delivered, dead letters, cancelled; what was shadowed was not to be sent. Null where none is.',
    example: 0.98,
  })
  readonly success_rate!: number | null;
}

@ApiSchema({ name: 'EventTypeStats' })
export class EventTypeStatsJson extends DeliveryCountsJson {
  @Shown({ example: 'order.paid' })
  readonly event_type!: string;
}

@ApiSchema({ name: 'WebhookCounts' })
export class WebhookCountsJson extends DeliveryCountsJson {
  @ShownId('webhook')
  readonly webhook_id!: string;
}

@ApiSchema({ name: 'ErrorTypeStats' })
export class ErrorTypeStatsJson {
  @Shown({ example: 'http_status' })
  readonly error_type!: string;

  @Shown({ ...COUNT, description: 'Failed attempts.', example: 8 })
  readonly count!: number;
}

@ApiSchema({ name: 'EventTypeGroups' })
export class EventTypeGroupsJson {
  @Shown({ type: [EventTypeStatsJson], description: MOST, example: undefined })
  readonly data!: readonly EventTypeStatsJson[];

  @Shown(OTHERS)
  readonly others!: number;
}

@ApiSchema({ name: 'WebhookGroups' })
export class WebhookGroupsJson {
  @Shown({ type: [WebhookCountsJson], description: MOST, example: undefined })
  readonly data!: readonly WebhookCountsJson[];

  @Shown(OTHERS)
  readonly others!: number;
}

@ApiSchema({ name: 'ErrorTypeGroups' })
export class ErrorTypeGroupsJson {
  @Shown({ type: [ErrorTypeStatsJson], description: MOST, example: undefined })
  readonly data!: readonly ErrorTypeStatsJson[];

  @Shown(OTHERS)
  readonly others!: number;
}

/**
 * Attempts of the window's deliveries, whenever they were made: those that their `attempt_count` counts, so neither stale
 * nor interrupted ones. Times are null where there is none.
 */
@ApiSchema({ name: 'AttemptStats' })
export class AttemptStatsJson {
  @Shown({ ...COUNT, description: 'Those that `attempt_count` counts.', example: 155 })
  readonly count!: number;

  @Shown({ ...COUNT, example: 147 })
  readonly succeeded!: number;

  @Shown({ ...COUNT, example: 8 })
  readonly failed!: number;

  @Shown({ type: Number, minimum: 0, nullable: true, example: 83.25 })
  readonly average_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 64 })
  readonly p50_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 256 })
  readonly p95_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 512 })
  readonly p99_ms!: number | null;
}

class StatsJson extends DeliveryCountsJson {
  @ShownTime({
    description: 'Where the window that was counted begins.',
    example: '2026-01-30T12:00:00.000Z',
  })
  readonly created_after!: string;

  @ShownTime({ description: 'Where it ends; itself not included.' })
  readonly created_before!: string;

  @Shown({
    description:
      'The window that was asked for holds more than can be counted at once: all numbers are of its later part, ' +
      'from the `created_after` of the answer on.',
    example: false,
  })
  readonly is_partial!: boolean;

  @Shown({ type: AttemptStatsJson, description: 'Of the deliveries counted.', example: undefined })
  readonly attempts!: AttemptStatsJson;

  @Shown({ type: EventTypeGroupsJson, description: 'Deliveries.', example: undefined })
  readonly by_event_type!: EventTypeGroupsJson;

  @Shown({ type: ErrorTypeGroupsJson, description: 'Failed attempts.', example: undefined })
  readonly by_error_type!: ErrorTypeGroupsJson;

  @Shown({
    ...COUNT,
    description: 'Deliveries of any age that wait for an attempt now: due, or waiting for their time.',
    example: 2,
  })
  readonly queue_depth!: number;

  @ShownTimeOrNull({
    description: 'Since when the oldest of them is due, those of paused, limited and failing webhooks aside.',
    example: null,
  })
  readonly oldest_due_at!: string | null;
}

@ApiSchema({ name: 'StatsSummary' })
export class StatsSummaryJson extends StatsJson {
  @Shown({ type: WebhookGroupsJson, description: 'Deliveries.', example: undefined })
  readonly by_webhook!: WebhookGroupsJson;
}

@ApiSchema({ name: 'WebhookStats' })
export class WebhookStatsJson extends StatsJson {
  @ShownId('webhook')
  readonly webhook_id!: string;

  @ShownTimeOrNull({ description: 'When the last of the deliveries counted to succeed was completed.' })
  readonly last_delivered_at!: string | null;

  @ShownTimeOrNull({ description: 'When their last failed attempt began.' })
  readonly last_failure_at!: string | null;
}
