import { describe, expect, it } from '@jest/globals';
import { pauseMs } from './pause.ts';

describe('the pause before the next try', () => {
  it.each([
    [0, 0, 500],
    [0, 1, 1_000],
    [1, 1, 2_000],
    [3, 0.5, 6_000],
    [20, 1, 30_000],
    [5_000, 0, 15_000],
  ])('after %j failures, by the chance of %j, is %j ms', (failures, chance, ms) => {
    expect(pauseMs(failures, chance)).toBe(ms);
  });
});
