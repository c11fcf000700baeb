import {
  endOfJsonString,
  measureJsonAt,
  skipJsonWhitespace,
  type JsonMeasure,
  type MeasuredJson,
} from '../domain/json-limits.ts';

/** In a path: every element of the array. */
export const EACH = Symbol('each element');

/** Where values stand in a document: object keys, array indices, and `EACH` at most once. */
export type RawPath = readonly (string | number | typeof EACH)[];

/** A value's source text, character for character, and its measure. */
export interface RawValue extends MeasuredJson, JsonMeasure {}

/**
 * The exact source text of the values at `path`, found in one linear pass. Without `EACH` at most one value;
 * with it one entry per element, `undefined` where an element has no such value. Of repeated keys the last
 * wins, as in `JSON.parse`; keys are compared unescaped.
 *
 * `text` must have been accepted by `JSON.parse`. The recursion is as deep as `path` is long.
 */
export function extractRawValues(text: string, path: RawPath): (RawValue | undefined)[] {
  const found: (RawValue | undefined)[] = [];
  collect({ text, path, found }, skipJsonWhitespace(text, 0), 0);
  return found;
}

/** The exact source text of the one value at `path`; see `extractRawValues`. */
export function extractRawValue(text: string, path: RawPath): RawValue | undefined {
  return extractRawValues(text, path)[0];
}

interface Extraction {
  readonly text: string;
  readonly path: RawPath;
  readonly found: (RawValue | undefined)[];
}

/** Collects from the value at `start`, which matches the first `level` segments; returns the value's end. */
function collect(extraction: Extraction, start: number, level: number): number {
  const { text, path, found } = extraction;
  if (level === path.length) {
    const measure = measureJsonAt(text, start);
    found.push({ text: text.slice(start, measure.end), ...measure });
    return measure.end;
  }
  const segment = path[level];
  const opening = text[start];
  if (opening === '{' && typeof segment === 'string') return collectMember(extraction, start, level, segment);
  if (opening === '[' && typeof segment !== 'string') return collectElements(extraction, start, level);
  return measureJsonAt(text, start).end;
}

function collectMember(extraction: Extraction, start: number, level: number, key: string): number {
  const { text, found } = extraction;
  const foundBefore = found.length;
  let at = skipJsonWhitespace(text, start + 1);
  while (text[at] !== '}') {
    const keyEnd = endOfJsonString(text, at);
    const isWanted = isKey(text.slice(at, keyEnd), key);
    const colon = skipJsonWhitespace(text, keyEnd);
    const valueStart = skipJsonWhitespace(text, colon + 1);
    if (isWanted) {
      found.length = foundBefore;
      at = collect(extraction, valueStart, level + 1);
    } else {
      at = measureJsonAt(text, valueStart).end;
    }
    at = nextItem(text, at);
  }
  return at + 1;
}

function collectElements(extraction: Extraction, start: number, level: number): number {
  const { text, path, found } = extraction;
  const segment = path[level];
  let at = skipJsonWhitespace(text, start + 1);
  for (let index = 0; text[at] !== ']'; index += 1) {
    if (segment === EACH) {
      const foundBefore = found.length;
      at = collect(extraction, at, level + 1);
      if (found.length === foundBefore) found.push(undefined);
    } else {
      at = segment === index ? collect(extraction, at, level + 1) : measureJsonAt(text, at).end;
    }
    at = nextItem(text, at);
  }
  return at + 1;
}

/** From a value's end to the next member or element, or to the closing bracket. */
function nextItem(text: string, valueEnd: number): number {
  const at = skipJsonWhitespace(text, valueEnd);
  return text[at] === ',' ? skipJsonWhitespace(text, at + 1) : at;
}

function isKey(source: string, key: string): boolean {
  return source.includes('\\') ? JSON.parse(source) === key : source.slice(1, -1) === key;
}
