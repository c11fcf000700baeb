import fc from 'fast-check';
import { resolveSchema, type JsonSchema } from './json-schema.ts';
import { RawText, writeJson } from './json-writing.ts';
import { anyOddValue, valuesBeyond } from './odd-values.ts';

type Place = readonly (string | number)[];

interface Site {
  readonly place: Place;
  readonly schema: JsonSchema;
  readonly value: unknown;
}

const UNKNOWN_NAMES = [
  ...[
    'unknown',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__proto__',
    'constructor',
    'prototype',
    'then',
    'toJSON',
  ],
  ...['', ' ', '0', 'a.b', 'a[0]', '$where', '\0', '\ud800', 'ключ', 'id', 'n'.repeat(5_000)],
];

/** A body that the schema takes, with one thing changed in it; most are refused by the schema then. */
export function changedBodies(schema: JsonSchema, bodies: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return bodies
    .chain((body) => fc.constantFrom(...sitesOf(schema, body, [])).chain((site) => changesAt(site, body)))
    .map(writeJson);
}

/** The body itself and whatever stands in it where the schema says something of it. */
function sitesOf(described: JsonSchema, value: unknown, place: Place): Site[] {
  const schema = resolveSchema(described);
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  return [
    { place, schema, value },
    ...choices.flatMap((choice) => sitesOf(choice, value, place).slice(1)),
    ...membersOf(value).flatMap(([key, member]) => {
      const inner = typeof key === 'number' ? schema.items : schema.properties?.[key];
      return inner === undefined ? [] : sitesOf(inner, member, [...place, key]);
    }),
  ];
}

function membersOf(value: unknown): (readonly [string | number, unknown])[] {
  // Of many alike, the first ones stand for all.
  if (Array.isArray(value))
    return value.slice(0, 3).map((member, index) => [index, member as unknown] as const);
  return isPlainObject(value) ? Object.entries(value) : [];
}

function changesAt({ place, schema, value }: Site, body: unknown): fc.Arbitrary<unknown> {
  const beyond = valuesBeyond(schema, value);
  const odd = beyond.length === 0 ? anyOddValue : fc.oneof(anyOddValue, fc.constantFrom(...beyond));
  const replaced = odd.map((other) => withValueAt(body, place, other));
  if (!isPlainObject(value)) return replaced;
  const grown = fc
    .tuple(fc.constantFrom(...UNKNOWN_NAMES), fc.oneof(fc.constant(1), anyOddValue))
    .map(([name, other]) => withValueAt(body, place, withMember(value, name, other)));
  const names = Object.keys(value);
  if (names.length === 0) return fc.oneof(replaced, grown);
  const shrunk = fc
    .constantFrom(...names)
    .map((name) => withValueAt(body, place, withoutMember(value, name)));
  return fc.oneof(replaced, grown, shrunk);
}

function withValueAt(root: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(root)) {
    return root.map((item: unknown, index) => (index === key ? withValueAt(item, rest, value) : item));
  }
  const holder = root as Record<string, unknown>;
  return withMember(holder, String(key), withValueAt(holder[key], rest, value));
}

/** `__proto__` is a member like any other here. */
function withMember(object: object, name: string, value: unknown): object {
  return Object.fromEntries([...Object.entries(object).filter(([other]) => other !== name), [name, value]]);
}

function withoutMember(object: object, name: string): object {
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RawText);
}

const INSTEAD: readonly (string | Buffer)[] = [
  ...[
    '',
    ' ',
    'null',
    'true',
    '0',
    '""',
    '[]',
    '{}',
    '[{}]',
    '[null]',
    'NaN',
    '{]',
    '{"a":1,}',
    '{"a":01}',
    "{'a':1}",
  ],
  ...[
    '{"__proto__":null}',
    '{"a":"\\ud8"}',
    '{"a":"\n"}',
    '\ufeff{}',
    '[1e400]',
    `[${'0,'.repeat(150_000)}0]`,
  ],
  ...['['.repeat(100_000), '{"data":'.repeat(9_000), `${'['.repeat(9_000)}${']'.repeat(9_000)}`],
  `{"data":{"a":"${'x'.repeat(1_200_000)}"}}`,
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from('{}', 'utf16le'),
  Buffer.alloc(64),
];

/** What is no JSON any more, other JSON altogether, or the same JSON in another spelling. */
export function brokenTexts(texts: fc.Arbitrary<string>): fc.Arbitrary<string | Buffer> {
  const cut = fc.tuple(texts, fc.nat({ max: 99 })).map(([text, percent]) => {
    return text.slice(0, Math.floor((text.length * percent) / 100));
  });
  const continued = fc
    .tuple(texts, fc.constantFrom('x', ',', '}', '\0', '{}', '//', '\u00a0'))
    .map((parts) => parts.join(''));
  const doubled = texts.map((text) => (text.length > 2 ? `{${text.slice(1, -1)},${text.slice(1)}` : text));
  const spaced = texts.map((text) => ` \r\n\t${text}\n`);
  return fc.oneof(fc.constantFrom(...INSTEAD), cut, continued, doubled, spaced);
}
