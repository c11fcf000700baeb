import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownId, ShownTime } from '../http/openapi/shown.ts';

const COUNT = { type: 'integer', minimum: 0 } as const;

/** An inbox as the API shows it. */
@ApiSchema({ name: 'Inbox' })
export class InboxJson {
  @ShownId('inbox')
  readonly id!: string;

  @ShownId('tenant')
  readonly tenant_id!: string;

  @Shown({
    description: 'Where it takes requests, of any method, and below it too. Whoever knows it may send.',
    example: 'http://127.0.0.1:3000/inbox/8f14e45fceea167a5a36dedd4bea2543c2f3a1b0',
  })
  readonly url!: string;

  @Shown({ example: 'orders' })
  readonly name!: string;

  @Shown({ type: 'integer', example: 200 })
  readonly status!: number;

  @Shown({ ...COUNT, example: 0 })
  readonly delay_ms!: number;

  @Shown({ ...COUNT, description: 'As it was set last.', example: 3 })
  readonly fail_times!: number;

  @Shown({ ...COUNT, description: 'Of the next requests, those that get `fail_status` still.', example: 1 })
  readonly failures_left!: number;

  @Shown({ type: 'integer', example: 503 })
  readonly fail_status!: number;

  @Shown({ example: '' })
  readonly response_body!: string;

  @Shown({ ...COUNT, description: 'Requests since it was made; the newest 100 are kept.', example: 2 })
  readonly received_count!: number;

  @ShownTime()
  readonly created_at!: string;

  @ShownTime()
  readonly updated_at!: string;

  @ShownTime({ description: 'When it is gone, with what it has kept.' })
  readonly expires_at!: string;
}

/** A request that an inbox has kept. */
@ApiSchema({ name: 'InboxRequest' })
export class InboxRequestJson {
  @ShownId('inbox_request')
  readonly id!: string;

  @ShownId('inbox')
  readonly inbox_id!: string;

  @Shown({ example: 'POST' })
  readonly method!: string;

  @Shown({ description: 'Behind the address of the inbox, with the query.', example: '' })
  readonly path!: string;

  @Shown({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'As they came; values of one name are joined by a comma. Credentials are masked.',
    example: { 'content-type': 'application/json', 'webhook-id': 'evt_01h455vb4pex5vsknk084sn02q' },
  })
  readonly headers!: Readonly<Record<string, string>>;

  @Shown({ description: 'The first 16 KiB.', example: '{"type":"order.paid"}' })
  readonly body!: string;

  @Shown({
    enum: ['utf8', 'base64'],
    description: 'How `body` is written: base64 for what is no text.',
    example: 'utf8',
  })
  readonly body_encoding!: 'utf8' | 'base64';

  @Shown({ ...COUNT, description: 'Of the whole body.', example: 21 })
  readonly body_bytes!: number;

  @Shown({ example: false })
  readonly body_truncated!: boolean;

  @Shown({ type: 'integer', description: 'What was answered.', example: 200 })
  readonly response_status!: number;

  @ShownTime()
  readonly received_at!: string;
}
