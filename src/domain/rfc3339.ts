const FORM = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** What UTC can be written with in four digits of a year. */
const FIRST_MOMENT = Date.parse('0000-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Milliseconds since 1970 of an RFC 3339 time with its offset, finer fractions cut off; null for anything else. Days that
 * no calendar has are refused: JavaScript alone would take 30 February for 2 March. Leap seconds are not told apart.
 * So are moments that are in another year than 0000 to 9999 in UTC, as we could not answer them in RFC 3339.
 */
export function parseTime(text: string): number | null {
  const [, day] = FORM.exec(text) ?? [];
  if (day === undefined) return null;
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return null;
  const moment = Date.parse(text);
  return moment >= FIRST_MOMENT && moment <= LAST_MOMENT ? Math.floor(moment) : null;
}
