const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNITS = [
  { ms: DAY_MS, name: 'day' },
  { ms: HOUR_MS, name: 'hour' },
  { ms: MINUTE_MS, name: 'minute' },
  { ms: SECOND_MS, name: 'second' },
] as const;

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** `2 min ago`, `in 3 hr`, `now`: in the largest unit that there is at least one of. @param ms below zero for the past */
export function relativeTime(ms: number): string {
  const unit = UNITS.find((one) => Math.abs(ms) >= one.ms);
  return unit === undefined ? 'now' : words.format(Math.trunc(ms / unit.ms), unit.name).replace('.', '');
}

/** In UTC to the millisecond, as the API and its log tell it: `2026-01-31 12:00:00.000 UTC`. */
export function exactTime(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** `850 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < SECOND_MS) return `${String(Math.round(ms))} ms`;
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(ms < 10 * SECOND_MS ? 1 : 0)} s`;
  if (ms < HOUR_MS) return twoUnits(ms, [MINUTE_MS, 'min'], [SECOND_MS, 's']);
  if (ms < DAY_MS) return twoUnits(ms, [HOUR_MS, 'h'], [MINUTE_MS, 'min']);
  return twoUnits(ms, [DAY_MS, 'd'], [HOUR_MS, 'h']);
}

type Unit = readonly [ms: number, name: string];

function twoUnits(ms: number, [largeMs, large]: Unit, [smallMs, small]: Unit): string {
  const rest = Math.floor((ms % largeMs) / smallMs);
  const whole = `${String(Math.floor(ms / largeMs))} ${large}`;
  return rest === 0 ? whole : `${whole} ${String(rest)} ${small}`;
}
