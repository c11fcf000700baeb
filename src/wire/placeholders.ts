import { WireFormatError, type RenderInput } from './wire-format.ts';

/** What a template may read: the input, the rendered body once there is one, and the signature in its own header. */
export interface Scope {
  readonly input: RenderInput;
  readonly body?: Buffer;
  readonly signature?: string;
}

/** A placeholder's value: `json` is JSON text for a body, `text` is what stands in a header or inside a string. */
interface Source {
  readonly text: (scope: Scope) => string;
  readonly json: (scope: Scope) => string;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const seconds = (ms: number): number => Math.floor(ms / 1000);

const textSource = (read: (scope: Scope) => string): Source => ({
  text: read,
  json: (scope) => JSON.stringify(read(scope)),
});
const numberSource = (read: (scope: Scope) => number): Source => ({
  text: (scope) => String(read(scope)),
  json: (scope) => String(read(scope)),
});
const dataText = (scope: Scope): string => scope.input.event.data;

const SOURCES: Readonly<Record<string, Source>> = {
  'event.id': textSource((scope) => scope.input.event.id),
  'event.type': textSource((scope) => scope.input.event.type),
  'event.timestamp|iso': textSource((scope) => iso(scope.input.event.occurredAt)),
  'event.timestamp|ms': numberSource((scope) => scope.input.event.occurredAt),
  'event.timestamp|s': numberSource((scope) => seconds(scope.input.event.occurredAt)),
  'event.data': { text: dataText, json: dataText },
  'attempt.timestamp|iso': textSource((scope) => iso(scope.input.attempt.startedAt)),
  'attempt.timestamp|ms': numberSource((scope) => scope.input.attempt.startedAt),
  'attempt.timestamp|s': numberSource((scope) => seconds(scope.input.attempt.startedAt)),
  'attempt.number': numberSource((scope) => scope.input.attempt.number),
  'delivery.id': textSource((scope) => scope.input.delivery.id),
  'webhook.id': textSource((scope) => scope.input.webhook.id),
};

/** Wider than the names there are, so that a misspelt one is refused and not sent as text; `{}` and `{ a }` are text. */
const PLACEHOLDER = /\{([\w.|-]+)\}/g;
const LONE_PLACEHOLDER = /^\{([\w.|-]+)\}$/;

export function placeholdersInText(template: string): string[] {
  return Array.from(template.matchAll(PLACEHOLDER), (match) => match[1] ?? '');
}

function sourceOf(name: string): Source {
  const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  if (source === undefined) throw new WireFormatError(`Unknown placeholder {${name}}.`);
  return source;
}

/**
 * Compiles a text with placeholders.
 * @param extra placeholders of this place alone, such as `{signature}`
 * @throws WireFormatError for an unknown placeholder, so that a bad format is refused when it is made
 */
export function compileText(
  template: string,
  extra: Readonly<Record<string, (scope: Scope) => string>> = {},
): (scope: Scope) => string {
  const parts: ((scope: Scope) => string)[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const literal = template.slice(end, match.index);
    if (literal !== '') parts.push(() => literal);
    const name = match[1] ?? '';
    const local = Object.hasOwn(extra, name) ? extra[name] : undefined;
    parts.push(local ?? sourceOf(name).text);
    end = match.index + match[0].length;
  }
  const tail = template.slice(end);
  if (tail !== '') parts.push(() => tail);
  return (scope) => {
    let text = '';
    for (const part of parts) text += part(scope);
    return text;
  };
}

/** Compiles one string of a body: alone, a placeholder keeps its value's type; among text it becomes part of a string. */
export function compileJsonString(template: string): (scope: Scope) => string {
  const alone = LONE_PLACEHOLDER.exec(template)?.[1];
  if (alone !== undefined) return sourceOf(alone).json;
  const render = compileText(template);
  return (scope) => JSON.stringify(render(scope));
}
