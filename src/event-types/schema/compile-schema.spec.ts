import { describe, expect, it } from '@jest/globals';
import { PosthornError } from '../../domain/errors.ts';
import { compileSchema } from './compile-schema.ts';
import type { PatternCompiler } from './patterns.ts';
import { EVENT_STEPS_MAX } from './step-meter.ts';

/** Not linear, so for the harmless patterns here alone. */
const nativePatterns: PatternCompiler = (pattern) => {
  const expression = new RegExp(pattern, 'u');
  return { size: pattern.length, test: (text) => expression.test(text) };
};

const check = (schema: object, data: unknown, stepsMax = EVENT_STEPS_MAX) =>
  compileSchema(schema as Record<string, unknown>, nativePatterns).check(data, stepsMax);
const faultsOf = (schema: object, data: unknown) => check(schema, data).faults;
const TOO_MUCH = [{ path: 'data', message: 'takes too much to check against the schema of its type' }];

describe('a check', () => {
  it('finds every fault, with its path', () => {
    const schema = {
      type: 'object',
      required: ['id', 'a.b'],
      properties: {
        id: true,
        'a.b': true,
        total: { type: 'number', minimum: 0 },
        items: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
        code: { pattern: '^[A-Z]{3}$' },
        when: { format: 'date' },
      },
      propertyNames: { maxLength: 8 },
      additionalProperties: false,
    };
    const data = { total: -1, items: [{ sku: 'a' }, { sku: 7 }], code: 'ab', when: '2026-02-30', more: 1 };
    expect(faultsOf(schema, data)).toEqual([
      { path: 'data.id', message: 'is required' },
      { path: 'data["a.b"]', message: 'is required' },
      { path: 'data.more', message: 'is not in the schema' },
      { path: 'data.total', message: 'must be >= 0' },
      { path: 'data.items[1].sku', message: 'must be string' },
      { path: 'data.code', message: 'must match pattern "^[A-Z]{3}$"' },
      { path: 'data.when', message: 'must match format "date"' },
    ]);
    expect(faultsOf(schema, { id: 1, 'a.b': 1, code: 'ABC', when: '2026-02-28' })).toEqual([]);
    expect(faultsOf(schema, { id: 1, 'a.b': 1, tooLongAName: 1 })).toContainEqual({
      path: 'data.tooLongAName',
      message: 'must NOT have more than 8 characters',
    });
  });

  it('lists 20 of them, each once, and says where there are more', () => {
    const faults = faultsOf({ items: { type: 'string' } }, Array(100).fill(1));
    expect(faults).toHaveLength(21);
    expect(faults[20]).toEqual({ path: 'data', message: 'has more faults than are listed' });
    expect(faultsOf({ allOf: [{ required: ['a'] }, { required: ['a'] }] }, {})).toHaveLength(1);
  });

  it('tells patterns apart', () => {
    const schema = { properties: { a: { pattern: '^a' }, b: { pattern: '^b' } } };
    expect(faultsOf(schema, { a: 'a', b: 'b' })).toEqual([]);
    expect(faultsOf(schema, { a: 'b', b: 'a' })).toHaveLength(2);
  });

  it('takes what Object has for no member of the data', () => {
    expect(faultsOf({ required: ['toString', 'constructor', '__proto__'] }, {})).toHaveLength(3);
    expect(faultsOf({ properties: { toString: { type: 'string' } } }, {})).toEqual([]);
  });

  it('looks at data as JSON.parse reads it', () => {
    const data: unknown = JSON.parse('{"__proto__":{"a":1},"n":"text","n":1}');
    expect(faultsOf({ properties: { n: { type: 'number' }, a: false } }, data)).toEqual([]);
    expect(faultsOf({ additionalProperties: false, properties: { n: {} } }, data)).toEqual([
      { path: 'data.__proto__', message: 'is not in the schema' },
    ]);
  });

  it('follows both drafts', () => {
    const $schema = 'http://json-schema.org/draft-07/schema#';
    expect(faultsOf({ $schema, items: [{ type: 'string' }], additionalItems: false }, ['a', 1])).toHaveLength(
      1,
    );
    const list = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      prefixItems: [{ type: 'string' }],
    };
    expect(faultsOf({ ...list, items: false }, ['a', 1])).toHaveLength(1);
    const closed = { allOf: [{ properties: { a: true } }], unevaluatedProperties: false };
    expect(faultsOf(closed, { a: 1, b: 1 })).toEqual([{ path: 'data.b', message: 'is not in the schema' }]);
    expect(
      faultsOf({ $schema, dependencies: { a: ['b'], c: { required: ['d'] } } }, { a: 1, c: 1 }),
    ).toHaveLength(2);
  });

  it('follows references and recursion', () => {
    const tree = {
      $id: 'https://example.com/tree',
      properties: { value: { type: 'number' }, below: { items: { $ref: '#' } } },
    };
    expect(faultsOf(tree, { value: 1, below: [{ value: 2, below: [{ value: 'x' }] }] })).toEqual([
      { path: 'data.below[0].below[0].value', message: 'must be number' },
    ]);
  });

  it('writes names and values of the schema into no code', () => {
    const names = [
      '"',
      "'",
      '`',
      '${process.exit()}',
      '\u2028',
      '\\',
      '");process.exit();//',
      '*/process.exit()/*',
    ];
    for (const name of names) {
      const schema = {
        properties: { [name]: { const: name } },
        required: [name],
        title: name,
        $comment: name,
        patternProperties: { '^x': { enum: [name] } },
      };
      expect(faultsOf(schema, { [name]: name, x: name })).toEqual([]);
      expect(faultsOf(schema, { [name]: 1, x: 1 })).toHaveLength(2);
    }
  });
});

describe('the steps of a check', () => {
  it('are few in a usual event', () => {
    const item = {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, n: { type: 'integer' } },
    };
    const data = { items: Array.from({ length: 20 }, (_, n) => ({ id: `number ${n}`, n })) };
    const { stepsTaken } = check({ properties: { items: { type: 'array', items: item } } }, data);
    expect(stepsTaken).toBeGreaterThan(60);
    expect(stepsTaken).toBeLessThan(1_000);
  });

  const bomb = {
    $defs: {
      n: { properties: { a: { $ref: '#/$defs/n' } }, patternProperties: { '': { $ref: '#/$defs/n' } } },
    },
    $ref: '#/$defs/n',
  };
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
  const strings = Array.from({ length: 20_000 }, (_, n) => `text ${n}`);
  const branches = Array.from({ length: 60 }, (_, n) => ({ required: [`a${n}`] }));

  it.each<[string, object, unknown]>([
    ['2^60 looks at the innermost value', bomb, nested(60)],
    ['every pair of a long list', { uniqueItems: true }, strings],
    [
      'many alternatives for many elements',
      { items: { anyOf: [...branches, true] } },
      Array(20_000).fill({}),
    ],
    ['a pattern over a long text', { items: { pattern: `${'a?'.repeat(100)}$` } }, ['a'.repeat(1_000_000)]],
    [
      'many names against many patterns',
      { patternProperties: Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`${n}x{9}$`, true])) },
      Object.fromEntries(strings.slice(0, 9_000).map((name) => [name, 1])),
    ],
    [
      'alternatives that are never',
      { items: { anyOf: [...(Array(450).fill(false) as false[]), true] } },
      Array(100_000).fill(1),
    ],
    [
      'texts compared with long texts',
      { items: { enum: [...Array(30).keys()].map((n) => `${'x'.repeat(1_000)}${n}`) } },
      Array(30_000).fill('x'),
    ],
  ])('end it: %s', (_, schema, data) => {
    const { faults, stepsTaken } = check(schema, data);
    expect(faults).toEqual(TOO_MUCH);
    expect(stepsTaken).toBeGreaterThan(EVENT_STEPS_MAX);
    expect(stepsTaken).toBeLessThan(1e9);
  });

  it('are counted anew at each check', () => {
    const schema = compileSchema({ items: { type: 'number' } }, null);
    const first = schema.check([1, 2, 3], 100);
    expect(schema.check([1, 2, 3], 100)).toEqual(first);
    expect(schema.check(Array(99).fill(1), 100).faults).toEqual(TOO_MUCH);
    expect(schema.check([1, 2, 3], 100)).toEqual(first);
  });

  it('bound the errors that alternatives leave behind, too', () => {
    const schema = { items: { type: 'string', minLength: 2 } };
    const message = 'has more faults against the schema of its type than can be listed';
    expect(faultsOf(schema, Array(6_000).fill(1))).toEqual([{ path: 'data', message }]);
  });
});

describe('a schema that cannot be compiled', () => {
  it('is refused with its faults', () => {
    try {
      compileSchema({ type: 'strng' }, null);
      throw new Error('it was compiled');
    } catch (error) {
      expect(error).toBeInstanceOf(PosthornError);
      expect((error as PosthornError).errors?.[0]?.path).toBe('schema.type');
    }
  });
});
