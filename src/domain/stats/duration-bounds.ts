/** Nothing that Posthorn waits for takes as long: the longest timeout is 300 s. */
const LONGEST_MS = 1_200_000;
const STEPS_A_DOUBLING = 4;

/**
 * The bounds of the histogram of durations, in ms, ascending: four for each doubling, so that a percentile that is told by its
 * bound is at most a fifth too high; every single millisecond up to 6. They stand in the database with what was counted by
 * them, so further bounds may be added, and none moved.
 */
export const DURATION_BOUNDS_MS: readonly number[] = createBounds();

/** The smallest bound that a duration does not exceed; the last one for whatever is longer. */
export function durationBoundMs(durationMs: number): number {
  return DURATION_BOUNDS_MS.find((bound) => bound >= durationMs) ?? LONGEST_MS;
}

function createBounds(): number[] {
  const bounds = new Set<number>();
  for (let step = 0; ; step += 1) {
    const bound = Math.round(2 ** (step / STEPS_A_DOUBLING));
    if (bound >= LONGEST_MS) break;
    bounds.add(bound);
  }
  return [...bounds, LONGEST_MS];
}
