export type Percentiles = readonly [p50: number, p99: number];

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [at(0.5), at(0.99)];
}

export function median(values: readonly number[]): number {
  return percentiles(values)[0];
}
