import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNumber, Max, Min } from 'class-validator';
import { NullIsDefault } from '../../http/dto-fields.ts';
import type { RateLimit } from '../webhook-record.ts';

/** What is beyond it waits as `rate_limited`, and is sent when the limit allows. */
export class RateLimitBody {
  @ApiProperty({ description: 'Every attempt counts.', example: 10 })
  @NullIsDefault()
  @IsNumber()
  @Min(0.01)
  @Max(10_000)
  requests_per_second?: number | null;

  @ApiProperty({
    description: 'Requests at once after a rest. Default: as many as in a second, at least 1.',
    example: 20,
  })
  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(10_000)
  burst?: number | null;

  @ApiProperty({
    description: 'Deliveries in 3,600 s from the first of them; each counts once, whatever its attempts.',
    example: 1_000,
  })
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
