import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownId, ShownTime, ShownTimeOrNull } from '../http/openapi/shown.ts';
import type { EventRefusal } from '../engine/fan-out/admission.ts';
import type { Explanation } from './explanation.ts';

const REASONS = [
  'no_match',
  'disabled',
  'filtered',
  'about_itself',
  'refused',
  'cancelled',
  'expired',
  'scheduled',
  'paused',
] as const satisfies readonly Explanation['reason'][];

/** What a publish answers; the data, which its sender knows, is left out. */
@ApiSchema({ name: 'EventSummary' })
export class EventSummaryJson {
  @ShownId('event')
  readonly id!: string;

  @ShownId('tenant')
  readonly tenant_id!: string;

  @Shown({ example: 'order.paid' })
  readonly type!: string;

  @ShownTime()
  readonly occurred_at!: string;

  @Shown({ type: 'integer', minimum: 0, maximum: 100, example: 0 })
  readonly priority!: number;

  @Shown({ type: [String], example: ['eu'] })
  readonly tags!: readonly string[];

  @ShownTimeOrNull({
    description: 'When it is matched with the webhooks that there are then; null is at once.',
    example: null,
  })
  readonly deliver_at!: string | null;

  @ShownTimeOrNull({ description: 'What is still waiting then ends as `expired`.', example: null })
  readonly expires_at!: string | null;

  @ShownTimeOrNull({ description: 'When what waited of it was cancelled by request.', example: null })
  readonly cancelled_at!: string | null;

  @Shown({
    type: String,
    nullable: true,
    pattern: '^[0-9a-f]{32}$',
    description: 'The trace that it was published in, and that its attempts go on in (W3C Trace Context).',
    example: null,
  })
  readonly trace_id!: string | null;
  @ShownTimeOrNull({
    description: 'When its data was erased by request. Data that has outlived its time is gone without it.',
    example: null,
  })
  readonly erased_at!: string | null;
}

/** What came of cancelling an event. */
@ApiSchema({ name: 'EventCancellation' })
export class EventCancellationJson {
  @ShownId('event')
  readonly id!: string;

  @ShownTime()
  readonly cancelled_at!: string;

  @Shown({
    description: 'It had not been matched with webhooks yet, and never will be: it has no deliveries.',
    example: true,
  })
  readonly fan_out_cancelled!: boolean;

  @Shown({ type: 'integer', minimum: 0, description: 'Those that waited.', example: 0 })
  readonly cancelled_deliveries!: number;

  @Shown({
    type: 'integer',
    minimum: 0,
    description: 'Left to their attempt: where it fails, they wait again, and can be cancelled then.',
    example: 0,
  })
  readonly in_progress_deliveries!: number;
}

/** What came of erasing an event's data. */
@ApiSchema({ name: 'EventErasure' })
export class EventErasureJson {
  @ShownId('event')
  readonly id!: string;

  @ShownTime({ description: 'When it was erased first.' })
  readonly erased_at!: string;

  @Shown({ type: 'integer', minimum: 0, description: 'Those that waited.', example: 0 })
  readonly cancelled_deliveries!: number;

  @Shown({
    type: 'integer',
    minimum: 0,
    description:
      'Left to their attempt. What its answer may tell is erased within two minutes after it has been recorded.',
    example: 0,
  })
  readonly in_progress_deliveries!: number;
}

/** Where the data breaks the schema of its type. */
@ApiSchema({ name: 'Warning' })
export class WarningJson {
  @Shown({ example: 'data.order_id' })
  readonly path!: string;

  @Shown({ example: 'is required' })
  readonly message!: string;
}

@ApiSchema({ name: 'PublishedEvent' })
export class PublishedEventJson extends EventSummaryJson {
  @Shown({
    type: [WarningJson],
    required: false,
    description: 'Where the data breaks the schema of its type, for a tenant whose `validation` is `warn`.',
    example: undefined,
  })
  readonly warnings?: readonly WarningJson[];

  @Shown({
    type: 'array',
    items: { $ref: '#/components/schemas/Delivery' },
    required: false,
    description: 'With `Prefer: wait=N`, once each of them has had an attempt.',
    example: undefined,
  })
  readonly deliveries?: readonly object[];
}

@ApiSchema({ name: 'PublishedBatch' })
export class PublishedBatchJson {
  @Shown({ type: [PublishedEventJson], description: 'In the order of the request.', example: undefined })
  readonly data!: readonly PublishedEventJson[];
}

/** An event in a list: its data is at its own address. */
@ApiSchema({ name: 'ListedEvent' })
export class ListedEventJson extends EventSummaryJson {
  @ShownTime()
  readonly created_at!: string;
}

@ApiSchema({ name: 'Refusal' })
export class RefusalJson {
  @Shown({
    enum: ['invalid_data', 'quota_exceeded'] satisfies EventRefusal['reason'][],
    example: 'invalid_data',
  })
  readonly reason!: EventRefusal['reason'];

  @Shown({ type: [WarningJson], example: undefined })
  readonly errors!: readonly WarningJson[];
}

@ApiSchema({ name: 'Event' })
export class EventJson extends ListedEventJson {
  @Shown({
    type: RefusalJson,
    nullable: true,
    description:
      'Why an event that was published from SQL goes to no webhook: over HTTP it would have been refused.',
    example: null,
  })
  readonly refusal!: RefusalJson | null;

  @Shown({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'As it was published; null once it has been erased, or has outlived its time.',
    example: { order_id: 4711, total: '99.90' },
  })
  readonly data!: object | null;
}

@ApiSchema({ name: 'Explanation' })
export class ExplanationJson {
  @ShownId('webhook')
  readonly webhook_id!: string;

  @Shown({ description: 'Whether a delivery would be made.', example: true })
  readonly would_send!: boolean;

  @Shown({ enum: REASONS, nullable: true, example: null })
  readonly reason!: Explanation['reason'];
}

@ApiSchema({ name: 'Explanations' })
export class ExplanationsJson {
  @Shown({ type: [ExplanationJson], description: 'Newest webhook first.', example: undefined })
  readonly data!: ExplanationJson[];

  @Shown({ description: 'Whether there are webhooks beyond the newest 1,000.', example: false })
  readonly has_more!: boolean;
}
