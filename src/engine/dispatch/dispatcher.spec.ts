import { describe, expect, it } from '@jest/globals';
import { startsAfter } from './dispatcher.ts';

describe('attempts that begin in one turn of the event loop', () => {
  it.each([
    [0, 64],
    [10, 64],
    [20, 32],
    [40, 16],
    [160, 4],
    [5_000, 4],
  ])('after one of %d ms are %d at most', (turnMs, starts) => {
    expect(startsAfter(turnMs)).toBe(starts);
  });
});
