import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { madeRangesOf, partsOf, withKeptStart, type Counted } from './bucket-ranges.ts';
import { INTERVAL_MS } from './intervals.ts';

const DAY_MS = INTERVAL_MS.day;
const MINUTE_MS = INTERVAL_MS.minute;
const FIRST = Date.UTC(2026, 0, 1);
const moment = fc.integer({ min: FIRST, max: FIRST + 40 * DAY_MS });
const day = fc.integer({ min: 0, max: 41 }).map((days) => FIRST + days * DAY_MS);

const counted = fc.tuple(moment, day, day, day).map(([mark, ...days]): Counted => {
  const [finest = 0, middle = 0, coarsest = 0] = days.toSorted((a, b) => b - a);
  return {
    mark: Math.floor(mark / MINUTE_MS) * MINUTE_MS,
    from: { minute: finest, hour: middle, day: coarsest },
  };
});
const windows = fc
  .tuple(moment, moment)
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => ({ after: Math.min(one, other), before: Math.max(one, other) }));

describe('the parts of a window', () => {
  it('follow each other without a gap, whatever is counted and kept', () => {
    fc.assert(
      fc.property(windows, counted, (window, known) => {
        const { head, ranges, tail } = partsOf(window, known);
        const all = [head, ...ranges, tail];
        expect(head.after).toBe(window.after);
        expect(tail.before).toBe(window.before);
        for (const [index, part] of all.entries()) {
          expect(part.after).toBeLessThanOrEqual(part.before);
          expect(part.before).toBe(all[index + 1]?.after ?? window.before);
        }
      }),
    );
  });

  it('are whole buckets that have ended at the mark and are kept', () => {
    fc.assert(
      fc.property(windows, counted, (window, known) => {
        for (const { grain, after, before } of partsOf(window, known).ranges) {
          const spanMs = INTERVAL_MS[grain];
          expect([after % spanMs, before % spanMs]).toEqual([0, 0]);
          expect(after).toBeGreaterThanOrEqual(known.from[grain]);
          expect(before).toBeLessThanOrEqual(Math.floor((known.mark ?? 0) / spanMs) * spanMs);
        }
      }),
    );
  });

  it('are days and hours wherever there are any, and rows of less than a minute at the ends', () => {
    const window = { after: FIRST + 1, before: FIRST + 2 * DAY_MS + 3_600_001 };
    const known = { mark: FIRST + 3 * DAY_MS, from: { minute: 0, hour: 0, day: 0 } };
    const { head, ranges, tail } = partsOf(window, known);
    expect(ranges.map(({ grain }) => grain)).toEqual(['minute', 'hour', 'day', 'hour']);
    expect([head.before - head.after, tail.before - tail.after]).toEqual([MINUTE_MS - 1, 1]);
  });

  it('are rows alone where nothing is counted', () => {
    const window = { after: FIRST, before: FIRST + DAY_MS };
    const { head, ranges } = partsOf(window, { mark: null, from: { minute: 0, hour: 0, day: 0 } });
    expect([head, ranges]).toEqual([window, []]);
  });
});

describe('attempts by two times', () => {
  it('stand in one grain each, which is that of both', () => {
    fc.assert(
      fc.property(windows, counted, moment, (window, known, at) => {
        const mark = known.mark ?? 0;
        const { ranges } = partsOf(window, known);
        const made = madeRangesOf(ranges, mark);
        for (const range of ranges) {
          const holding = made.filter(
            (each) => each.made.after === range.after && each.at.after <= at && at < each.at.before,
          );
          expect(holding).toHaveLength(at < mark ? 1 : 0);
        }
      }),
    );
  });
});

describe('a window of which only something coarser is kept', () => {
  const END = Date.parse('2026-03-31T12:00:00.500Z');
  const from = {
    minute: Date.parse('2026-03-24T00:00:00Z'),
    hour: Date.parse('2026-01-01T00:00:00Z'),
    day: 0,
  };
  it.each([
    ['2026-03-24T00:00:00.001Z', '2026-03-24T00:00:00.001Z'],
    ['2026-03-24T00:00:00.000Z', '2026-03-24T00:00:00.000Z'],
    ['2026-03-23T23:59:59.999Z', '2026-03-23T23:00:00.000Z'],
    ['2026-01-01T00:00:00.001Z', '2026-01-01T00:00:00.000Z'],
    ['2025-12-31T23:59:59.999Z', '2025-12-31T00:00:00.000Z'],
  ])('from %s on begins at %s, and ends when it was asked to', (after, start) => {
    const window = withKeptStart({ after: Date.parse(after), before: END }, from);
    expect(window).toEqual({ after: Date.parse(start), before: END });
  });
});
