import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownId, ShownTime } from '../http/openapi/shown.ts';
import { INTERVALS, type Interval } from './intervals.ts';
import { ErrorTypeGroupsJson } from './stats-answers.ts';

const COUNT = { type: 'integer', minimum: 0 } as const;
const BOUND = {
  type: 'integer',
  minimum: 1,
  nullable: true,
  description: 'To a fifth: told by the bound of its place in the histogram.',
} as const;
const MOST = 'Those with the most, at most 50.';
const OTHERS = {
  ...COUNT,
  description: 'Attempts that belong to none of the groups listed.',
  example: 0,
} as const;

@ApiSchema({ name: 'AttemptCounts' })
export class AttemptCountsJson {
  @Shown({ ...COUNT, description: 'Attempts.', example: 155 })
  readonly count!: number;

  @Shown({ ...COUNT, example: 147 })
  readonly succeeded!: number;

  @Shown({ ...COUNT, example: 8 })
  readonly failed!: number;
}

@ApiSchema({ name: 'SeriesBucket' })
export class SeriesBucketJson extends AttemptCountsJson {
  @ShownTime({ description: 'Where it begins.' })
  readonly at!: string;

  @Shown({
    type: Number,
    minimum: 0,
    nullable: true,
    description: 'Null where there is no attempt.',
    example: 83.25,
  })
  readonly average_ms!: number | null;

  @Shown({ ...BOUND, example: 64 })
  readonly p50_ms!: number | null;

  @Shown({ ...BOUND, example: 256 })
  readonly p95_ms!: number | null;

  @Shown({ ...BOUND, example: 512 })
  readonly p99_ms!: number | null;
}

@ApiSchema({ name: 'EventTypeAttempts' })
export class EventTypeAttemptsJson extends AttemptCountsJson {
  @Shown({ description: 'Empty where it is no longer known.', example: 'order.paid' })
  readonly event_type!: string;
}

@ApiSchema({ name: 'WebhookAttempts' })
export class WebhookAttemptsJson extends AttemptCountsJson {
  @ShownId('webhook')
  readonly webhook_id!: string;
}

@ApiSchema({ name: 'EventTypeAttemptGroups' })
export class EventTypeAttemptGroupsJson {
  @Shown({ type: [EventTypeAttemptsJson], description: MOST, example: undefined })
  readonly data!: readonly EventTypeAttemptsJson[];

  @Shown(OTHERS)
  readonly others!: number;
}

@ApiSchema({ name: 'WebhookAttemptGroups' })
export class WebhookAttemptGroupsJson {
  @Shown({ type: [WebhookAttemptsJson], description: MOST, example: undefined })
  readonly data!: readonly WebhookAttemptsJson[];

  @Shown(OTHERS)
  readonly others!: number;
}

@ApiSchema({ name: 'StatsSeries' })
export class StatsSeriesJson {
  @Shown({ type: String, enum: INTERVALS, example: 'hour' })
  readonly interval!: Interval;

  @ShownTime({ description: 'Where the first interval begins.', example: '2026-01-30T12:00:00.000Z' })
  readonly created_after!: string;

  @ShownTime({ description: 'Where the last one ends; itself not included.' })
  readonly created_before!: string;

  @Shown({
    type: [SeriesBucketJson],
    description: 'Every interval, oldest first, those without an attempt too.',
    example: undefined,
  })
  readonly data!: readonly SeriesBucketJson[];

  @Shown({ type: AttemptCountsJson, description: 'Of all intervals.', example: undefined })
  readonly attempts!: AttemptCountsJson;

  @Shown({ type: EventTypeAttemptGroupsJson, description: 'Attempts.', example: undefined })
  readonly by_event_type!: EventTypeAttemptGroupsJson;

  @Shown({ type: WebhookAttemptGroupsJson, description: 'Attempts.', example: undefined })
  readonly by_webhook!: WebhookAttemptGroupsJson;

  @Shown({ type: ErrorTypeGroupsJson, description: 'Failed attempts.', example: undefined })
  readonly by_error_type!: ErrorTypeGroupsJson;
}
