import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileSubscriptions, EVENT_TYPE_PATTERN, SUBSCRIPTION_PATTERN } from '../../src/domain/matching.ts';

/** The rule of the API, word by word and pattern by pattern. */
function isMatched(patterns: readonly string[], type: string): boolean {
  const isReserved = type.startsWith('posthorn.');
  const effective = patterns.length === 0 ? ['*'] : patterns;
  return effective.some((pattern) => {
    if (pattern === '*') return !isReserved;
    if (!pattern.endsWith('.*')) return pattern === type;
    const start = pattern.substring(0, pattern.length - 1);
    return type.startsWith(start) && (!isReserved || start.startsWith('posthorn.'));
  });
}

// Few and short names, so that types and subscriptions meet.
const name = fc.constantFrom('a', 'b', 'ab', 'posthorn', 'A', '-', '');
const type = fc
  .array(name, { minLength: 1, maxLength: 4 })
  .map((names) => names.join('.'))
  .filter((text) => EVENT_TYPE_PATTERN.test(text));
const pattern = fc
  .oneof(
    { weight: 3, arbitrary: type },
    { weight: 3, arbitrary: type.map((start) => `${start}.*`) },
    { weight: 1, arbitrary: fc.constant('*') },
  )
  .filter((text) => SUBSCRIPTION_PATTERN.test(text));
const patterns = fc.array(pattern, { maxLength: 4 });

describe('any subscriptions', () => {
  it('match what the rule says, and nothing else', () => {
    fc.assert(
      fc.property(patterns, type, (subscriptions, candidate) => {
        expect(compileSubscriptions(subscriptions)(candidate)).toBe(isMatched(subscriptions, candidate));
      }),
      { numRuns: 5_000 },
    );
  });

  it('match alike in any order', () => {
    const shuffled = patterns.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(
        shuffled,
        type,
        ([list, other], candidate) =>
          compileSubscriptions(list)(candidate) === compileSubscriptions(other)(candidate),
      ),
    );
  });

  it('match no less for one more', () => {
    fc.assert(
      fc.property(
        patterns.filter((list) => list.length > 0),
        pattern,
        type,
        (list, more, candidate) =>
          !compileSubscriptions(list)(candidate) || compileSubscriptions([...list, more])(candidate),
      ),
    );
  });
});
