import { describe, expect, it } from '@jest/globals';
import { SeenIds } from './seen-ids.ts';

describe('ids that have been seen', () => {
  it('are known until they are forgotten', () => {
    const seen = new SeenIds('a', 10);
    for (const id of ['b', 'd', 'c']) seen.add(id);
    seen.forgetBelow('c');
    expect(['b', 'c', 'd'].map((id) => seen.has(id))).toEqual([false, true, true]);
    expect(seen.floor).toBe('c');
  });

  it('never begin lower again', () => {
    const seen = new SeenIds('c', 10);
    seen.forgetBelow('a');
    expect(seen.floor).toBe('c');
  });

  it('are the youngest where there are too many, and begin with the oldest of them', () => {
    const seen = new SeenIds('a', 2);
    for (const id of ['d', 'b', 'c']) seen.add(id);
    seen.forgetBelow('a');
    expect(['b', 'c', 'd'].map((id) => seen.has(id))).toEqual([false, true, true]);
    expect(seen.floor).toBe('c');
  });
});
