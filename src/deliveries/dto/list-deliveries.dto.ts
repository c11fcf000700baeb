import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { EVENT_TYPE_PATTERN } from '../../domain/matching.ts';
import { TAG_MESSAGE, TAG_PATTERN } from '../../domain/tags.ts';
import { ID_OR_UID_PATTERN } from '../../domain/uid.ts';
import { CreatedRangeQuery } from '../../http/created-range.ts';
import { IsIdOf, MayBeAbsent } from '../../http/dto-fields.ts';
import { IsErrorTypeList, IsResponseStatusList, IsWordList } from '../../http/word-list.ts';
import { parseStatuses, STATUS_WORDS } from './status-words.ts';

/** As long as a URL may be; neither control characters nor halves of a character, which nothing that is found has. */
const SEARCH_PATTERN = /^[^\p{Cc}\p{Cs}]{1,2048}$/u;

function IsWebhookName(): PropertyDecorator {
  return Matches(ID_OR_UID_PATTERN, { message: 'must be the id or uid of a webhook' });
}

/** What any list of deliveries can be narrowed by. */
class FilterDeliveriesQuery extends CreatedRangeQuery {
  @MayBeAbsent()
  @IsWordList(
    'isStatusList',
    parseStatuses,
    STATUS_WORDS.join('|'),
    `must be a comma list of ${STATUS_WORDS.join(', ')}`,
  )
  status?: string;

  @MayBeAbsent()
  @Matches(EVENT_TYPE_PATTERN, { message: 'must be an event type' })
  event_type?: string;

  @MayBeAbsent()
  @IsErrorTypeList()
  error_type?: string;

  @MayBeAbsent()
  @IsResponseStatusList()
  response_status?: string;

  @MayBeAbsent()
  @Matches(TAG_PATTERN, { message: TAG_MESSAGE })
  tag?: string;

  @MayBeAbsent()
  @IsIdOf('replay')
  replay_id?: string;

  @MayBeAbsent()
  @Matches(SEARCH_PATTERN, { message: 'must be 1 to 2048 printable characters' })
  @ApiProperty({
    description:
      'The id of a delivery, an attempt, an event or a webhook; the beginning of a webhook’s URL, from `http`; or a word: an event type, a tag, or the uid of a webhook.',
    example: 'https://example.com/',
  })
  q?: string;
}

export class ListDeliveriesOfEventQuery extends FilterDeliveriesQuery {
  @MayBeAbsent()
  @IsWebhookName()
  webhook_id?: string;
}

export class ListDeliveriesOfWebhookQuery extends FilterDeliveriesQuery {
  @MayBeAbsent()
  @IsIdOf('event')
  event_id?: string;
}

export class ListDeliveriesQuery extends FilterDeliveriesQuery {
  @MayBeAbsent()
  @IsWebhookName()
  webhook_id?: string;

  @MayBeAbsent()
  @IsIdOf('event')
  event_id?: string;
}
