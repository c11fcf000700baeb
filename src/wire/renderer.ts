import { compileBody, dependsOnEventAlone } from './body-template.ts';
import { dataValue, readAsText } from './event-data.ts';
import { checkedHeader } from './header-value.ts';
import type { Scope, Text } from './placeholders.ts';
import { compileSignature, signatureHeaderNames } from './signature.ts';
import type { RenderedRequest, RenderInput, WireFormat } from './wire-format.ts';

/** @throws RenderError for an event that the format cannot carry */
export type Renderer = (input: RenderInput) => RenderedRequest;

/**
 * Compiles a wire format once; the result renders and signs one request a call.
 * @throws WireFormatError when the format names an unknown placeholder or cannot be signed as it says
 */
export function compileWireFormat(format: WireFormat): Renderer {
  const body = compileBytes(format);
  const { json } = format;
  const headers = Object.entries(format.headers).map(([name, template]) => ({
    name,
    render: checkedHeader(name, template, { path: `headers.${name}`, json }),
  }));
  const sign = format.signature === null ? null : compileSignature(format.signature, json);

  return (input) => {
    const scope: Scope = { input };
    const bytes = body(scope);
    const rendered: (readonly [string, string])[] = [
      ['content-type', format.content_type],
      ['user-agent', format.user_agent],
    ];
    for (const header of headers) rendered.push([header.name, header.render(scope)]);
    if (sign !== null && input.secrets.length > 0) rendered.push(...sign({ input, body: bytes }));
    const logged = readLogged(format, input);
    return { headers: rendered, body: bytes, ...(logged && { logged }) };
  };
}

/** Of a value that is told in a log. */
const LOGGED_CHARACTERS_MAX = 128;

function readLogged(
  { logged_data: names = [], json }: WireFormat,
  { event }: RenderInput,
): RenderedRequest['logged'] {
  if (names.length === 0) return undefined;
  const told = names.flatMap((name) => {
    const value = dataValue(event, json, [name]);
    return value === null ? [] : [[name, readAsText(value).slice(0, LOGGED_CHARACTERS_MAX)]];
  });
  return Object.fromEntries(told) as Record<string, string>;
}

/**
 * A body that depends on the event alone is rendered once an event, however many webhooks it goes to: as long as whoever
 * renders hands in the same object for it. Nobody changes the bytes.
 */
function compileBytes({ body, json }: WireFormat): (scope: Scope) => Buffer {
  const render: Text = compileBody(body, { path: 'body', json });
  const toBytes = (scope: Scope): Buffer => Buffer.from(render(scope), 'utf8');
  if (!dependsOnEventAlone(body)) return toBytes;
  const known = new WeakMap<RenderInput['event'], Buffer>();
  return (scope) => {
    const { event } = scope.input;
    let bytes = known.get(event);
    if (bytes === undefined) {
      bytes = toBytes(scope);
      known.set(event, bytes);
    }
    return bytes;
  };
}

/** The header names that a format sets itself, lower case: a webhook's own headers may not replace them. */
export function reservedHeaderNames(format: WireFormat): string[] {
  const names = ['content-type', 'user-agent', ...Object.keys(format.headers)];
  if (format.signature !== null) names.push(...signatureHeaderNames(format.signature));
  const replaceable = new Set(format.replaceable_headers.map((name) => name.toLowerCase()));
  return names.map((name) => name.toLowerCase()).filter((name) => !replaceable.has(name));
}
