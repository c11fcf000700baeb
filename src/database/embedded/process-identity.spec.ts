import { describe, expect, it } from '@jest/globals';
import { parseProcStat } from './process-identity.ts';

describe('parseProcStat', () => {
  it('is not misled by brackets and spaces in the name', () => {
    const text =
      '42 (a) b (c) S 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 987654 1000 200 18446744073709551615';
    expect(parseProcStat(text)).toEqual({ state: 'S', startTicks: '987654' });
  });

  it('takes a cut line for nothing', () => {
    expect(parseProcStat('42 (node) S 1 42')).toBeUndefined();
    expect(parseProcStat('')).toBeUndefined();
  });
});
