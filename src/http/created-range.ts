import { uuidFloor, type Uuid } from '../domain/ids.ts';
import { parseTime } from '../domain/rfc3339.ts';
import { IsTime, MayBeAbsent } from './dto-fields.ts';
import { PageQuery } from './pagination.ts';

/** The query of a list that can be narrowed to a time: `created_after` belongs to it, `created_before` does not. */
export class CreatedRangeQuery extends PageQuery {
  @MayBeAbsent()
  @IsTime()
  created_after?: string;

  @MayBeAbsent()
  @IsTime()
  created_before?: string;
}

/** Rows of `from <= id < before`; null where there is no bound. */
export interface IdRange {
  readonly from: Uuid | null;
  readonly before: Uuid | null;
}

/**
 * A range of times as one of ids, which are UUIDv7s: the primary key serves it, and days outside are not even looked at.
 * To the millisecond, finer fractions cut off; a time before 1970, when no id was made, is taken for 1970.
 */
export function idRangeOf({ created_after: after, created_before: before }: CreatedRangeQuery): IdRange {
  return { from: toBound(after), before: toBound(before) };
}

function toBound(time: string | undefined): Uuid | null {
  const moment = time === undefined ? null : parseTime(time);
  return moment === null ? null : uuidFloor(Math.max(0, moment));
}
