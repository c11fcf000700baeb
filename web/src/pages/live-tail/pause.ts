const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/**
 * How long to wait before the next try: twice as long each time, and never the same for all pages that lost one server.
 * @param failures in a row, from 0
 * @param chance 0 to 1
 */
export function pauseMs(failures: number, chance: number): number {
  const most = Math.min(FIRST_MS * 2 ** failures, MOST_MS);
  return Math.round(most * (0.5 + chance / 2));
}
