import fc from 'fast-check';

const space = fc.constantFrom('', '', ' ', '\n', '\t', '\r\n', '  ');

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom('-0', '1.0', '1E+2', '0e0', '12345678901234567890', '1e400', '-1e-400', '0.10'),
);

/** One character of a string, as itself or in any of the ways that JSON has to escape it. */
const character = fc.oneof(
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
    .map((text) => JSON.stringify(text).slice(1, -1)),
  fc.nat({ max: 0xffff }).map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`),
  fc.constantFrom('\\/', '/', '\\"', '\\\\', '\\n', '\u2028', '\\u0000', '\\ud800', '{', '}', '{event.id}'),
);
const string = fc.array(character, { maxLength: 8 }).map((characters) => `"${characters.join('')}"`);
/** Few keys, so that some stand twice in one object. */
const key = fc.oneof(fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '"1"', '""'), string);

const list = (open: string, close: string, items: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(items, { maxLength: 5 }), space)
    .map(([texts, gap]) => `${open}${gap}${texts.join(',')}${gap}${close}`);
const spaced = (items: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(space, items, space).map((parts) => parts.join(''));

const { value, object } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: spaced(
    fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.oneof(fc.constantFrom('null', 'true', 'false'), number, string),
      list('[', ']', tie('value')),
      tie('object'),
    ),
  ),
  object: list(
    '{',
    '}',
    fc.tuple(spaced(key), tie('value')).map(([name, item]) => `${name}:${item}`),
  ),
}));

/** JSON texts of any kind of value, spelt in all the ways that JSON allows. */
export const anyJsonText = value;
/** The same for objects alone, which are what an event's data is. */
export const anyObjectText = object;
