import { Matches } from 'class-validator';
import { EVENT_TYPE_PATTERN } from '../../domain/matching.ts';
import { TAG_MESSAGE, TAG_PATTERN } from '../../domain/tags.ts';
import { CreatedRangeQuery } from '../../http/created-range.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';

export class ListEventsQuery extends CreatedRangeQuery {
  @MayBeAbsent()
  @Matches(EVENT_TYPE_PATTERN, { message: 'must be an event type' })
  type?: string;

  @MayBeAbsent()
  @Matches(TAG_PATTERN, { message: TAG_MESSAGE })
  tag?: string;
}
