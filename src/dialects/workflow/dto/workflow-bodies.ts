import { Allow, IsBoolean, IsIn, IsString } from 'class-validator';
import { findUrlFault } from '../../../domain/webhook-url.ts';
import { Checked } from '../../../http/checked.ts';
import { MayBeAbsent, NullIsDefault } from '../../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../../http/raw-text.ts';
import { IsSecret } from '../../../http/secret-field.ts';
import { IsEventList, UNSUPPORTED_TYPE } from '../../dialect-event-list.ts';
import { WORKFLOW_EVENT_TYPES } from '../event-types.ts';

const SIGNS = 'Signs the requests; without one nothing is signed.';

/** "Registering a Webhook", "Request Parameters". */
export class CreateWorkflowWebhookBody {
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;

  @IsEventList(WORKFLOW_EVENT_TYPES)
  events!: string[];

  @NullIsDefault()
  @IsSecret(SIGNS)
  secret?: string | null;

  @MayBeAbsent()
  @IsBoolean()
  active?: boolean;
}

/** "Update a Webhook": changes what is sent. */
export class UpdateWorkflowWebhookBody {
  @MayBeAbsent()
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url?: string;

  @MayBeAbsent()
  @IsEventList(WORKFLOW_EVENT_TYPES)
  events?: string[];

  @IsSecret(SIGNS)
  secret?: string;

  @MayBeAbsent()
  @IsBoolean()
  active?: boolean;

  /** Passed over: whoever changes what it has read sends the whole answer back. */
  @Allow()
  id?: unknown;

  /** Passed over, as `id`. */
  @Allow()
  createdAt?: unknown;
}

/** "Testing Webhooks", "Request Parameters". */
export class TestWorkflowUrlBody {
  @IsString()
  @Checked('isWebhookUrl', findUrlFault)
  url!: string;

  @IsIn(Object.keys(WORKFLOW_EVENT_TYPES), { message: UNSUPPORTED_TYPE })
  event!: string;

  @IsRawJsonObject()
  payload!: RawJson;

  @NullIsDefault()
  @IsSecret(SIGNS)
  secret?: string | null;
}
