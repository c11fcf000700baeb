import { Matches, ValidateBy } from 'class-validator';
import { fromPublicId } from '../../domain/ids.ts';
import { EVENT_TYPE_PATTERN } from '../../domain/matching.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { PageQuery } from '../../http/pagination.ts';
import { parseStatuses, STATUS_WORDS } from './status-words.ts';

/** The longest and widest form of an id or a uid (API.md "Conventions"). */
const WEBHOOK_NAME_PATTERN = /^[\w.-]{1,128}$/;

function IsStatusList(): PropertyDecorator {
  return ValidateBy({
    name: 'isStatusList',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && parseStatuses(value) !== null,
      defaultMessage: () => `must be a comma list of ${STATUS_WORDS.join(', ')}`,
    },
  });
}

function IsEventId(): PropertyDecorator {
  return ValidateBy({
    name: 'isEventId',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && fromPublicId('event', value) !== null,
      defaultMessage: () => 'must be the id of an event',
    },
  });
}

export class ListDeliveriesQuery extends PageQuery {
  @MayBeAbsent()
  @IsStatusList()
  status?: string;

  @MayBeAbsent()
  @Matches(WEBHOOK_NAME_PATTERN, { message: 'must be the id or uid of a webhook' })
  webhook_id?: string;

  @MayBeAbsent()
  @IsEventId()
  event_id?: string;

  @MayBeAbsent()
  @Matches(EVENT_TYPE_PATTERN, { message: 'must be an event type' })
  event_type?: string;
}
