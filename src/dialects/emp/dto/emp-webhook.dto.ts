import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { findFilterFaults } from '../../../domain/filters/filter-rules.ts';
import { SUBSCRIPTION_PATTERN } from '../../../domain/matching.ts';
import { findTextsFault } from '../../../domain/text-map.ts';
import { findUrlFault } from '../../../domain/webhook-url.ts';
import { Checked } from '../../../http/checked.ts';
import { MayBeAbsent, NullIsDefault } from '../../../http/dto-fields.ts';
import { IsSecret } from '../../../http/secret-field.ts';
import { toNativeFilter, type EmpFilters } from '../emp-filters.ts';

const SUBSCRIPTIONS_MAX = 200;
const VALUES_MAX = 100;
const ATTEMPTS_MAX = 50;
const DAY_MS = 86_400_000;
const DELAY_MAX_MS = 7 * DAY_MS;
const MULTIPLIER_MAX = 10;

/** "Event Filtering" of document 000. */
export class EmpFiltersBody implements EmpFilters {
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(VALUES_MAX)
  @IsString({ each: true })
  job_types?: string[];

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(VALUES_MAX)
  @IsNumber({}, { each: true })
  job_priorities?: number[];

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(VALUES_MAX)
  @IsString({ each: true })
  machine_ids?: string[];

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(VALUES_MAX)
  @IsString({ each: true })
  worker_ids?: string[];

  @MayBeAbsent()
  @IsObject()
  @Checked('isCustomFilters', findCustomFault)
  custom_filters?: Record<string, unknown>;
}

/** What of them the native filter cannot be: paths that lead nowhere, names of operators, and too much of all. */
function findCustomFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const native = toNativeFilter({ custom_filters: value as Record<string, unknown> });
  const [fault] = native === null ? [] : findFilterFaults(native, '');
  return fault?.message;
}

/** "Exponential Backoff" of document 000. */
export class EmpRetryBody {
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(ATTEMPTS_MAX)
  max_attempts?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(DAY_MS)
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
  max_delay_ms?: number;
}

/** What a webhook has beside its URL and its events. */
export class EmpWebhookFields {
  @IsSecret('All payloads are signed where there is one; none is made.')
  secret?: string;

  @NullIsDefault()
  @IsObject()
  @ValidateNested()
  @Type(() => EmpFiltersBody)
  filters?: EmpFiltersBody | null;

  @NullIsDefault()
  @IsObject()
  @Checked('isHeaders', findTextsFault)
  headers?: Record<string, string> | null;

  @NullIsDefault()
  @IsObject()
  @ValidateNested()
  @Type(() => EmpRetryBody)
  retry_config?: EmpRetryBody | null;

  @MayBeAbsent()
  @IsBoolean()
  active?: boolean;
}

const EVENT_MESSAGE = 'must be an event type, a prefix as in job.*, or *';

export class CreateEmpWebhookBody extends EmpWebhookFields {
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;

  /** An empty list would be "all" to the native API, and was "none" to EMP: neither is guessed. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SUBSCRIPTIONS_MAX)
  @Matches(SUBSCRIPTION_PATTERN, { each: true, message: EVENT_MESSAGE })
  events!: string[];
}

/** What is absent stays as it is. A webhook may be sent back as it was read: what only Posthorn decides is passed over. */
export class UpdateEmpWebhookBody extends EmpWebhookFields {
  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url?: string;

  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SUBSCRIPTIONS_MAX)
  @Matches(SUBSCRIPTION_PATTERN, { each: true, message: EVENT_MESSAGE })
  events?: string[];

  @Allow()
  id?: unknown;

  @Allow()
  created_at?: unknown;

  @Allow()
  updated_at?: unknown;
}
