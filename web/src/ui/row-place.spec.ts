import { describe, expect, it } from '@jest/globals';
import { indexOfPlace, NO_ROW } from './row-place.ts';

const indexIn = (ids: readonly string[], place: { id: string | null; index: number }): number =>
  indexOfPlace(place, ids.length, (index) => ids[index] ?? '');

describe('indexOfPlace', () => {
  it('follows the row', () => {
    expect(indexIn(['a', 'b', 'c'], { id: 'b', index: 1 })).toBe(1);
    expect(indexIn(['new', 'a', 'b', 'c'], { id: 'b', index: 1 })).toBe(2);
    expect(indexIn(['b', 'c'], { id: 'b', index: 1 })).toBe(0);
  });

  it('stays where the row was that is gone, within what is left', () => {
    expect(indexIn(['a', 'c'], { id: 'b', index: 1 })).toBe(1);
    expect(indexIn(['a'], { id: 'c', index: 2 })).toBe(0);
    expect(indexIn([], { id: 'c', index: 2 })).toBe(-1);
  });

  it('is none where none was', () => {
    expect(indexIn(['a'], NO_ROW)).toBe(-1);
  });
});
