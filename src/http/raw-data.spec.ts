import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EACH, extractRawValue, extractRawValues } from './raw-data.ts';

const textOf = (text: string, path: Parameters<typeof extractRawValue>[1]) =>
  extractRawValue(text, path)?.text;

describe('extractRawValue', () => {
  it.each([
    ['{"data":{"a":1.0}}', '{"a":1.0}'],
    [' {\n"x":[{"data":0}],\t"data" : { "n": 1e400, "z": 12345678901234567890 } , "y":"data" } ', undefined],
    ['{"data":{"a":1},"data":{"b":2}}', '{"b":2}'],
    [String.raw`{"d\u0061ta":{"s":"\ud800\u0000","__proto__":1}}`, undefined],
    ['{"data":{"a":1,"a":2,"__proto__":{"x":1}}}', '{"a":1,"a":2,"__proto__":{"x":1}}'],
    ['{"data":"text"}', '"text"'],
    ['{"data":null}', 'null'],
  ])('keeps the text of data in %s', (text, expected) => {
    const source = textOf(text, ['data']);
    if (expected !== undefined) expect(source).toBe(expected);
    expect(text).toContain(source);
    expect(JSON.parse(source ?? '')).toEqual((JSON.parse(text) as { data: unknown }).data);
  });

  it('reads an element by its index', () => {
    const text = '{"events":[{"data":1},{"data":[2]},{"data":3}]}';
    expect(textOf(text, ['events', 1, 'data'])).toBe('[2]');
    expect(textOf(text, ['events', 3, 'data'])).toBeUndefined();
  });

  it.each(['{}', '[]', '1', '"data"', '{"Data":1}', '{"x":{"data":1}}'])('finds nothing in %s', (text) => {
    expect(extractRawValue(text, ['data'])).toBeUndefined();
  });
});

describe('extractRawValues', () => {
  const path = ['events', EACH, 'data'] as const;
  const textsOf = (text: string) => extractRawValues(text, path).map((value) => value?.text);

  it('gives one entry per element, in order', () => {
    expect(textsOf('{"events":[{"data":{}},{"no":1},7,[],{"data":1,"data":{"b":[ ]}}]}')).toEqual([
      '{}',
      undefined,
      undefined,
      undefined,
      '{"b":[ ]}',
    ]);
  });

  it('lets the last of repeated lists win', () => {
    expect(textsOf('{"events":[{"data":1},{"data":2}],"events":[{"data":3}]}')).toEqual(['3']);
    expect(textsOf('{"events":[{"data":1}],"events":5}')).toEqual([]);
  });

  it('takes eight times as long for eight times as much, up to 16 MiB of 1,000 events', () => {
    const data = JSON.stringify({ list: Array.from({ length: 640 }, (_, n) => ({ n, text: 'x"y' })) });
    const batchOf = (count: number): string =>
      `{"events":[${Array<string>(count).fill(`{"type":"a.b","data":${data}}`).join(',')}]}`;
    const timesMs = (text: string): number[] =>
      Array.from({ length: 3 }, () => {
        const startedAt = performance.now();
        extractRawValues(text, path);
        return performance.now() - startedAt;
      });
    const [small, large] = [batchOf(125), batchOf(1_000)];
    expect(large.length).toBeGreaterThan(14 * 1_048_576);
    const values = extractRawValues(large, path);
    expect(values).toHaveLength(1000);
    expect(values.every((value) => value?.text === data)).toBe(true);
    // Loose, since the machine may be busy: the square of it would be 64 times as long.
    expect(Math.min(...timesMs(large))).toBeLessThan(32 * Math.min(...timesMs(small)));
  });
});

describe('any document', () => {
  const whitespace = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
  const escapedChar = fc
    .integer({ min: 0, max: 0xffff })
    .map((code) => `\\u${code.toString(16).padStart(4, '0')}`);
  const stringText = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((value) => JSON.stringify(value)),
    fc.array(escapedChar, { maxLength: 4 }).map((chars) => `"${chars.join('')}"`),
    fc.constantFrom('"data"', '"events"', String.raw`"d\u0061ta"`, '"__proto__"', String.raw`"\\"`, '"]}"'),
  );
  const scalarText = fc.oneof(stringText, fc.json({ maxDepth: 0 }), fc.constantFrom('1e999', '-0', '0.10'));
  const { value: valueText } = fc.letrec<{ value: string; array: string; object: string }>((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalarText, tie('array'), tie('object')),
    array: fc
      .tuple(whitespace, fc.array(fc.tuple(whitespace, tie('value'), whitespace), { maxLength: 4 }))
      .map(([gap, items]) => `[${items.length > 0 ? items.map((item) => item.join('')).join(',') : gap}]`),
    object: fc
      .tuple(
        whitespace,
        fc.array(fc.tuple(whitespace, stringText, whitespace, whitespace, tie('value'), whitespace), {
          maxLength: 4,
        }),
      )
      .map(([gap, members]) => {
        const written = members.map(([a, key, b, c, value, d]) => `${a}${key}${b}:${c}${value}${d}`);
        return `{${written.length > 0 ? written.join(',') : gap}}`;
      }),
  }));

  it('gives texts that parse to the values JSON.parse finds', () => {
    const isRecord = (value: unknown): value is Record<string, unknown> =>
      typeof value === 'object' && value !== null && !Array.isArray(value);
    const valueOfKey = (value: unknown, key: string): unknown =>
      isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    const parsed = (source: string | undefined): unknown =>
      source === undefined ? undefined : (JSON.parse(source) as unknown);

    fc.assert(
      fc.property(whitespace, valueText, fc.array(valueText, { maxLength: 4 }), (gap, value, items) => {
        const document = `${gap}{"x":${value},"data":${value},"events":[${items.join(',')}]${gap}}${gap}`;
        for (const text of [value, document]) {
          const whole: unknown = JSON.parse(text);
          expect(parsed(textOf(text, ['data']))).toEqual(valueOfKey(whole, 'data'));
          const events = valueOfKey(whole, 'events');
          const expected = Array.isArray(events) ? events.map((event) => valueOfKey(event, 'data')) : [];
          const found = extractRawValues(text, ['events', EACH, 'data']);
          expect(found.map((raw) => parsed(raw?.text))).toEqual(expected);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
