import { describe, expect, it } from '@jest/globals';
import { findMaskFaults, unmaskHeaders } from './header-mask.ts';

describe('unmaskHeaders', () => {
  it('puts the stored value in the place of a mask, by name in any spelling, and leaves the rest', () => {
    const stored = { 'X-Token': 's3cret', Gone: 'x', 'X-New': 'old' };
    expect(unmaskHeaders({ 'x-token': '***', 'X-New': 'new', Other: '***', Part: '****' }, stored)).toEqual({
      'x-token': 's3cret',
      'X-New': 'new',
      Other: '***',
      Part: '****',
    });
  });

  it('takes no inherited member for a stored value', () => {
    expect(unmaskHeaders({ valueof: '***' }, {})).toEqual({ valueof: '***' });
  });
});

describe('findMaskFaults', () => {
  it('names what still is a mask', () => {
    expect(findMaskFaults({ 'X-A': '***', 'X-B': 'b' })).toEqual([
      { path: 'headers.X-A', message: 'has no stored value for *** to stand for' },
    ]);
  });
});
