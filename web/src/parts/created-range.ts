/** Of a list: what was made between two times (RFC 3339). */
export interface CreatedRange {
  readonly created_after?: string;
  readonly created_before?: string;
}

const HOUR_MS = 3_600_000;

/** Windows that end now. */
export const WINDOWS = [
  { label: 'Last hour', ms: HOUR_MS },
  { label: 'Last 24 hours', ms: 24 * HOUR_MS },
  { label: 'Last 7 days', ms: 7 * 24 * HOUR_MS },
] as const;

/** A time as `datetime-local` has it, in the time zone of the browser, to the second; empty for none. */
export function toLocalInput(at: string | undefined): string {
  const time = new Date(at ?? NaN);
  if (Number.isNaN(time.getTime())) return '';
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

/** @param value of a `datetime-local` @returns undefined where it is empty or no time */
export function fromLocalInput(value: string): string | undefined {
  const time = new Date(value);
  return value === '' || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
