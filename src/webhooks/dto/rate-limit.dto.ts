import { IsInt, IsNumber, Max, Min } from 'class-validator';
import { NullIsDefault } from '../../http/dto-fields.ts';
import type { RateLimit } from '../webhook-record.ts';

/** Kept; enforced by the rate gate. */
export class RateLimitBody {
  @NullIsDefault()
  @IsNumber()
  @Min(0.01)
  @Max(10_000)
  requests_per_second?: number | null;

  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(10_000)
  burst?: number | null;

  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  per_hour?: number | null;
}

export function toRateLimit({ requests_per_second, burst, per_hour }: RateLimitBody): RateLimit {
  return {
    requests_per_second: requests_per_second ?? null,
    burst: burst ?? null,
    per_hour: per_hour ?? null,
  };
}
