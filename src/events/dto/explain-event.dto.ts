import { ValidateIf } from 'class-validator';
import { IsIdOf, MayBeAbsent } from '../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../http/raw-text.ts';
import { IsEventType } from './event-type.ts';

function IsNeededWithoutId(): PropertyDecorator {
  return ValidateIf(
    (body: ExplainEventBody, value: unknown) => body.event_id === undefined || value !== undefined,
  );
}

/** An event that is not published, or the id of one that was. */
export class ExplainEventBody {
  @IsNeededWithoutId()
  @IsEventType()
  type?: string;

  @IsNeededWithoutId()
  @IsRawJsonObject()
  data?: RawJson;

  @MayBeAbsent()
  @IsIdOf('event')
  event_id?: string;
}
