/** What a request prefers (RFC 7240). */
export interface Preferences {
  /** How long the answer may wait for results; absent when not asked for. */
  readonly waitSeconds?: number;
  /** `count=exact`: the list's total is wanted. */
  readonly isCountExact: boolean;
}

export const WAIT_SECONDS_MAX = 30;

/**
 * Reads a Prefer header; several are read as one list. A preference is only a wish, so what is unknown or
 * malformed is passed over, `wait` is cut to `WAIT_SECONDS_MAX`, and of repeated ones the first counts
 * (RFC 7240 section 2).
 */
export function parsePrefer(header: string | readonly string[] | undefined): Preferences {
  if (header === undefined) return { isCountExact: false };
  const preferences = new Map<string, string>();
  for (const part of [header].flat().join(',').split(',')) {
    const [name = '', value = ''] = (part.split(';', 1)[0] ?? '').split('=').map((side) => side.trim());
    const key = name.toLowerCase();
    if (!preferences.has(key)) preferences.set(key, unquote(value));
  }
  const isCountExact = preferences.get('count')?.toLowerCase() === 'exact';
  const wait = preferences.get('wait') ?? '';
  if (!/^\d{1,9}$/.test(wait)) return { isCountExact };
  return { isCountExact, waitSeconds: Math.min(Number(wait), WAIT_SECONDS_MAX) };
}

function unquote(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
