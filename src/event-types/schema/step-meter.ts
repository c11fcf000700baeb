import type { LinearPattern } from './patterns.ts';

/**
 * What checking one event may take. A step is a keyword looked at, a member or an element of the value that it looks at,
 * or 8 characters of a text; about 0.1 µs, where alternatives fail without end 1 µs, while nothing else runs.
 */
export const EVENT_STEPS_MAX = 500_000;
/** Errors that a value is found to have at once, those of alternatives that fail included; beyond it nobody reads on. */
const ERRORS_MAX = 5_000;
const CHARACTERS_A_STEP = 8;
/** Comparing two elements of a list takes much less than a keyword. */
const COMPARISONS_A_STEP = 8;

/** The check was given up: it took too many steps, or found too many errors. */
export class CheckAborted extends Error {
  constructor(readonly reason: 'steps' | 'errors') {
    super();
  }
}

/**
 * Counts what one check does and ends it beyond its bound. No bound of a schema's own would do: nested references can
 * ask for 2^64 looks at one value within a kilobyte, and whether they do is for the data to say.
 */
export class StepMeter {
  stepsTaken = 0;
  private stepsMax = 0;

  /** Begins the count of a check. */
  start(stepsMax: number): void {
    this.stepsTaken = 0;
    this.stepsMax = stepsMax;
  }

  /** @param weight of the schema that is about to look at the value */
  look(weight: number, value: unknown, errorCount: number): void {
    if (errorCount > ERRORS_MAX) throw new CheckAborted('errors');
    this.take(weight + sizeOf(value));
  }

  /** Before every element is compared with every other, as deep as they go. */
  compareElements(value: unknown): void {
    if (Array.isArray(value)) this.take((value.length * countValues(value)) / COMPARISONS_A_STEP);
  }

  search(pattern: LinearPattern, text: string): boolean {
    this.take(pattern.size * (text.length + 1));
    return pattern.test(text);
  }

  private take(steps: number): void {
    this.stepsTaken += steps;
    if (this.stepsTaken > this.stepsMax) throw new CheckAborted('steps');
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length / CHARACTERS_A_STEP;
  if (typeof value !== 'object' || value === null) return 0;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** The values in a value, itself included; as deep as the value is nested. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1 + sizeOf(value);
  return Object.values(value).reduce((sum: number, member: unknown) => sum + countValues(member), 1);
}
