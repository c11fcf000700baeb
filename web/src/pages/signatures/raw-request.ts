export interface RawRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type RequestReading = { readonly request: RawRequest } | { readonly fault: string };

/** `POST /hook HTTP/1.1`; the version may be left out. */
const REQUEST_LINE = /^[A-Z]+ \S+(?: HTTP\/[\d.]+)?$/;
/** RFC 9110 section 5.1. */
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
const SHOWN_CHARACTERS = 40;

/**
 * A request as somebody has it in a log: headers, with or without the line before them, an empty line, and the body, which is
 * taken as it stands. Values of one name are joined by a comma.
 */
export function readRequest(text: string): RequestReading {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const body = end === null ? '' : text.slice(end.index + end[0].length);
  const headers = new Map<string, string>();
  for (const [index, line] of head.trimEnd().split(/\r?\n/).entries()) {
    if (index === 0 && REQUEST_LINE.test(line)) continue;
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name === undefined) return { fault: faultOf(line, index) };
    const before = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  if (headers.size === 0) return { fault: 'There is no header in it.' };
  return { request: { headers: Object.fromEntries(headers), body } };
}

function faultOf(line: string, index: number): string {
  if (line.trim() === '') return 'Headers are wanted first, then an empty line and the body.';
  const shown = line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
  return `Line ${String(index + 1)} is no header: “${shown}”. An empty line stands before the body.`;
}

/** The text that `readRequest` reads. */
export function writeRequest({ headers, body }: RawRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\n')}\n\n${body}`;
}
