import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance, nearestName } from './nearest-name.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
  ])('from %j to %j is %d', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  it('is a distance: symmetric, zero only for the same word, and no detour is shorter', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    const property = fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    });
    fc.assert(property);
  });
});

describe('nearestName', () => {
  it('finds the name that was meant, and none for a word that is like no name', () => {
    const names = ['POSTHORN_ROLE', 'POSTHORN_SLOTS'];
    expect(nearestName('POSTHORN_SLTOS', names)).toBe('POSTHORN_SLOTS');
    expect(nearestName('SOMETHING_ELSE', names)).toBeUndefined();
    expect(nearestName('POSTHORN_ROLE'.repeat(100), names)).toBeUndefined();
  });
});
