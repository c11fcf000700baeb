import { INTERVAL_MS, type Interval } from './intervals.ts';
import type { StatsWindow } from './stats-window.ts';

/** Buckets of one grain: those that begin within these times, in ms. */
export interface BucketRange extends StatsWindow {
  readonly grain: Interval;
}

/** What of the statistics can be read, in ms. */
export interface Counted {
  /** Up to where every minute is counted; null where none is. */
  readonly mark: number | null;
  /** From where on each grain has all of its buckets. */
  readonly from: Readonly<Record<Interval, number>>;
}

/** A window in three parts: rows, buckets and rows again, each of which may be empty. */
export interface WindowParts {
  readonly head: StatsWindow;
  /** The coarsest that fit, without a gap between `head` and `tail`. */
  readonly ranges: readonly BucketRange[];
  readonly tail: StatsWindow;
}

/** Buckets of attempts by two times: when their deliveries were made, and when they were made themselves. */
export interface MadeRange {
  readonly grain: Interval;
  readonly made: StatsWindow;
  readonly at: StatsWindow;
}

const GRAINS = ['day', 'hour', 'minute'] as const;

/**
 * The window from the beginning of the hour on where minutes are no longer kept, of the day where hours are not either: what is
 * counted tells nothing finer, and an hour of a busy tenant has too many rows to be read for a part of it.
 */
export function withKeptStart({ after, before }: StatsWindow, from: Counted['from']): StatsWindow {
  if (after < from.hour) return { after: floorTo(after, 'day'), before };
  return { after: after < from.minute ? floorTo(after, 'hour') : after, before };
}

/** Divides a window into what buckets tell of it, none coarser than `coarsest`, and what only rows do. */
export function partsOf(
  { after, before }: StatsWindow,
  { mark, from }: Counted,
  coarsest: Interval = 'day',
): WindowParts {
  const grains = GRAINS.slice(GRAINS.indexOf(coarsest));
  const ranges = mark === null ? [] : cover({ after, before: Math.min(before, mark) }, grains, from, mark);
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first === undefined || last === undefined)
    return { head: { after, before }, ranges, tail: { after: before, before } };
  return { head: { after, before: first.after }, ranges, tail: { after: last.before, before } };
}

/**
 * Where the attempts of the ranges' deliveries are counted, whenever they were made up to the mark. A bucket of attempts is of one
 * grain in both times, and what has not ended at the mark is told by finer ones.
 */
export function madeRangesOf(ranges: readonly BucketRange[], mark: number): MadeRange[] {
  return ranges.flatMap(({ grain, ...made }) => {
    let after = 0;
    return GRAINS.slice(GRAINS.indexOf(grain)).map((each) => {
      const at = { after, before: floorTo(mark, each) };
      after = at.before;
      return { grain: each, made, at };
    });
  });
}

function cover(
  { after, before }: StatsWindow,
  [grain, ...finer]: readonly Interval[],
  from: Counted['from'],
  mark: number,
): BucketRange[] {
  if (grain === undefined || after >= before) return [];
  const spanMs = INTERVAL_MS[grain];
  const first = Math.ceil(Math.max(after, from[grain]) / spanMs) * spanMs;
  const end = floorTo(Math.min(before, mark), grain);
  if (first >= end) return cover({ after, before }, finer, from, mark);
  return [
    ...cover({ after, before: first }, finer, from, mark),
    { grain, after: first, before: end },
    ...cover({ after: end, before }, finer, from, mark),
  ];
}

function floorTo(moment: number, grain: Interval): number {
  return Math.floor(moment / INTERVAL_MS[grain]) * INTERVAL_MS[grain];
}

/** Ranges as three arrays: of grains, and of times from which on and before which. */
export function toArrays(ranges: readonly BucketRange[]): [string[], Date[], Date[]] {
  return [
    ranges.map(({ grain }) => grain),
    ranges.map(({ after }) => new Date(after)),
    ranges.map(({ before }) => new Date(before)),
  ];
}
