import { ApiSchema, PickType } from '@nestjs/swagger';
import { ShownId, Shown } from '../../http/openapi/shown.ts';
import { AttemptJson } from '../delivery-answers.ts';
import { FINISHED_STATUSES, LIVE_STATUSES } from '../../domain/delivery-statuses.ts';

/** What `data` of a message holds. */
@ApiSchema({ name: 'StreamedAttempt' })
export class StreamedAttemptJson extends PickType(AttemptJson, [
  'id',
  'delivery_id',
  'number',
  'started_at',
  'duration_ms',
  'outcome',
  'response_status',
  'error_type',
  'error_message',
  'advice',
  'stale',
] as const) {
  @ShownId('event')
  readonly event_id!: string;

  @Shown({ example: 'order.paid' })
  readonly event_type!: string;

  @ShownId('webhook')
  readonly webhook_id!: string;

  @Shown({
    enum: [...LIVE_STATUSES, ...FINISHED_STATUSES],
    description: 'Of the delivery, when the attempt was told.',
    example: 'delivered',
  })
  readonly delivery_status!: string;

  @Shown({ type: [String], example: ['eu'] })
  readonly tags!: readonly string[];
}
