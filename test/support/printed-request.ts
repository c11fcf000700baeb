export interface PrintedAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: Body;
  /** As it came. */
  readonly text: string;
}

interface PrintedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

const HEADER_LINE = /^([\w-]+): (.*)$/;

/**
 * Sends a request as a document prints it: method and path in the first line, then headers, if any, and a JSON body.
 * @param changes texts in its place of which others are sent, such as a token
 */
export async function sendPrinted<Body>(
  url: string,
  example: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<PrintedAnswer<Body>> {
  const printed = Object.entries(changes).reduce((text, [from, to]) => text.replaceAll(from, to), example);
  const { method, path, headers, body } = parse(printed);
  const response = await fetch(`${url}${path}`, { method, headers, ...(body === '' ? {} : { body }) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : text) as Body,
  };
}

function parse(printed: string): PrintedRequest {
  const [first = '', ...rest] = printed.trim().split('\n');
  const [method = '', path = ''] = first.split(' ');
  const lines = rest.findIndex((line) => !HEADER_LINE.test(line));
  const [head, tail] = lines === -1 ? [rest, []] : [rest.slice(0, lines), rest.slice(lines)];
  const headers = new Headers(head.map((line) => line.split(/: (.*)/, 2) as [string, string]));
  const body = tail.join('\n').trim();
  if (body !== '' && !headers.has('content-type')) headers.set('Content-Type', 'application/json');
  return { method, path, headers, body };
}
