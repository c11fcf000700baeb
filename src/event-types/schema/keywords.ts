/** The drafts of JSON Schema that are read; a schema that names none is of the newest. */
export type Draft = '2020-12' | 'draft-07';

/** What `$schema` may say, each with or without the empty fragment at its end. */
export const DRAFT_OF_URI: ReadonlyMap<string, Draft> = new Map([
  ['https://json-schema.org/draft/2020-12/schema', '2020-12'],
  ['http://json-schema.org/draft-07/schema', 'draft-07'],
]);

/**
 * What a keyword holds: a plain value; nothing that validation looks at; one schema, a list or a map of schemas; in
 * draft-07 also one or a list (`items`), and a map of schemas or lists of names (`dependencies`).
 */
type Holding = 'value' | 'annotation' | 'schema' | 'list' | 'map' | 'schema_or_list' | 'map_or_names';

export interface KeywordRule {
  readonly holds: Holding;
  /** Its schemas look at the very value that the schema looks at, not at what lies in it. */
  readonly isInPlace: boolean;
}

const below = (holds: Holding): KeywordRule => ({ holds, isInPlace: false });
const inPlace = (holds: Holding): KeywordRule => ({ holds, isInPlace: true });

function all(holds: Holding, names: string): [string, KeywordRule][] {
  return names.split(' ').map((name) => [name, below(holds)]);
}

const COMMON: readonly [string, KeywordRule][] = [
  ...all(
    'annotation',
    '$schema $id $comment title description default examples deprecated readOnly writeOnly',
  ),
  ...all('annotation', 'contentEncoding contentMediaType contentSchema'),
  ...all('value', 'type enum const multipleOf minimum maximum exclusiveMinimum exclusiveMaximum'),
  ...all('value', 'minLength maxLength pattern format minItems maxItems uniqueItems'),
  ...all('value', 'minProperties maxProperties required $ref'),
  ...all('map', '$defs definitions properties patternProperties'),
  ...all('schema', 'additionalProperties propertyNames contains'),
  ['allOf', inPlace('list')],
  ['anyOf', inPlace('list')],
  ['oneOf', inPlace('list')],
  ['not', inPlace('schema')],
  ['if', inPlace('schema')],
  ['then', inPlace('schema')],
  ['else', inPlace('schema')],
];

/**
 * The keywords that are known, an allow-list: another one is most likely misspelt and would check nothing. What leads out
 * of the document or changes where a reference leads (`$anchor`, `$dynamicRef`, an inner `$id`) is not among them.
 */
export const KEYWORDS: Readonly<Record<Draft, ReadonlyMap<string, KeywordRule>>> = {
  '2020-12': new Map([
    ...COMMON,
    ...all('value', 'minContains maxContains dependentRequired'),
    ...all('list', 'prefixItems'),
    ...all('schema', 'items unevaluatedItems unevaluatedProperties'),
    ['dependentSchemas', inPlace('map')],
  ]),
  'draft-07': new Map([
    ...COMMON,
    ...all('schema_or_list', 'items'),
    ...all('schema', 'additionalItems'),
    ['dependencies', inPlace('map_or_names')],
  ]),
};

/** Keywords of a caller's own, which validation passes over. */
export const EXTENSION_PREFIX = 'x-';
