import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileGlob, GLOB_TEXT_CHARACTERS_MAX } from './glob.ts';

/** What a pattern means, by a regular expression: slow on purpose-made texts, but plain. */
function byExpression(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*');
  return new RegExp(`^${source}$`).test(text);
}

describe('compileGlob', () => {
  it.each([
    ['prod-cluster-*', ['prod-cluster-1', 'prod-cluster-'], ['prod-cluster', 'my-prod-cluster-1', '']],
    ['*-gpu', ['a-gpu', '-gpu'], ['gpu', 'a-gpu-1']],
    ['a*b*c', ['abc', 'a-b-c', 'abbcc', 'abcbc'], ['ab', 'acb', 'abcd']],
    ['aba*aba', ['abaaba', 'aba-aba'], ['aba', 'ababa']],
    ['*', ['', 'anything\nat all'], []],
    ['**', ['', 'a'], []],
    ['exact', ['exact'], ['exactly', 'EXACT']],
    ['a.c', ['a.c'], ['abc']],
  ])('%s', (pattern, matching, others) => {
    const isMatch = compileGlob(pattern);
    expect(matching.filter(isMatch)).toEqual(matching);
    expect(others.filter(isMatch)).toEqual([]);
  });

  it('means what a regular expression of the same form means', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        expect(compileGlob(pattern)(text)).toBe(byExpression(pattern, text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('passes over what is too long to be a name', () => {
    expect(compileGlob('a*')('a'.repeat(GLOB_TEXT_CHARACTERS_MAX))).toBe(true);
    expect(compileGlob('a*')('a'.repeat(GLOB_TEXT_CHARACTERS_MAX + 1))).toBe(false);
  });
});
