import { invalidField } from '../domain/errors.ts';
import { uuidFloor, type Uuid } from '../domain/ids.ts';
import { parseTime } from '../domain/rfc3339.ts';
import type { StatsQuery } from './dto/stats-query.dto.ts';

const DAY_MS = 86_400_000;
const WINDOW_DEFAULT_MS = DAY_MS;
const WINDOW_DAYS_MAX = 31;
/** The last millisecond that RFC 3339, with its years of four digits, can tell. */
const TIME_MAX = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A span of time in ms since 1970: `after` belongs to it, `before` does not. */
export interface StatsWindow {
  readonly after: number;
  readonly before: number;
}

/**
 * The window that a query asks for: without an end up to now, this very millisecond included, and without a beginning the
 * 24 hours before its end. Times before 1970, when no id was made, are taken for 1970.
 * @throws PosthornError `invalid` for one that is empty, turned around or longer than 31 days
 */
export function windowOf(query: StatsQuery, now: number): StatsWindow {
  const before = readTime(query.created_before) ?? Math.floor(now) + 1;
  const after = readTime(query.created_after) ?? before - WINDOW_DEFAULT_MS;
  if (after >= before)
    throw invalidField(
      'created_after',
      'must be before created_before, or before now where that is not given',
    );
  if (before - after > WINDOW_DAYS_MAX * DAY_MS)
    throw invalidField(
      'created_after',
      `must be at most ${WINDOW_DAYS_MAX} days before created_before, or now`,
    );
  return { after: withinBounds(after), before: withinBounds(before) };
}

/** The window as a range of UUIDv7s: `from <= id < before`. */
export function idBoundsOf({ after, before }: StatsWindow): readonly [from: Uuid, before: Uuid] {
  return [uuidFloor(after), uuidFloor(before)];
}

/** The later part of a window, from the first millisecond after an id's. */
export function windowAfter({ before }: StatsWindow, id: Uuid): StatsWindow {
  const moment = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return { after: Math.min(moment + 1, before), before };
}

function readTime(text: string | undefined): number | null {
  return text === undefined ? null : parseTime(text);
}

function withinBounds(moment: number): number {
  return Math.min(Math.max(0, moment), TIME_MAX);
}
