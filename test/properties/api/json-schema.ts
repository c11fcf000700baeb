import { API_DOCUMENT } from '../../support/api-contract.ts';

/** What of JSON Schema 2020-12 the bodies and parameters of the API are described with. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  /** Of one, beside a description of its own. */
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  /** Of texts alone; null, where it is allowed, does not meet it. */
  readonly not?: { readonly type: 'string'; readonly pattern: string };
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly maxProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly example?: unknown;
}

const KNOWN_KEYWORDS: ReadonlySet<string> = new Set([
  ...['$ref', 'type', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not', 'properties', 'required'],
  ...['additionalProperties', 'maxProperties', 'items', 'minItems', 'maxItems', 'uniqueItems', 'minLength'],
  ...['maxLength', 'pattern', 'format', 'minimum', 'maximum'],
  ...['example', 'examples', 'default', 'description', 'title'],
]);

/**
 * The schema itself, behind its references.
 * @throws Error for a keyword that is not known here: passing it over would make values that the schema refuses
 */
export function resolveSchema(schema: JsonSchema): JsonSchema {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN_KEYWORDS.has(keyword));
  if (unknown !== undefined) throw new Error(`the schema's keyword ${unknown} is not known here`);
  if (schema.allOf !== undefined) {
    const [one, ...others] = schema.allOf;
    if (one === undefined || others.length > 0) throw new Error('only the allOf of one schema is known here');
    return resolveSchema(one);
  }
  if (schema.$ref === undefined) return schema;
  return resolveSchema(referred(schema.$ref) as JsonSchema);
}

/** What stands in the document at `#/components/…`. */
export function referred(reference: string): unknown {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], API_DOCUMENT);
}
