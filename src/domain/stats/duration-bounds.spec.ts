import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DURATION_BOUNDS_MS, durationBoundMs } from './duration-bounds.ts';

describe('the bounds of durations', () => {
  it('ascend, from a millisecond to twenty minutes', () => {
    expect(DURATION_BOUNDS_MS).toEqual([...new Set(DURATION_BOUNDS_MS)].toSorted((a, b) => a - b));
    expect([DURATION_BOUNDS_MS[0], DURATION_BOUNDS_MS.at(-1)]).toEqual([1, 1_200_000]);
    expect(DURATION_BOUNDS_MS.length).toBeLessThan(90);
  });

  it('tell a duration to a fifth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900_000 }), (durationMs) => {
        const bound = durationBoundMs(durationMs);
        expect(bound).toBeGreaterThanOrEqual(durationMs);
        expect(bound).toBeLessThanOrEqual(Math.ceil(1.26 * durationMs));
      }),
    );
  });

  it('have a place for what took no time, and for what took too long', () => {
    expect(durationBoundMs(0)).toBe(1);
    expect(durationBoundMs(2_000_000)).toBe(1_200_000);
  });
});
