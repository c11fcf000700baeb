import { dataText, dataValue, readAsText } from './event-data.ts';
import { RenderError, WireFormatError, type JsonMode, type RenderInput } from './wire-format.ts';

/** What a template may read: the input, the rendered body once there is one, and the signature in its own header. */
export interface Scope {
  readonly input: RenderInput;
  readonly body?: Buffer;
  readonly signature?: Buffer;
}

export type Text = (scope: Scope) => string;

/** Where a template stands. */
export interface Place {
  /** In the format, for what is said of it. */
  readonly path: string;
  readonly json: JsonMode;
  /** Placeholders of this place alone, such as `{signature}`. */
  readonly extra?: Readonly<Record<string, Text>>;
}

/** A placeholder's value: `json` is JSON text for a body, `text` is what stands in a header or inside a string. */
interface Source {
  readonly text: Text;
  readonly json: Text;
}

/** Of a rendered text, in UTF-16 units: four times what an event's data may take. */
export const RENDERED_CHARACTERS_MAX = 4_194_304;
const DATA = 'event.data';
const DATA_PATH = `${DATA}.`;
const DATA_LEVELS_MAX = 16;
const AS_TEXT = '|text';

const iso = (ms: number): string => new Date(ms).toISOString();
const isoSeconds = (ms: number): string => `${iso(ms).slice(0, 19)}Z`;
const seconds = (ms: number): number => Math.floor(ms / 1000);

const textSource = (read: (input: RenderInput) => string): Source => ({
  text: ({ input }) => read(input),
  json: ({ input }) => JSON.stringify(read(input)),
});
const numberSource = (read: (input: RenderInput) => number): Source => {
  const write: Text = ({ input }) => String(read(input));
  return { text: write, json: write };
};

function timeSources(name: string, read: (input: RenderInput) => number): Record<string, Source> {
  return {
    [`${name}|iso`]: textSource((input) => iso(read(input))),
    [`${name}|iso_s`]: textSource((input) => isoSeconds(read(input))),
    // The database's clock tells parts of a millisecond.
    [`${name}|ms`]: numberSource((input) => Math.floor(read(input))),
    [`${name}|s`]: numberSource((input) => seconds(read(input))),
  };
}

const SOURCES: Readonly<Record<string, Source>> = {
  'event.id': textSource(({ event }) => event.id),
  'event.type': textSource(({ event }) => event.type),
  ...timeSources('event.timestamp', ({ event }) => event.occurredAt),
  ...timeSources('attempt.timestamp', ({ attempt }) => attempt.startedAt),
  'attempt.number': numberSource(({ attempt }) => attempt.number),
  'attempt.retries': numberSource(({ attempt }) => attempt.number - 1),
  'delivery.id': textSource(({ delivery }) => delivery.id),
  'webhook.id': textSource(({ webhook }) => webhook.id),
};
/** All that have a name; `{event.data}` and `{event.data.…}` stand beside them, and `|text` may follow each. */
export const PLACEHOLDER_NAMES = Object.keys(SOURCES);

/** Wider than the names there are, so that a misspelt one is refused and not sent as text; `{}` and `{ a }` are text. */
const PLACEHOLDER = /\{([\w.|-]+)\}/g;
const LONE_PLACEHOLDER = /^\{([\w.|-]+)\}$/;

export function placeholdersInText(template: string): string[] {
  return Array.from(template.matchAll(PLACEHOLDER), (match) => match[1] ?? '');
}

/** A piece of a template: text as it stands, or a placeholder by its name. */
export type TemplatePart = { readonly literal: string } | { readonly name: string };

export function partsOfTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ literal: template.slice(end, match.index) });
    parts.push({ name: match[1] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ literal: template.slice(end) });
  return parts;
}

/** The path of a placeholder into the data, as in `{event.data.user.name}`; null for any other. */
export function dataPathOf(name: string): readonly string[] | null {
  const base = withoutSuffix(name);
  return base.startsWith(DATA_PATH) ? base.slice(DATA_PATH.length).split('.') : null;
}

/** What an event brings along, and so can be anything, stands in a template: all else is printable ASCII. */
export function holdsForeignText(template: string): boolean {
  return placeholdersInText(template)
    .map(withoutSuffix)
    .some((name) => name === 'event.type' || name === DATA || name.startsWith(DATA_PATH));
}

function withoutSuffix(name: string): string {
  return name.endsWith(AS_TEXT) ? name.slice(0, -AS_TEXT.length) : name;
}

function sourceOf(name: string, { json: mode, path: place }: Place): Source {
  const base = withoutSuffix(name);
  const source = findSource(base, mode);
  if (source === undefined) throw new WireFormatError(`has the unknown placeholder {${name}}`, place);
  if (base === name) return source;
  return { text: source.text, json: (scope) => JSON.stringify(source.text(scope)) };
}

function findSource(name: string, mode: JsonMode): Source | undefined {
  if (Object.hasOwn(SOURCES, name)) return SOURCES[name];
  if (name === DATA) {
    const read: Text = ({ input }) => dataText(input.event, mode);
    return { text: read, json: read };
  }
  const path = dataPathOf(name);
  if (path === null || path.length > DATA_LEVELS_MAX || path.includes('') || name.includes('|'))
    return undefined;
  return {
    text: ({ input }) => readAsText(dataValue(input.event, mode, path) ?? '""'),
    json: ({ input }) => dataValue(input.event, mode, path) ?? 'null',
  };
}

/**
 * Compiles a text with placeholders.
 * @throws WireFormatError for an unknown placeholder, so that a bad format is refused when it is made
 */
export function compileText(template: string, place: Place): Text {
  const { extra = {} } = place;
  const parts: Text[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const literal = template.slice(end, match.index);
    if (literal !== '') parts.push(() => literal);
    const name = match[1] ?? '';
    const local = Object.hasOwn(extra, name) ? extra[name] : undefined;
    parts.push(local ?? sourceOf(name, place).text);
    end = match.index + match[0].length;
  }
  const tail = template.slice(end);
  if (tail !== '') parts.push(() => tail);
  return (scope) => joinTexts(parts, scope);
}

/** Compiles one string of a body: alone, a placeholder keeps its value's type; among text it becomes part of a string. */
export function compileJsonString(template: string, place: Place): Text {
  const alone = LONE_PLACEHOLDER.exec(template)?.[1];
  if (alone !== undefined) return sourceOf(alone, place).json;
  const render = compileText(template, place);
  return (scope) => JSON.stringify(render(scope));
}

/** @throws RenderError as soon as it is too long: a template may name the data many times */
export function joinTexts(parts: readonly (string | Text)[], scope: Scope): string {
  let text = '';
  for (const part of parts) {
    text += typeof part === 'string' ? part : part(scope);
    if (text.length > RENDERED_CHARACTERS_MAX) {
      throw new RenderError(
        `The format makes more than ${RENDERED_CHARACTERS_MAX} characters of this event.`,
      );
    }
  }
  return text;
}
