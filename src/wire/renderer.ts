import { compileBody, placeholdersIn } from './body-template.ts';
import { compileText, type Scope } from './placeholders.ts';
import { compileSignature } from './signature.ts';
import type { BodyTemplate, RenderedRequest, RenderInput, WireFormat } from './wire-format.ts';

export type Renderer = (input: RenderInput) => RenderedRequest;

/**
 * Compiles a wire format once; the result renders and signs one request a call.
 * @throws WireFormatError when the format names an unknown placeholder or cannot be signed as it says
 */
export function compileWireFormat(format: WireFormat): Renderer {
  const body = compileBytes(format.body);
  const headers = Object.entries(format.headers).map(([name, template]) => ({
    name,
    render: compileText(template),
  }));
  const signature =
    format.signature === null
      ? null
      : { name: format.signature.header, render: compileSignature(format.signature) };

  return (input) => {
    const scope: Scope = { input };
    const bytes = body(scope);
    const rendered: [string, string][] = [
      ['content-type', format.contentType],
      ['user-agent', format.userAgent],
    ];
    for (const header of headers) rendered.push([header.name, header.render(scope)]);
    if (signature !== null && input.secrets.length > 0) {
      rendered.push([signature.name, signature.render({ input, body: bytes })]);
    }
    return { headers: rendered, body: bytes };
  };
}

/**
 * A body that depends on the event alone is rendered once an event, however many webhooks it goes to: as long as whoever
 * renders hands in the same object for it. Nobody changes the bytes.
 */
function compileBytes(template: BodyTemplate): (scope: Scope) => Buffer {
  const render = compileBody(template);
  const toBytes = (scope: Scope): Buffer => Buffer.from(render(scope), 'utf8');
  if (!placeholdersIn(template).every((name) => name.startsWith('event.'))) return toBytes;
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
  if (format.signature !== null) names.push(format.signature.header);
  return names.map((name) => name.toLowerCase());
}
