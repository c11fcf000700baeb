const FIRST_MS = 50;
const LONGEST_MS = 1_000;

/** The pause before something that failed for the `failures`-th time in a row (from 1) is tried again, in ms. */
export function backoffMs(failures: number): number {
  return Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
}
