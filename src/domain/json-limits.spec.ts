import { describe, expect, it } from '@jest/globals';
import { EVENT_DATA_LIMITS, findJsonFaults, measureJson, measureJsonAt } from './json-limits.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const faultsOf = (text: string) => findJsonFaults(measureJson(text), 'data');

describe('measureJson', () => {
  it.each([
    ['1', 0, 0],
    ['"{[:"', 0, 0],
    ['{}', 1, 0],
    [' {"a":{"b":[1,2,{"c":3}]}} ', 4, 3],
    ['{"a":1,"a":2}', 1, 2],
    [String.raw`{"\"{[":"\\","b":"\\\"}]:"}`, 1, 2],
  ])('finds the depth and the keys of %s', (text, depth, keyCount) => {
    expect(measureJson(text)).toMatchObject({ depth, keyCount });
  });

  it('ends after the value it began at', () => {
    const text = String.raw`[{"a":"\\"}, 12 ,"x\"y"]`;
    expect(text.slice(1, measureJsonAt(text, 1).end)).toBe(String.raw`{"a":"\\"}`);
    expect(text.slice(13, measureJsonAt(text, 13).end)).toBe('12');
    expect(text.slice(17, measureJsonAt(text, 17).end)).toBe(String.raw`"x\"y"`);
  });

  it.each(['', ' ', ']', '"open', '{"open', String.raw`"\\\"`, '{"a":', '[1,]', '}{'])(
    'comes to an end on the broken text %j',
    (text) => {
      expect(measureJson(text).end).toBeLessThanOrEqual(text.length + 1);
    },
  );

  it('stops at the first level that is too deep', () => {
    expect(measureJson(nested(1_000_000), 67)).toMatchObject({ depth: 68, end: 68 });
  });
});

describe('findJsonFaults', () => {
  it('takes depth 64 and refuses 65, 3,000 and 100,000', () => {
    expect(faultsOf(nested(64))).toEqual([]);
    for (const depth of [65, 3000, 100_000]) {
      expect(faultsOf(nested(depth))).toEqual([
        { code: 'invalid', path: 'data', message: 'must not be nested deeper than 64 levels' },
      ]);
    }
  });

  it('takes 10,000 keys and refuses one more', () => {
    const withKeys = (count: number): string => `{${Array<string>(count).fill('"k":0').join(',')}}`;
    expect(faultsOf(withKeys(EVENT_DATA_LIMITS.keyCountMax))).toEqual([]);
    expect(faultsOf(withKeys(EVENT_DATA_LIMITS.keyCountMax + 1))).toMatchObject([{ code: 'invalid' }]);
  });

  it('counts bytes, not characters', () => {
    const euros = (count: number): string => `"${'€'.repeat(count)}"`;
    const fitting = Math.floor((EVENT_DATA_LIMITS.bytesMax - 2) / 3);
    expect(faultsOf(euros(fitting))).toEqual([]);
    expect(faultsOf(euros(fitting + 1))).toMatchObject([{ code: 'payload_too_large', path: 'data' }]);
  });

  it('is linear on a text of quotes and backslashes', () => {
    const text = `"${String.raw`\\\"`.repeat(1_000_000)}"`;
    const started = performance.now();
    expect(measureJson(text).end).toBe(text.length);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
