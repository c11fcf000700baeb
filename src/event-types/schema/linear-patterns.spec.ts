import { describe, expect, it } from '@jest/globals';
import { compileSchema } from './compile-schema.ts';
import { compileLinearPattern } from './linear-patterns.ts';
import { readSchema } from './read-schema.ts';
import { EVENT_STEPS_MAX } from './step-meter.ts';

const faultsOf = (pattern: string) => {
  const read = readSchema({ pattern }, compileLinearPattern);
  return 'faults' in read ? read.faults : [];
};

describe('compileLinearPattern', () => {
  it.each<[string, string, boolean]>([
    ['^[A-Z]{3}$', 'EUR', true],
    ['^[A-Z]{3}$', 'EURO', false],
    ['b', 'abc', true],
    ['^\\u00e9\\x41\\/\\-$', 'éA/-', true],
    ['^.$', '😀', true],
    ['^\\p{L}+$', 'Grüße', true],
    ['^(?<year>\\d{4})-\\d{2}$', '2026-01', true],
  ])('%s finds in %s: %s', (pattern, text, isFound) => {
    expect(compileLinearPattern(pattern).test(text)).toBe(isFound);
  });

  it.each(['(?=a)', '(?<!a)b', '(a)\\1', '(', '(?:a{999}){999}'])('refuses %s', (pattern) => {
    expect(faultsOf(pattern)).toHaveLength(1);
  });

  it.each(['(?:a?){200}a{200}', '(?:a{50}){10}'.repeat(10)])('weighs %s', (pattern) => {
    expect(compileLinearPattern(pattern).size).toBeGreaterThan(300);
  });

  it('searches what would hold up JavaScript in linear time', () => {
    const schema = compileSchema({ pattern: '^(a+)+$' }, compileLinearPattern);
    const { faults, stepsTaken } = schema.check(`${'a'.repeat(10_000)}b`, EVENT_STEPS_MAX);
    expect(faults).toEqual([{ path: 'data', message: 'must match pattern "^(a+)+$"' }]);
    expect(stepsTaken).toBeLessThan(EVENT_STEPS_MAX);
  });
});
