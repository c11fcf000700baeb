const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** `5m`, `90s`, `1500ms`: in the largest unit that it is a whole number of. */
export function writeDuration(ms: number): string {
  const unit = UNITS.find(([, each]) => ms >= each && ms % each === 0);
  return unit === undefined ? `${String(ms)}ms` : `${String(ms / unit[1])}${unit[0]}`;
}

/** `5m`, `1.5h`, `30 s`; without a unit it is seconds. NaN for anything else. @returns whole milliseconds */
export function readDurationMs(text: string): number {
  const [, number, name = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(text.trim()) ?? [];
  const unit = UNITS.find(([known]) => known === name);
  return number === undefined || unit === undefined ? NaN : Math.round(Number(number) * unit[1]);
}
