import { ApiSchema } from '@nestjs/swagger';
import { ExchangeJson } from '../http/exchange-answers.ts';
import { Shown, ShownId } from '../http/openapi/shown.ts';

/** An attempt without the fields that only a stored one has: `id`, `delivery_id` and `stale`. */
@ApiSchema({ name: 'TestSend' })
export class TestSendJson extends ExchangeJson {
  @ShownId('event', { description: 'What the request was sent under; no event is stored under it.' })
  readonly event_id!: string;

  @Shown({ example: 'posthorn.test' })
  readonly event_type!: string;

  @ShownId('webhook', { nullable: true, description: 'Null for a URL that is not registered.' })
  readonly webhook_id!: string | null;

  @Shown({
    type: 'integer',
    nullable: true,
    description: 'The version of the webhook that was sent to; null for a URL that is not registered.',
    example: 1,
  })
  readonly webhook_version!: number | null;
}
