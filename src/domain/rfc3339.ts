const FORM = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/**
 * Milliseconds since 1970 of an RFC 3339 time with its offset, finer fractions cut off; null for anything else. Days that
 * no calendar has are refused: JavaScript alone would take 30 February for 2 March. Leap seconds are not told apart.
 */
export function parseTime(text: string): number | null {
  const [, day] = FORM.exec(text) ?? [];
  if (day === undefined) return null;
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return null;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : Math.floor(moment);
}
