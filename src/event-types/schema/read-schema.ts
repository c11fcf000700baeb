import type { FieldFault } from '../../domain/errors.ts';
import { joinPath } from '../../http/fault-list.ts';
import { findExpansionFaults, type InPlaceEdges } from './expansion.ts';
import { FORMATS } from './formats.ts';
import { DRAFT_OF_URI, EXTENSION_PREFIX, KEYWORDS, type Draft, type KeywordRule } from './keywords.ts';
import { findMetaSchemaFaults } from './meta-schema.ts';
import { PATTERN_CHARACTERS_MAX, PATTERN_SIZE_MAX, type PatternCompiler } from './patterns.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Compiling takes about a millisecond a schema. */
const SCHEMAS_MAX = 500;
/** Each is compiled inside the one that leads to it, so that a chain of them must not be longer than the stack. */
const REFERENCED_MAX = 100;
const SCHEMA_BYTES_MAX = 65_536;
const SCHEMA_DEPTH_MAX = 32;
const SCHEMA_FAULTS_MAX = 20;
/** So written a reference has one reading alone: no percent signs, no names that have to be unescaped twice. */
const REFERENCE = /^#(?:\/(?:[\w.$-]|~[01])+)*$/;
const CHARACTERS_A_WEIGHT = 32;
/** Under this name the compiled schema says how much each of its schemas weighs; clients cannot say it. */
export const WEIGHT_KEYWORD = 'weight';

/** A schema as it may be compiled: nothing but known keywords, each schema with its weight. */
export interface ReadableSchema {
  readonly draft: Draft;
  readonly compilable: JsonSchema;
}

export type ReadSchema = ReadableSchema | { readonly faults: readonly FieldFault[] };

/**
 * Reads a schema that a client gave, and lists its faults, at most 20, at paths below `schema`.
 *
 * Bounds: 64 KiB of JSON, 32 levels, 500 schemas in it, 100 of them referred to, 10,000 keywords at one value with all
 * references followed (expansion.ts), patterns of 256 characters and 5,000 steps a character in all. `$ref` stays within
 * the document. Keywords and formats are allow-lists; names beginning `x-` are passed over.
 * @param compilePattern null where there is no engine for patterns; then `pattern` and `patternProperties` are faults
 */
export function readSchema(schema: JsonSchema, compilePattern: PatternCompiler | null): ReadSchema {
  const sizeFault = findSizeFault(schema);
  if (sizeFault !== undefined) return { faults: [{ path: 'schema', message: sizeFault }] };
  const draft = draftOf(schema.$schema);
  if (draft === undefined) return { faults: [{ path: 'schema.$schema', message: DRAFT_MESSAGE }] };
  const metaFaults = findMetaSchemaFaults(schema, draft);
  if (metaFaults.length > 0) return { faults: metaFaults };

  const reader = new SchemaReader(KEYWORDS[draft], compilePattern);
  const compilable = reader.read(schema, { pointer: '', path: 'schema' }) as JsonSchema;
  const faults = reader.finish();
  return faults.length > 0 ? { faults: faults.slice(0, SCHEMA_FAULTS_MAX) } : { draft, compilable };
}

const DRAFT_MESSAGE = `must be one of ${[...DRAFT_OF_URI.keys()].join(' ')}`;

function draftOf(uri: unknown): Draft | undefined {
  if (uri === undefined) return '2020-12';
  return typeof uri === 'string' ? DRAFT_OF_URI.get(uri.replace(/#$/, '')) : undefined;
}

function findSizeFault(schema: JsonSchema): string | undefined {
  if (isDeeperThan(schema, SCHEMA_DEPTH_MAX))
    return `must not be nested deeper than ${SCHEMA_DEPTH_MAX} levels`;
  if (Buffer.byteLength(JSON.stringify(schema)) <= SCHEMA_BYTES_MAX) return undefined;
  return `must take at most ${SCHEMA_BYTES_MAX} bytes of JSON`;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

/** Where a schema stands: as a JSON Pointer within the document, and as the path of a fault. */
interface Place {
  readonly pointer: string;
  readonly path: string;
}

class SchemaReader {
  private readonly faults: FieldFault[] = [];
  private readonly edges: InPlaceEdges = new Map();
  private readonly references: { readonly pointer: string; readonly place: Place }[] = [];
  private patternSize = 0;

  constructor(
    private readonly keywords: ReadonlyMap<string, KeywordRule>,
    private readonly compilePattern: PatternCompiler | null,
  ) {}

  /** @param schema well-formed by its meta-schema, from here on down */
  read(schema: unknown, place: Place): unknown {
    const node = { weight: 1, inPlace: [] as string[] };
    this.edges.set(place.pointer, node);
    if (typeof schema !== 'object' || schema === null) return schema;
    const copy: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      const at = placeBelow(place, keyword);
      const rule = this.keywords.get(keyword);
      if (rule === undefined) this.checkUnknown(keyword, at);
      else if (rule.holds === 'value') {
        this.checkValue(keyword, value, at);
        copy[keyword] = value;
        node.weight += weigh(value);
        if (keyword === '$ref') node.inPlace.push(String(value).slice(1));
      } else if (rule.holds !== 'annotation') {
        copy[keyword] = this.readHeld(keyword, value, at);
        node.weight += 1 + countHeld(value);
        if (rule.isInPlace) node.inPlace.push(...this.pointersBelow(at.pointer, value));
      } else if (keyword === '$id' && place.pointer !== '') {
        this.addFault(at, 'may stand at the root alone');
      }
    }
    return { ...copy, [WEIGHT_KEYWORD]: node.weight };
  }

  /** The faults that only the whole document shows, after those of its parts. */
  finish(): readonly FieldFault[] {
    if (this.edges.size > SCHEMAS_MAX) this.addFault(ROOT, `must not hold more than ${SCHEMAS_MAX} schemas`);
    for (const { pointer, place } of this.references) {
      if (!this.edges.has(pointer)) this.addFault(place, 'must lead to a schema in this document');
    }
    if (new Set(this.references.map(({ pointer }) => pointer)).size > REFERENCED_MAX)
      this.addFault(ROOT, `must not refer to more than ${REFERENCED_MAX} schemas`);
    if (this.faults.length === 0) this.faults.push(...findExpansionFaults(this.edges));
    return this.faults;
  }

  private readHeld(keyword: string, held: unknown, place: Place): unknown {
    if (Array.isArray(held)) return held.map((schema, index) => this.read(schema, placeBelow(place, index)));
    if (this.keywords.get(keyword)?.holds.startsWith('map') !== true) return this.read(held, place);
    if (keyword === 'patternProperties') {
      for (const pattern of Object.keys(held as object))
        this.checkPattern(pattern, placeBelow(place, pattern));
    }
    const members = Object.entries(held as object).map(([name, member]: [string, unknown]) => [
      name,
      Array.isArray(member) ? member : this.read(member, placeBelow(place, name)),
    ]);
    return Object.fromEntries(members) as object;
  }

  /** Of the schemas that were read below a keyword. */
  private pointersBelow(pointer: string, held: unknown): string[] {
    if (this.edges.has(pointer)) return [pointer];
    const below = Object.keys(held as object).map((name) => `${pointer}/${escapePointer(name)}`);
    return below.filter((place) => this.edges.has(place));
  }

  private checkUnknown(keyword: string, place: Place): void {
    if (keyword.startsWith(EXTENSION_PREFIX)) return;
    this.addFault(
      place,
      `is not a keyword that is known here; names of your own begin with ${EXTENSION_PREFIX}`,
    );
  }

  private checkValue(keyword: string, value: unknown, place: Place): void {
    if (keyword === 'pattern') this.checkPattern(String(value), place);
    if (keyword === 'format' && !FORMATS.has(String(value)))
      this.addFault(place, `must be one of ${[...FORMATS.keys()].join(' ')}`);
    if (keyword !== '$ref') return;
    if (REFERENCE.test(String(value))) this.references.push({ pointer: String(value).slice(1), place });
    else
      this.addFault(place, 'must stay in this document, as in #/$defs/name of letters, digits and _ . $ -');
  }

  private checkPattern(pattern: string, place: Place): void {
    if (this.compilePattern === null) {
      this.addFault(place, 'is not taken here: this installation has no engine for patterns');
    } else if (pattern.length > PATTERN_CHARACTERS_MAX) {
      this.addFault(place, `must be a pattern of at most ${PATTERN_CHARACTERS_MAX} characters`);
    } else if (this.patternSize <= PATTERN_SIZE_MAX) {
      const size = sizeOfPattern(pattern, this.compilePattern);
      this.patternSize += size ?? 0;
      if (size === null) this.addFault(place, PATTERN_MESSAGE);
      if (this.patternSize > PATTERN_SIZE_MAX)
        this.addFault(place, 'asks too much, with the patterns before it');
    }
  }

  private addFault({ path }: Place, message: string): void {
    this.faults.push({ path, message });
  }
}

const ROOT: Place = { pointer: '', path: 'schema' };
const PATTERN_MESSAGE = 'must be a regular expression without look-around and back references';

function sizeOfPattern(pattern: string, compilePattern: PatternCompiler): number | null {
  try {
    return compilePattern(pattern).size;
  } catch {
    return null;
  }
}

function placeBelow({ pointer, path }: Place, name: string | number): Place {
  const isIndex = typeof name === 'number';
  return {
    pointer: `${pointer}/${escapePointer(String(name))}`,
    path: joinPath(path, String(name), isIndex),
  };
}

/** `true` and `false` have no weight of their own, so that each schema counts where it stands, too. */
function countHeld(held: unknown): number {
  return typeof held === 'object' && held !== null ? Object.keys(held).length : 1;
}

/** RFC 6901 section 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What a keyword's value asks to compare with, at most. */
function weigh(value: unknown): number {
  if (typeof value === 'string') return 1 + value.length / CHARACTERS_A_WEIGHT;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce(
    (sum, [name, member]) => sum + weigh(member) + name.length / CHARACTERS_A_WEIGHT,
    1,
  );
}
