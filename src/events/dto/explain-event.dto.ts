import { ArrayMaxSize, IsArray, Matches, ValidateIf } from 'class-validator';
import { TAG_MESSAGE, TAG_PATTERN, TAGS_MAX } from '../../domain/tags.ts';
import { IsIdOf, MayBeAbsent } from '../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../http/raw-text.ts';
import { IsEventType } from '../../http/event-type-field.ts';

function IsNeededWithoutId(): PropertyDecorator {
  return ValidateIf(
    (body: { readonly event_id?: string }, value: unknown) =>
      body.event_id === undefined || value !== undefined,
  );
}

/** An event that is not published. */
export class ExplainNewEventBody {
  @IsNeededWithoutId()
  @IsEventType()
  type?: string;

  @IsNeededWithoutId()
  @IsRawJsonObject()
  data?: RawJson;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @Matches(TAG_PATTERN, { each: true, message: TAG_MESSAGE })
  tags?: string[];
}

/** The id of an event that was published. */
export class ExplainPublishedEventBody {
  @IsIdOf('event')
  event_id!: string;
}

/** One or the other, as it is read; the document shows the two alone, since each forbids the other's fields. */
export class ExplainEventBody extends ExplainNewEventBody {
  @MayBeAbsent()
  @IsIdOf('event')
  event_id?: string;
}
