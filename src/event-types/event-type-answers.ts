import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownTime } from '../http/openapi/shown.ts';

const JSON_OBJECT = { type: 'object', additionalProperties: true, nullable: true } as const;

/** An event type as the API shows it. */
@ApiSchema({ name: 'EventType' })
export class EventTypeJson {
  @Shown({ example: 'order.paid' })
  readonly name!: string;

  @Shown({ example: 'A customer has paid an order.' })
  readonly description!: string;

  @Shown({
    ...JSON_OBJECT,
    description: 'A JSON Schema of the data of such events; null where they may hold anything.',
    example: { type: 'object', required: ['order_id'], properties: { order_id: { type: 'integer' } } },
  })
  readonly schema!: Readonly<Record<string, unknown>> | null;

  @Shown({ ...JSON_OBJECT, description: 'The data of such an event.', example: { order_id: 4711 } })
  readonly example!: Readonly<Record<string, unknown>> | null;

  @Shown({ type: 'integer', minimum: 1, example: 1 })
  readonly version!: number;

  @ShownTime()
  readonly created_at!: string;

  @ShownTime()
  readonly updated_at!: string;
}
