import type { BenchSetup } from './bench-setup.ts';

/** One line of the document. */
export interface Figure {
  /** By which the table of bounds names it. */
  readonly id: string;
  readonly unit: string;
  readonly name: string;
}

/** Null where this machine cannot tell. */
export type Value = number | null;

/** What is measured together, once a round. */
export interface Measurement {
  readonly figures: readonly Figure[];
  /** Answers a value a figure, in their order. */
  readonly measure: (setup: BenchSetup) => Promise<readonly Value[]>;
}

/** A part of the document. */
export interface Section {
  readonly title: string;
  readonly about: string;
  /** Rates of the section are shown as shares of the bare loop's too. */
  readonly hasShares?: boolean;
  readonly measurements: readonly Measurement[];
}

/** What one round measured, by the figure's id. */
export type Round = ReadonlyMap<string, Value>;

/** A measurement of one figure. */
export function single(figure: Figure, measure: (setup: BenchSetup) => Promise<Value>): Measurement {
  return { figures: [figure], measure: async (setup) => [await measure(setup)] };
}

/** One round's ratio of two of its figures, so that a slow minute of the machine falls on both. */
export function ratio(round: Round, of: string, to: string): Value {
  const [above, below] = [round.get(of) ?? null, round.get(to) ?? null];
  return above === null || below === null || below === 0 ? null : above / below;
}
