import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Matches, ValidateBy } from 'class-validator';
import { EVENT_TYPE_PATTERN } from '../../domain/matching.ts';
import { TAG_MESSAGE, TAG_PATTERN } from '../../domain/tags.ts';
import { ID_OR_UID_PATTERN } from '../../domain/uid.ts';
import { CreatedRangeQuery } from '../../http/created-range.ts';
import { IsIdOf, MayBeAbsent } from '../../http/dto-fields.ts';
import {
  ERROR_WORDS,
  parseErrorTypes,
  parseResponseStatuses,
  RESPONSE_STATUS_WORD,
} from './attempt-words.ts';
import { parseStatuses, STATUS_WORDS } from './status-words.ts';

/** As long as a URL may be; neither control characters nor halves of a character, which nothing that is found has. */
const SEARCH_PATTERN = /^[^\p{Cc}\p{Cs}]{1,2048}$/u;

function IsWebhookName(): PropertyDecorator {
  return Matches(ID_OR_UID_PATTERN, { message: 'must be the id or uid of a webhook' });
}

/** A comma list that `parse` does not answer null for; `words` are what can stand in it, as a pattern. */
function IsParsed(
  name: string,
  parse: (text: string) => unknown,
  words: string,
  message: string,
): PropertyDecorator {
  const validator = ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && parse(value) !== null,
      defaultMessage: () => message,
    },
  });
  const pattern = `^(?:${words})(?:,(?:${words}))*$`;
  return applyDecorators(validator, ApiProperty({ type: String, pattern, description: toSentence(message) }));
}

/** `must be a list` as a description: `A list.` */
function toSentence(message: string): string {
  const text = message.replace(/^must be /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What any list of deliveries can be narrowed by. */
class FilterDeliveriesQuery extends CreatedRangeQuery {
  @MayBeAbsent()
  @IsParsed(
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
  @IsParsed(
    'isErrorTypeList',
    parseErrorTypes,
    ERROR_WORDS.join('|'),
    `must be a comma list of ${ERROR_WORDS.join(', ')}`,
  )
  error_type?: string;

  @MayBeAbsent()
  @IsParsed(
    'isResponseStatusList',
    parseResponseStatuses,
    RESPONSE_STATUS_WORD,
    'must be a comma list such as 503 or 4xx,5xx',
  )
  response_status?: string;

  @MayBeAbsent()
  @Matches(TAG_PATTERN, { message: TAG_MESSAGE })
  tag?: string;

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
