import { expect, it } from '@jest/globals';
import { foundInWords } from './found-in-words.ts';

it.each([
  [{ total: 3, loaded: 3, isMore: false }, '3 found.'],
  [{ total: 9_000, loaded: 250, isMore: true }, '9,000 found, 250 loaded.'],
  [{ total: 10_001, loaded: 250, isMore: true }, 'More than 10,000 found, 250 loaded.'],
  [{ total: 10_001, loaded: 12_000, isMore: true }, 'More than 12,000 found, 12,000 loaded.'],
  [{ total: null, loaded: 250, isMore: true }, 'More than 250 found, 250 loaded.'],
])('%j is "%s"', (found, words) => {
  expect(foundInWords(found)).toBe(words);
});
