import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsNumber, Max, Min } from 'class-validator';
import {
  DEFAULT_RETRY_POLICY,
  RETRY_ON_RULES,
  type ExponentialRetryPolicy,
  type RetryOn,
  type RetryPolicy,
} from '../../domain/retry-policy.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { Checked } from '../../http/checked.ts';

const ATTEMPTS_MAX = 50;
const DELAY_MAX_MS = 604_800_000;
const FIRST_DELAY_MAX_MS = 86_400_000;
const MULTIPLIER_MAX = 10;
const STATUS_MIN = 300;
const STATUS_MAX = 599;

/** What a growing delay is made of where only some of it is given: it begins and ends like the default schedule. */
const DEFAULT_GROWTH: Omit<ExponentialRetryPolicy, 'jitter' | 'retry_on'> = {
  max_attempts: 10,
  initial_delay_ms: 5_000,
  backoff_multiplier: 2,
  max_delay_ms: 86_400_000,
};
const GROWTH_FIELDS = Object.keys(DEFAULT_GROWTH) as (keyof typeof DEFAULT_GROWTH)[];

/** API.md "Webhooks": a schedule, or delays that grow; one or the other. */
export class RetryPolicyBody {
  @ApiProperty({
    description: 'The delay before each further attempt; stands alone, without a growing delay.',
    example: [5_000, 300_000],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ATTEMPTS_MAX)
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(DELAY_MAX_MS, { each: true })
  @Checked('isAlone', (_, dto) => (isGrowth(dto) ? 'must not be given beside a growing delay' : undefined))
  schedule_ms?: number[];

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(ATTEMPTS_MAX)
  max_attempts?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(FIRST_DELAY_MAX_MS)
  initial_delay_ms?: number;

  @MayBeAbsent()
  @IsNumber()
  @Min(1)
  @Max(MULTIPLIER_MAX)
  backoff_multiplier?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(DELAY_MAX_MS)
  @Checked('isLongest', (value, { initial_delay_ms }: RetryPolicyBody) =>
    Number(value) < (initial_delay_ms ?? DEFAULT_GROWTH.initial_delay_ms)
      ? 'must not be less than initial_delay_ms'
      : undefined,
  )
  max_delay_ms?: number;

  @MayBeAbsent()
  @IsNumber()
  @Min(0)
  @Max(1)
  jitter?: number;

  @ApiProperty({
    oneOf: [
      { type: 'string', enum: [...RETRY_ON_RULES] },
      {
        type: 'array',
        items: { type: 'integer', minimum: STATUS_MIN, maximum: STATUS_MAX },
        uniqueItems: true,
      },
    ],
    description: 'A rule, or the statuses that are tried again.',
    example: 'any_failure',
  })
  @MayBeAbsent()
  @Checked('isRetryOn', (value) =>
    isRetryOn(value)
      ? undefined
      : `must be one of ${RETRY_ON_RULES.join(', ')}, or a list of different statuses from ${STATUS_MIN} to ${STATUS_MAX}`,
  )
  retry_on?: RetryOn;
}

/** The whole policy behind a valid body; what is not given is the default's. */
export function toRetryPolicy(body: RetryPolicyBody = new RetryPolicyBody()): RetryPolicy {
  const { jitter, retry_on, schedule_ms } = DEFAULT_RETRY_POLICY;
  const conditions = { jitter: body.jitter ?? jitter, retry_on: body.retry_on ?? retry_on };
  if (!isGrowth(body)) return { schedule_ms: body.schedule_ms ?? schedule_ms, ...conditions };
  const initialDelayMs = body.initial_delay_ms ?? DEFAULT_GROWTH.initial_delay_ms;
  return {
    max_attempts: body.max_attempts ?? DEFAULT_GROWTH.max_attempts,
    initial_delay_ms: initialDelayMs,
    backoff_multiplier: body.backoff_multiplier ?? DEFAULT_GROWTH.backoff_multiplier,
    max_delay_ms: body.max_delay_ms ?? Math.max(initialDelayMs, DEFAULT_GROWTH.max_delay_ms),
    ...conditions,
  };
}

function isGrowth(dto: RetryPolicyBody): boolean {
  return GROWTH_FIELDS.some((field) => dto[field] !== undefined);
}

function isRetryOn(value: unknown): value is RetryOn {
  if (!Array.isArray(value)) return RETRY_ON_RULES.some((rule) => rule === value);
  const statuses: unknown[] = value;
  const isStatus = (status: unknown): boolean =>
    Number.isInteger(status) && Number(status) >= STATUS_MIN && Number(status) <= STATUS_MAX;
  return statuses.every(isStatus) && new Set(statuses).size === statuses.length;
}
