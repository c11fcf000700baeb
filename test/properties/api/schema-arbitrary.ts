import fc from 'fast-check';
import { anyObjectText } from '../json-text.ts';
import { resolveSchema, type JsonSchema } from './json-schema.ts';
import { RawText } from './json-writing.ts';
import { loopbackUrls } from './urls.ts';

/** Texts that name what is there, by the field or parameter that they stand in. */
export type KnownTexts = Readonly<Record<string, readonly string[]>>;

const LENGTH_MAX = 60;
const LIST_LENGTH_MAX = 3;
/** `^[class]{1,256}$`, the form of most texts; `*` leaves the length to the schema. */
const REPEATED_CLASS = /^\^(\[(?:\\.|[^\]\\])+\])(?:\{(\d+),(\d+)\}|\*)\$$/;

/** One Unicode character of any kind, NUL too. */
const anyCharacter = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('\0', '\u202e', '\u0301', '\ufeff', '\uffff', '😀', 'ß', '\u2028'),
);

/** RFC 3339, from the first year that it can write to the last. */
const times = fc.oneof(
  fc
    .date({ min: new Date('1000-01-01'), max: new Date('9999-12-30'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.constantFrom(
    '0000-01-01T00:00:00Z',
    '0000-01-01T00:00:00.000-14:00',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00Z',
    '2024-02-29T12:00:00.123456789Z',
    '2026-01-31t12:00:00z',
    '2026-01-31T12:00:00-23:59',
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59.999+12:00',
  ),
);

/** Values that a schema takes, its bounds among them; raw texts stand for objects of any kind. */
export function valuesOf(described: JsonSchema, known: KnownTexts, name = ''): fc.Arbitrary<unknown> {
  const schema = resolveSchema(described);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, known, name)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => valuesOfType(type, schema, known, name)));
}

function valuesOfType(
  type: string,
  schema: JsonSchema,
  known: KnownTexts,
  name: string,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numbersOf(schema, type === 'integer');
    case 'string':
      return withKnown(textsOf(schema), schema, known[name] ?? []);
    case 'array':
      return listsOf(schema, known);
    case 'object':
      return objectsOf(schema, known);
    default:
      throw new Error(`there is no type ${type}`);
  }
}

function numbersOf(schema: JsonSchema, isInteger: boolean): fc.Arbitrary<number> {
  const { minimum: min = -1e9, maximum: max = 1e9 } = schema;
  const inside = isInteger
    ? fc.integer({ min, max })
    : fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
  return fc.oneof(fc.constantFrom(min, max), inside);
}

function withKnown(
  texts: fc.Arbitrary<string>,
  { pattern = '', example }: JsonSchema,
  known: readonly string[],
): fc.Arbitrary<string> {
  const fitting = known.filter((text) => new RegExp(pattern, 'u').test(text));
  const shown = typeof example === 'string' && pattern === '' && !URL.canParse(example) ? [example] : [];
  const candidates = [...fitting, ...shown];
  if (candidates.length === 0) return texts;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...candidates) }, { weight: 1, arbitrary: texts });
}

function textsOf(schema: JsonSchema): fc.Arbitrary<string> {
  const { format, pattern, not, minLength = 0, maxLength } = schema;
  if (format === 'date-time') return times;
  if (format === 'uri') return loopbackUrls(maxLength ?? LENGTH_MAX);
  const texts =
    pattern === undefined
      ? repeated(anyCharacter, minLength, maxLength ?? LENGTH_MAX)
      : textsMatching(pattern, schema);
  return not === undefined ? texts : texts.filter((text) => !new RegExp(not.pattern, 'u').test(text));
}

/** fast-check has no arbitrary for `\p{…}`, and would seldom reach a bound. */
function textsMatching(
  pattern: string,
  { minLength = 0, maxLength = LENGTH_MAX }: JsonSchema,
): fc.Arbitrary<string> {
  const [, characters, least, most] = REPEATED_CLASS.exec(pattern) ?? [];
  if (characters === undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'medium' });
  const one = new RegExp(`^${characters}$`, 'u');
  const character = characters.startsWith('[^')
    ? anyCharacter.filter((candidate) => one.test(candidate))
    : fc.stringMatching(one);
  return repeated(character, Number(least ?? minLength), Number(most ?? maxLength));
}

function repeated(character: fc.Arbitrary<string>, min: number, max: number): fc.Arbitrary<string> {
  const short = fc.array(character, { minLength: min, maxLength: Math.min(max, min + 12) });
  const atBound = fc.tuple(character, fc.constantFrom(min, max)).map(([one, length]) => one.repeat(length));
  return fc.oneof(
    { weight: 3, arbitrary: short.map((all) => all.join('')) },
    { weight: 1, arbitrary: atBound },
  );
}

function listsOf(schema: JsonSchema, known: KnownTexts): fc.Arbitrary<unknown[]> {
  const { items = {}, minItems: minLength = 0, maxItems } = schema;
  const item = valuesOf(items, known);
  const maxLength = Math.min(maxItems ?? Infinity, minLength + LIST_LENGTH_MAX);
  if (schema.uniqueItems === true) return fc.uniqueArray(item, { minLength, maxLength });
  const short = fc.array(item, { minLength, maxLength });
  if (maxItems === undefined) return short;
  const full = item.map((one) => Array.from({ length: maxItems }, () => one));
  return fc.oneof({ weight: 11, arbitrary: short }, { weight: 1, arbitrary: full });
}

function objectsOf(schema: JsonSchema, known: KnownTexts): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties, example } = schema;
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(([name, field]) => [name, valuesOf(field, known, name)]);
    const model = Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>;
    return fc.record(model, { requiredKeys: [...required], noNullPrototype: true });
  }
  if (typeof additionalProperties === 'object') {
    const maxKeys = Math.min(schema.maxProperties ?? Infinity, LIST_LENGTH_MAX);
    const texts = fc.string({ maxLength: 20 });
    return fc.dictionary(texts, valuesOf(additionalProperties, known), { maxKeys, noNullPrototype: true });
  }
  const anyObject = anyObjectText.map((text) => new RawText(text));
  return example === undefined ? anyObject : fc.oneof(anyObject, fc.constant(example));
}
