import { ApiSchema } from '@nestjs/swagger';
import { ERROR_TYPES } from '../domain/error-types.ts';
import { Shown, ShownTime } from './openapi/shown.ts';

const ERROR_TYPE = { enum: ERROR_TYPES, nullable: true } as const;
const STATUS_OR_NULL = { type: 'integer', nullable: true, description: 'An HTTP status.' } as const;
const HEADERS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Lower-case names; the values of a repeated header are joined.',
} as const;
const MILLISECONDS = { type: Number, nullable: true, description: 'Milliseconds.' } as const;

/** Lower-case names; the values of a repeated header are joined as RFC 9110 section 5.3 allows. */
export type HeadersJson = Readonly<Record<string, string>>;

/** Null for a stage that did not end or, on a reused connection, did not happen. */
@ApiSchema({ name: 'AttemptTimings' })
export class AttemptTimingsJson {
  @Shown({ ...MILLISECONDS, example: 1 })
  readonly dns_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 12 })
  readonly connect_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 25 })
  readonly tls_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 80 })
  readonly first_byte_ms!: number | null;

  @Shown({ ...MILLISECONDS, example: 81 })
  readonly total_ms!: number | null;
}

/** One request and what came back, as attempts and test sends show it (API.md "Deliveries"). */
export class ExchangeJson {
  @Shown({ type: 'integer', description: 'From 1; goes on after a retry by hand.', example: 1 })
  readonly number!: number;

  @ShownTime()
  readonly started_at!: string;

  @Shown({ type: 'integer', example: 81 })
  readonly duration_ms!: number;

  @Shown({ enum: ['succeeded', 'failed'], example: 'succeeded' })
  readonly outcome!: 'succeeded' | 'failed';

  @Shown({ ...STATUS_OR_NULL, example: 200 })
  readonly response_status!: number | null;

  @Shown({ ...HEADERS, nullable: true, example: { 'content-type': 'text/plain' } })
  readonly response_headers!: HeadersJson | null;

  @Shown({
    type: String,
    nullable: true,
    description: 'The beginning of the body, as readable text.',
    example: 'ok',
  })
  readonly response_body!: string | null;

  @Shown({ example: false })
  readonly response_body_truncated!: boolean;

  @Shown({ ...HEADERS, example: { 'webhook-id': 'evt_019c12f04e807000800000000001', 'x-team': '***' } })
  readonly request_headers!: HeadersJson;

  @Shown({ ...ERROR_TYPE, example: null })
  readonly error_type!: string | null;

  @Shown({ type: String, nullable: true, example: null })
  readonly error_message!: string | null;

  @Shown({
    type: String,
    nullable: true,
    description: 'What to do about the failure, in one sentence for people; null where nothing failed.',
    example: null,
  })
  readonly advice!: string | null;

  @Shown({ type: AttemptTimingsJson, example: undefined })
  readonly timings!: AttemptTimingsJson;
}
