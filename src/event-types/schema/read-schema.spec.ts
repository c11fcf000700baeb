import { describe, expect, it } from '@jest/globals';
import { readSchema } from './read-schema.ts';

const linear = (pattern: string) => {
  if (pattern.includes('(?=')) throw new Error('look-ahead');
  return { size: pattern.length * 30, test: () => true };
};
const faultsOf = (schema: object, patterns: typeof linear | null = linear) => {
  const read = readSchema(schema as Record<string, unknown>, patterns);
  return 'faults' in read ? read.faults : [];
};
const pathsOf = (schema: object) => faultsOf(schema).map(({ path }) => path);
const many = <T>(count: number, make: (index: number) => T) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`d${index}`, make(index)]));
const nested = (levels: number): object => (levels === 0 ? {} : { not: nested(levels - 1) });

describe('readSchema', () => {
  it.each<[object]>([
    [{}],
    [{ $schema: 'http://json-schema.org/draft-07/schema', definitions: { a: {} }, $ref: '#/definitions/a' }],
    [{ $schema: 'https://json-schema.org/draft/2020-12/schema#', prefixItems: [true] }],
    [{ $id: 'urn:x', title: 't', description: 'd', examples: [1], default: 1, 'x-own': { type: 7 } }],
    [{ properties: { 'a/b~c': { type: 'string' }, d: { $ref: '#/properties/a~1b~0c' } } }],
    [{ properties: { weight: {}, $ref: { type: 'string' }, pattern: {} } }],
    [{ items: { $ref: '#' } }],
    [{ contentSchema: { $ref: 'https://example.com/never-followed' } }],
  ])('takes %j', (schema) => {
    expect(faultsOf(schema)).toEqual([]);
  });

  it.each<[object, string]>([
    [{ $schema: 'http://json-schema.org/draft-04/schema#' }, 'schema.$schema'],
    [{ $schema: 7 }, 'schema.$schema'],
    [{ type: 'strng' }, 'schema.type'],
    [{ properties: { a: 5 } }, 'schema.properties.a'],
    [{ minLength: -1 }, 'schema.minLength'],
    [{ requierd: ['a'] }, 'schema.requierd'],
    [{ weight: 0 }, 'schema.weight'],
    [{ properties: { a: { $anchor: 'a' } } }, 'schema.properties.a.$anchor'],
    [{ $dynamicRef: '#a' }, 'schema.$dynamicRef'],
    [{ $async: true }, 'schema.$async'],
    [{ items: { $id: 'urn:x' } }, 'schema.items.$id'],
    [{ prefixItems: [], $schema: 'http://json-schema.org/draft-07/schema#' }, 'schema.prefixItems'],
    [{ format: 'regex' }, 'schema.format'],
    [{ pattern: '(?=a)' }, 'schema.pattern'],
    [{ patternProperties: { '(?=a)': {} } }, 'schema.patternProperties["(?=a)"]'],
    [{ pattern: 'a'.repeat(257) }, 'schema.pattern'],
    [{ $ref: 'https://example.com/schema' }, 'schema.$ref'],
    [{ $ref: 'file:///etc/passwd' }, 'schema.$ref'],
    [{ $ref: 'other.json#/a' }, 'schema.$ref'],
    [{ $ref: '//example.com' }, 'schema.$ref'],
    [{ $ref: '#/$defs/missing' }, 'schema.$ref'],
    [{ $defs: { 'a b': {} }, $ref: '#/$defs/a%20b' }, 'schema.$ref'],
    [{ enum: [{}], $ref: '#/enum/0' }, 'schema.$ref'],
    [{ $ref: '#name' }, 'schema.$ref'],
  ])('refuses %j at %s', (schema, path) => {
    expect(pathsOf(schema)).toContain(path);
  });

  it.each<[string, object, string]>([
    ['circle', { $ref: '#' }, 'itself'],
    [
      'circle of two',
      { $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } } },
      'itself',
    ],
    [
      'ladder',
      { $defs: { ...many(13, (n) => ({ anyOf: Array(2).fill({ $ref: `#/$defs/d${n + 1}` }) })), d13: {} } },
      'keywords',
    ],
    ['size', { $comment: 'x'.repeat(65_536) }, 'bytes'],
    ['depth', nested(33), 'levels'],
    ['schemas', { properties: many(500, () => ({})) }, '500 schemas'],
    [
      'references',
      { $defs: many(101, () => ({})), properties: many(101, (n) => ({ $ref: `#/$defs/d${n}` })) },
      '100 schemas',
    ],
    ['patterns', { properties: many(9, () => ({ pattern: 'a'.repeat(20) })) }, 'too much'],
  ])('bounds its %s', (_, schema, words) => {
    expect(
      faultsOf(schema)
        .map(({ message }) => message)
        .join(),
    ).toContain(words);
  });

  it('takes a ladder below the bound', () => {
    const ladder = many(9, (n) => ({ anyOf: Array(2).fill({ $ref: `#/$defs/d${n + 1}` }) }));
    expect(faultsOf({ $defs: { ...ladder, d9: {} } })).toEqual([]);
  });

  it('takes no patterns where there is no engine for them', () => {
    const faults = faultsOf({ pattern: '^a', patternProperties: { '^b': {} } }, null);
    const message = 'is not taken here: this installation has no engine for patterns';
    expect(faults).toEqual([
      { path: 'schema.pattern', message },
      { path: 'schema.patternProperties["^b"]', message },
    ]);
  });

  it('lists at most 20 faults', () => {
    expect(faultsOf({ properties: many(100, () => ({ nope: 1 })) })).toHaveLength(20);
  });
});
