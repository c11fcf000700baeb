/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): seconds, or an HTTP date.
 * @param now milliseconds since 1970
 * @returns the wait in ms, never negative; null when the header is absent or unreadable
 */
export function parseRetryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  // Date.parse takes much that is no HTTP date ("2026", "1 apr"); all three forms of RFC 9110 begin with a weekday.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return null;
  // The asctime form names no zone and means UTC (RFC 9110, 5.6.7); Date.parse would take it for the machine's own.
  const moment = Date.parse(/ \d{4}$/.test(text) ? `${text} GMT` : text);
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}
