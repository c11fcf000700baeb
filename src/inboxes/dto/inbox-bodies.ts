import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Checked } from '../../http/checked.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { isStorable, STORABLE_PATTERN, UNSTORABLE } from '../../http/text-fields.ts';
import {
  DELAY_MS_MAX,
  FAIL_TIMES_MAX,
  RESPONSE_BYTES_MAX,
  TTL_SECONDS_DEFAULT,
  TTL_SECONDS_MAX,
} from '../inbox-record.ts';

const STATUS_MIN = 200;
const STATUS_MAX = 599;
const TTL_SECONDS_MIN = 60;

function findResponseFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (!isStorable(value)) return UNSTORABLE;
  return Buffer.byteLength(value) > RESPONSE_BYTES_MAX
    ? `must be at most ${RESPONSE_BYTES_MAX} bytes`
    : undefined;
}

/** What an inbox answers, and how long it is there. Of a change, what is absent stays as it is. */
export class InboxBody {
  @ApiProperty({ default: '', description: 'At most 200 printable characters.', example: 'orders' })
  @MayBeAbsent()
  @Matches(/^[^\p{Cc}\p{Cs}]{0,200}$/u, { message: 'must be at most 200 printable characters' })
  name?: string;

  @ApiProperty({ default: 200, description: 'Of its answers.' })
  @MayBeAbsent()
  @IsInt()
  @Min(STATUS_MIN)
  @Max(STATUS_MAX)
  status?: number;

  @ApiProperty({ default: 0, description: 'How long it waits with each answer.' })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(DELAY_MS_MAX)
  delay_ms?: number;

  @ApiProperty({ default: 0, description: 'So many of the next requests are answered with `fail_status`.' })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(FAIL_TIMES_MAX)
  fail_times?: number;

  @ApiProperty({ default: 503, description: 'Of the answers to those.' })
  @MayBeAbsent()
  @IsInt()
  @Min(STATUS_MIN)
  @Max(STATUS_MAX)
  fail_status?: number;

  @ApiProperty({
    default: '',
    maxLength: RESPONSE_BYTES_MAX,
    pattern: STORABLE_PATTERN,
    description: 'The text of its answers, at most 4 KiB.',
    example: 'ok',
  })
  @MayBeAbsent()
  @IsString()
  @Checked('isResponseBody', findResponseFault)
  response_body?: string;

  @ApiProperty({ default: TTL_SECONDS_DEFAULT, description: 'From now until it is gone.' })
  @MayBeAbsent()
  @IsInt()
  @Min(TTL_SECONDS_MIN)
  @Max(TTL_SECONDS_MAX)
  ttl_seconds?: number;
}
