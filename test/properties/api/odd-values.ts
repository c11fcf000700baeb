import fc from 'fast-check';
import { resolveSchema, type JsonSchema } from './json-schema.ts';
import { RawText } from './json-writing.ts';
import { BROKEN_URLS } from './urls.ts';

const nested = (depth: number, open: string, close: string, inner = ''): RawText =>
  new RawText(`${open.repeat(depth)}${inner}${close.repeat(depth)}`);

const ODD_TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '0',
    '1',
    'true',
    'null',
    '-1',
    '1e3',
    '*',
    '.*',
    '%',
    "'",
    '"',
    '\\',
    '\n',
    '\0',
    'a\0b',
    '\x7f',
  ],
  ...[
    '\ud800',
    'a\udfffb',
    '👩‍👩‍👧‍👦',
    '\u202eعربى',
    'e\u0301'.repeat(40),
    '\ufeff',
    '\u2028',
    'İ',
    '__proto__',
    'constructor',
  ],
  ...[
    'toString',
    'posthorn.',
    'posthorn.x',
    'wh_x',
    'whsec_',
    '$where',
    '(a+)+$',
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59.999-12:00',
    '0000-01-01T00:00:00+14:00',
    '2026-01-31',
  ],
  'a'.repeat(10_000),
];

const ODD_NUMBERS: readonly unknown[] = [
  ...[0, -1, 0.1, 1e21, 2 ** 31, 2 ** 53, -(2 ** 63), 5e-324, 1.7976931348623157e308],
  ...['-0', '1e400', '-1e400', '1E-400', '9007199254740993', '12345678901234567890.5', '1.0'].map(
    (text) => new RawText(text),
  ),
];

const ODD_CONTAINERS: readonly unknown[] = [
  ...[
    [],
    {},
    [[]],
    [{}],
    [null],
    [[[]]],
    { a: 1 },
    { length: 3 },
    { toString: 1 },
    { then: null },
    { $ne: null },
  ],
  ...['{"__proto__":{"a":1}}', '{"constructor":{"prototype":1}}', '{"a":1,"a":2}'].map(
    (text) => new RawText(text),
  ),
];

/** Longer, deeper or more than any bound. */
const HUGE: readonly RawText[] = [
  nested(70, '[', ']'),
  nested(66, '{"a":', '}', '0'),
  nested(5_000, '{"a":', '}', '0'),
  new RawText(JSON.stringify(Array.from({ length: 2_000 }, () => 0))),
  new RawText(JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, key) => [`k${key}`, 0])))),
  new RawText(JSON.stringify('é'.repeat(100_000))),
];

/** Values of any type and of odd kinds; most are wrong wherever they stand. */
export const anyOddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false) },
  { weight: 3, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 3, arbitrary: fc.constantFrom(...ODD_NUMBERS) },
  { weight: 3, arbitrary: fc.constantFrom(...ODD_CONTAINERS) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...HUGE) },
);

export const anyOddText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** One beyond each bound of the schema, given a value that it takes. */
export function valuesBeyond(described: JsonSchema, value: unknown): readonly unknown[] {
  const schema = resolveSchema(described);
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [
    ...(schema.format === 'uri' ? BROKEN_URLS : []),
    ...numbersBeyond(schema),
    ...textsBeyond(schema),
    ...listsBeyond(schema, value),
    ...choices.flatMap((choice) => valuesBeyond(choice, value)),
  ];
}

function numbersBeyond({ minimum, maximum }: JsonSchema): number[] {
  const low = minimum === undefined ? [] : [minimum - 1, minimum - 0.001, minimum + 0.5];
  return maximum === undefined ? low : [...low, maximum + 1, maximum + 0.5];
}

function textsBeyond({ maxLength, pattern = '' }: JsonSchema): string[] {
  const lengths = [...pattern.matchAll(/\{\d*,?(\d+)\}/g)].map(([, most]) => Number(most));
  return [...lengths, ...(maxLength === undefined ? [] : [maxLength])].map((most) => 'a'.repeat(most + 1));
}

function listsBeyond({ minItems = 0, maxItems, uniqueItems }: JsonSchema, value: unknown): unknown[][] {
  const [first = null] = Array.isArray(value) ? (value as unknown[]) : [];
  const short = minItems === 0 ? [] : [[]];
  const long = maxItems === undefined ? [] : [Array.from({ length: maxItems + 1 }, () => first)];
  return uniqueItems === true ? [...short, ...long, [first, first]] : [...short, ...long];
}
