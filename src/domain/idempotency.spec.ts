import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from './idempotency.ts';

describe('fingerprintOf', () => {
  it.each([
    [
      { a: 1, b: { c: 2, d: [3, { e: 4, f: 5 }] } },
      { b: { d: [3, { f: 5, e: 4 }], c: 2 }, a: 1 },
    ],
    [{ a: 1 }, { a: 1, b: undefined }],
    [undefined, undefined],
  ])('is the same for %j and %j', (one, other) => {
    expect(fingerprintOf(one)).toEqual(fingerprintOf(other));
    expect(fingerprintOf(one)).toHaveLength(32);
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 1, b: null }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: ['1,2'] }, { a: ['1', '2'] }],
    [{}, undefined],
    [{}, []],
    [{ '10': 1 }, { '1': 1 }],
  ])('is another one for %j and %j', (one, other) => {
    expect(fingerprintOf(one)).not.toEqual(fingerprintOf(other));
  });
});
