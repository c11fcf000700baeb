/** The share of the work that a trial does; 1 measures what the document shows. */
const SCALE = Number(process.env.BENCH_SCALE ?? 1);

export const IS_WHOLE = SCALE === 1;
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** So many in a whole run, fewer in a trial: a multiple of `step` and at least one. */
export function scaled(count: number, step = 1): number {
  return Math.max(1, Math.round((count * SCALE) / step)) * step;
}
