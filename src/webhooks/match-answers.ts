import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownId, ShownTime } from '../http/openapi/shown.ts';

const REASONS = ['no_match', 'filtered'] as const;

@ApiSchema({ name: 'EventMatch' })
export class EventMatchJson {
  @ShownId('event')
  readonly event_id!: string;

  @Shown({ example: 'order.paid' })
  readonly event_type!: string;

  @ShownTime()
  readonly created_at!: string;

  @Shown({ description: 'Whether its type and its content are asked for.', example: true })
  readonly would_send!: boolean;

  @Shown({ enum: REASONS, nullable: true, example: null })
  readonly reason!: (typeof REASONS)[number] | null;
}

@ApiSchema({ name: 'EventMatches' })
export class EventMatchesJson {
  @Shown({ type: 'integer', description: 'How many of them would be sent.', example: 1 })
  readonly matched!: number;

  @Shown({
    type: [EventMatchJson],
    description: 'The newest 100 events, newest first; with a filter fewer, where their data is over 8 MiB.',
    example: undefined,
  })
  readonly data!: EventMatchJson[];
}
