import type { FieldFault } from './errors.ts';

/** Bounds of one event's data (SECURITY.md "What comes in"). */
export const EVENT_DATA_LIMITS = { bytesMax: 1_048_576, depthMax: 64, keyCountMax: 10_000 } as const;

export interface JsonLimits {
  readonly bytesMax: number;
  /** Containers inside each other; a scalar has depth 0, `{}` has depth 1. */
  readonly depthMax: number;
  /** Keys of all objects in the value, repeated ones too. */
  readonly keyCountMax: number;
}

export interface JsonMeasure {
  readonly depth: number;
  readonly keyCount: number;
  /** Commas between members and elements: bounds the number of values without telling objects from arrays. */
  readonly commaCount: number;
  /** Offset after the value's last character. */
  readonly end: number;
}

/** A value's exact source text with its measure. */
export interface MeasuredJson {
  readonly text: string;
  readonly depth: number;
  readonly keyCount: number;
}

export interface JsonFault extends FieldFault {
  /** Size answers 413, everything else 422. */
  readonly code: 'payload_too_large' | 'invalid';
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The offset after a string's closing quote; the text's length when it is never closed. */
export function endOfJsonString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1) {
    let backslash = quote - 1;
    while (text.charCodeAt(backslash) === BACKSLASH) backslash -= 1;
    const isEscaped = (quote - backslash) % 2 === 0;
    if (!isEscaped) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT || code <= 0x20) break;
    at += 1;
  }
  return at;
}

function nestingChange(code: number): -1 | 0 | 1 {
  if (code === OPEN_OBJECT || code === OPEN_ARRAY) return 1;
  return code === CLOSE_OBJECT || code === CLOSE_ARRAY ? -1 : 0;
}

/**
 * Measures the JSON value that begins at `start`, in one pass and without recursion, so that no nesting can
 * overflow the stack. The text need not be well-formed: where it is not, the scan reaches at least as far and
 * as deep as `JSON.parse` would before it gives up. The scan stops as soon as `depthMax` is passed.
 */
export function measureJsonAt(text: string, start: number, depthMax = Infinity): JsonMeasure {
  if (nestingChange(text.charCodeAt(start)) !== 1) {
    const end = text[start] === '"' ? endOfJsonString(text, start) : endOfScalar(text, start);
    return { depth: 0, keyCount: 0, commaCount: 0, end };
  }
  let open = 0;
  let depth = 0;
  let keyCount = 0;
  let commaCount = 0;
  let at = start;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfJsonString(text, at);
      continue;
    }
    at += 1;
    if (code === COLON) keyCount += 1;
    else if (code === COMMA) commaCount += 1;
    else {
      open += nestingChange(code);
      if (open > depth) depth = open;
    }
  } while (open > 0 && depth <= depthMax && at < text.length);
  return { depth, keyCount, commaCount, end: at };
}

/** The first offset from `start` on that is not JSON whitespace (RFC 8259 section 2). */
export function skipJsonWhitespace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** Measures a text that holds one JSON value. */
export function measureJson(text: string, depthMax = Infinity): MeasuredJson & JsonMeasure {
  return { text, ...measureJsonAt(text, skipJsonWhitespace(text, 0), depthMax) };
}

/** Every bound that the value breaks; `path` is where the value stands in the request. */
export function findJsonFaults(
  value: MeasuredJson,
  path: string,
  limits: JsonLimits = EVENT_DATA_LIMITS,
): JsonFault[] {
  const faults: JsonFault[] = [];
  if (hasMoreBytesThan(value.text, limits.bytesMax)) {
    const message = `must not be larger than ${String(limits.bytesMax)} bytes`;
    faults.push({ code: 'payload_too_large', path, message });
  }
  if (value.depth > limits.depthMax) {
    const message = `must not be nested deeper than ${String(limits.depthMax)} levels`;
    faults.push({ code: 'invalid', path, message });
  }
  if (value.keyCount > limits.keyCountMax) {
    const message = `must not have more than ${String(limits.keyCountMax)} keys`;
    faults.push({ code: 'invalid', path, message });
  }
  return faults;
}

/** Counted only where the length alone does not tell. */
export function hasMoreBytesThan(text: string, bytesMax: number): boolean {
  // UTF-8 takes one to three bytes per UTF-16 unit, so most texts need no counting.
  if (text.length > bytesMax) return true;
  if (text.length * 3 <= bytesMax) return false;
  return Buffer.byteLength(text) > bytesMax;
}
