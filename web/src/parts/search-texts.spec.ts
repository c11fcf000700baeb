import { describe, expect, it } from '@jest/globals';
import { searchTexts, textsOf, toggled, withoutEmpty, wordsOf } from './search-texts.ts';

describe('textsOf', () => {
  it('takes texts and numbers by their names, and nothing else', () => {
    const search = { q: ' a ', status: 503, tag: '', event_type: ['x'], other: 'y' };
    expect(textsOf(search, ['q', 'status', 'tag', 'event_type'])).toEqual({ q: 'a', status: '503' });
  });
});

describe('withoutEmpty', () => {
  it('leaves what says something', () => {
    expect(withoutEmpty({ q: 'a', tag: undefined, type: ' ' })).toEqual({ q: 'a' });
  });
});

describe('toggled', () => {
  it.each([
    [undefined, 'a', 'a'],
    ['a', 'b', 'a,b'],
    ['a, b', 'a', 'b'],
    ['a', 'a', undefined],
  ])('%s with %s is %s', (list, word, next) => {
    expect(toggled(list, word)).toBe(next);
  });
});

describe('wordsOf', () => {
  it('passes over blanks and what is empty', () => {
    expect(wordsOf(' a,, b ')).toEqual(['a', 'b']);
    expect(wordsOf(undefined)).toEqual([]);
  });
});

describe('searchTexts', () => {
  it('leaves what is typed as it is, blanks and all', () => {
    expect(
      searchTexts({ q: ' a ', rate: 5, tag: '', other: 'x', odd: ['b'] }, ['q', 'rate', 'tag', 'odd']),
    ).toEqual({
      q: ' a ',
      rate: '5',
    });
  });
});
