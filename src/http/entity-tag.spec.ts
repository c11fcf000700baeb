import { describe, expect, it } from '@jest/globals';
import { refuseUnmet } from './entity-tag.ts';

const isMet = (
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
  current: string | null,
): boolean => {
  try {
    refuseUnmet({ ifMatch, ifNoneMatch }, current);
    return true;
  } catch {
    return false;
  }
};

describe('refuseUnmet', () => {
  it.each([
    [undefined, '"a"', true],
    [undefined, null, true],
    ['*', '"a"', true],
    ['*', null, false],
    ['"a"', '"a"', true],
    ['"b", "a"', '"a"', true],
    ['W/"a"', '"a"', false],
    ['"b"', '"a"', false],
    ['a', '"a"', false],
    ['', '"a"', false],
    ['"a"', null, false],
  ])('answers for If-Match %s and the version %s: %s', (header, current, expected) => {
    expect(isMet(header, undefined, current)).toBe(expected);
  });

  it.each([
    ['*', '"a"', false],
    ['*', null, true],
    ['"a"', '"a"', false],
    ['W/"a"', '"a"', false],
    ['"b"', '"a"', true],
    ['"a"', null, true],
  ])('answers for If-None-Match %s and the version %s: %s', (header, current, expected) => {
    expect(isMet(undefined, header, current)).toBe(expected);
  });
});
