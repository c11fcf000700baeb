import { IsBoolean, IsInt, IsObject, IsString, Matches, Max, Min } from 'class-validator';
import { EVENT_TYPE_PATTERN } from '../../../domain/matching.ts';
import { findTextsFault } from '../../../domain/text-map.ts';
import { findUrlFault } from '../../../domain/webhook-url.ts';
import { Checked } from '../../../http/checked.ts';
import { MayBeAbsent, NullIsDefault } from '../../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../../http/raw-text.ts';
import { IsSecret } from '../../../http/secret-field.ts';
import { findDescriptionFault, NAME_MESSAGE, NAME_PATTERN } from '../../../http/text-fields.ts';
import { IsEventList } from '../../dialect-event-list.ts';
import { TASKFLOW_EVENT_TYPES } from '../event-types.ts';
import { RETRY_COUNT, TIMEOUT_SECONDS } from '../taskflow-defaults.ts';

const SIGNS = 'Signs the requests; without one nothing is signed.';

/** "Webhook Fields" of the document that may be left out; null asks for the default. */
class TaskflowWebhookFields {
  @NullIsDefault()
  @IsString()
  @Checked('isDescription', findDescriptionFault)
  description?: string | null;

  @NullIsDefault()
  @IsObject()
  @Checked('isHeaders', findTextsFault)
  headers?: Record<string, string> | null;

  @NullIsDefault()
  @IsInt()
  @Min(RETRY_COUNT.min)
  @Max(RETRY_COUNT.max)
  retry_count?: number | null;

  @NullIsDefault()
  @IsInt()
  @Min(TIMEOUT_SECONDS.min)
  @Max(TIMEOUT_SECONDS.max)
  timeout_seconds?: number | null;

  @NullIsDefault()
  @IsBoolean()
  is_active?: boolean | null;
}

export class CreateTaskflowWebhookBody extends TaskflowWebhookFields {
  @Matches(NAME_PATTERN, { message: NAME_MESSAGE })
  name!: string;

  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;

  @IsEventList(TASKFLOW_EVENT_TYPES)
  events!: string[];

  @NullIsDefault()
  @IsSecret(SIGNS)
  secret_token?: string | null;
}

/** What is absent stays as it is. */
export class UpdateTaskflowWebhookBody extends TaskflowWebhookFields {
  @MayBeAbsent()
  @Matches(NAME_PATTERN, { message: NAME_MESSAGE })
  name?: string;

  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url?: string;

  @MayBeAbsent()
  @IsEventList(TASKFLOW_EVENT_TYPES)
  events?: string[];

  @IsSecret(SIGNS)
  secret_token?: string;
}

/** "Test Webhook"; what is left out is a sample of the first type that the webhook subscribes to. */
export class TestTaskflowWebhookBody {
  @NullIsDefault()
  @Matches(EVENT_TYPE_PATTERN, { message: 'must be an event type' })
  event_type?: string | null;

  @MayBeAbsent()
  @IsRawJsonObject()
  sample_data?: RawJson;
}
