import { ApiSchema } from '@nestjs/swagger';
import { REPLAY_MODES, REPLAY_STATUSES, type ReplayMode, type ReplayStatus } from '../domain/replays.ts';
import { Shown, ShownId, ShownTime, ShownTimeOrNull } from '../http/openapi/shown.ts';
import { ReplayFilterBody } from './dto/replay-bodies.ts';
import type { ReplayFilter } from './replay-record.ts';

const COUNT = { type: 'integer', minimum: 0 } as const;
const COUNT_OR_NULL = { ...COUNT, nullable: true } as const;

/** A replay as the API shows it. */
@ApiSchema({ name: 'Replay' })
export class ReplayJson {
  @ShownId('replay')
  readonly id!: string;

  @ShownId('tenant')
  readonly tenant_id!: string;

  @Shown({ enum: REPLAY_MODES, example: 'failed' })
  readonly mode!: ReplayMode;

  @Shown({
    type: ReplayFilterBody,
    description: 'As it was given, a webhook by its id.',
    example: { event_type: 'order.paid' },
  })
  readonly filter!: ReplayFilter;

  @Shown({ enum: REPLAY_STATUSES, example: 'running' })
  readonly status!: ReplayStatus;

  @Shown({ type: 'integer', example: 50 })
  readonly rate_per_second!: number;

  @Shown({
    ...COUNT_OR_NULL,
    description: 'Deliveries that matched when it was made; null where there were more than are counted.',
    example: 1_200,
  })
  readonly total_count!: number | null;

  @Shown({
    ...COUNT,
    description:
      'Deliveries that it has made due so far; what was retried by hand meanwhile is not among them.',
    example: 350,
  })
  readonly replayed_count!: number;

  @ShownTime()
  readonly created_at!: string;

  @ShownTime()
  readonly updated_at!: string;

  @ShownTimeOrNull({
    description: 'When all were due, or it was cancelled; null while it runs.',
    example: null,
  })
  readonly completed_at!: string | null;
}

@ApiSchema({ name: 'ReplayWebhookCount' })
export class ReplayWebhookCountJson {
  @ShownId('webhook')
  readonly webhook_id!: string;

  @Shown({ ...COUNT, example: 1_200 })
  readonly count!: number;
}

@ApiSchema({ name: 'ReplaySample' })
export class ReplaySampleJson {
  @ShownId('delivery', { nullable: true, description: 'Null for one that is missing, and would be made.' })
  readonly delivery_id!: string | null;

  @ShownId('event')
  readonly event_id!: string;

  @Shown({ example: 'order.paid' })
  readonly event_type!: string;

  @ShownId('webhook')
  readonly webhook_id!: string;
}

/** What a dry run answers. */
@ApiSchema({ name: 'ReplayPreview' })
export class ReplayPreviewJson {
  @Shown({ enum: [true], description: 'Nothing was made.', example: true })
  readonly dry_run!: true;

  @Shown({
    ...COUNT_OR_NULL,
    description: 'Deliveries that would be made due; null where there are more than are counted.',
    example: 1_200,
  })
  readonly total_count!: number | null;

  @Shown({
    type: [ReplayWebhookCountJson],
    description: 'As far as was counted: the 250 webhooks with most of them.',
    example: undefined,
  })
  readonly by_webhook!: readonly ReplayWebhookCountJson[];

  @Shown({ type: [ReplaySampleJson], description: 'The first ten that would go.', example: undefined })
  readonly sample!: readonly ReplaySampleJson[];
}

@ApiSchema({ name: 'DeadLetterPurge' })
export class DeadLetterPurgeJson {
  @Shown({ ...COUNT, description: 'Dead letters that are gone now.', example: 1_200 })
  readonly purged_count!: number;

  @Shown({ description: 'Whether there are more: one request takes 10,000 at most.', example: false })
  readonly has_more!: boolean;
}
