import { endOfJsonString, measureJsonAt, skipJsonWhitespace } from '../domain/json-limits.ts';
import type { JsonMode, RenderInput } from './wire-format.ts';

type Event = RenderInput['event'];

const ABSENT = -1;
const ARRAY_INDEX = /^(?:0|[1-9]\d{0,4})$/;

const canonicalTexts = new WeakMap<Event, string>();

/** The JSON text of an event's data. Written anew once an event, however many webhooks it goes to. */
export function dataText(event: Event, mode: JsonMode): string {
  if (mode === 'verbatim') return event.data;
  let text = canonicalTexts.get(event);
  if (text === undefined) {
    text = JSON.stringify(JSON.parse(event.data));
    canonicalTexts.set(event, text);
  }
  return text;
}

/** The JSON text of a value in an event's data; null where there is none. */
export function dataValue(event: Event, mode: JsonMode, path: readonly string[]): string | null {
  return findJsonValue(dataText(event, mode), path);
}

/** What a JSON text says in the middle of a sentence: strings without their quotes and escapes, all else as it stands. */
export function readAsText(json: string): string {
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

/**
 * The source text of the value at a path of keys and indices, character for character, found by offset; null where there
 * is none. Of repeated keys the last counts, as for `JSON.parse`. The text must be JSON.
 */
export function findJsonValue(text: string, path: readonly string[]): string | null {
  let at = skipJsonWhitespace(text, 0);
  for (const segment of path) {
    if (text[at] === '{') at = findMember(text, at, segment);
    else if (text[at] === '[' && ARRAY_INDEX.test(segment)) at = findElement(text, at, Number(segment));
    else return null;
    if (at === ABSENT) return null;
  }
  return text.slice(at, measureJsonAt(text, at).end);
}

function findMember(text: string, start: number, key: string): number {
  let found = ABSENT;
  let at = skipJsonWhitespace(text, start + 1);
  while (text[at] !== '}') {
    const keyEnd = endOfJsonString(text, at);
    const source = text.slice(at, keyEnd);
    const colon = skipJsonWhitespace(text, keyEnd);
    const valueStart = skipJsonWhitespace(text, colon + 1);
    if (isKey(source, key)) found = valueStart;
    at = nextItem(text, measureJsonAt(text, valueStart).end);
  }
  return found;
}

function findElement(text: string, start: number, index: number): number {
  let at = skipJsonWhitespace(text, start + 1);
  for (let place = 0; text[at] !== ']'; place += 1) {
    if (place === index) return at;
    at = nextItem(text, measureJsonAt(text, at).end);
  }
  return ABSENT;
}

/** From a value's end to the next member or element, or to the closing bracket. */
function nextItem(text: string, valueEnd: number): number {
  const at = skipJsonWhitespace(text, valueEnd);
  return text[at] === ',' ? skipJsonWhitespace(text, at + 1) : at;
}

function isKey(source: string, key: string): boolean {
  return source.includes('\\') ? JSON.parse(source) === key : source.slice(1, -1) === key;
}
