import fc from 'fast-check';

/** Nobody listens there, so that even a request that should never have been sent reaches nobody. */
const ORIGIN = 'http://127.0.0.1:1';

const ENDS = [
  '',
  '/',
  '/hook?a=b&a=c',
  '/%00%ff',
  '/a/../b//c/.',
  '/%F0%9F%98%80?%20#part',
  "/~(!$&'*+,;=:@)",
];

/** URLs of this machine alone, up to the longest. */
export function loopbackUrls(lengthMax: number): fc.Arbitrary<string> {
  const longest = `${ORIGIN}/${'a'.repeat(lengthMax)}`.slice(0, lengthMax);
  return fc.constantFrom(
    ...ENDS.map((end) => `${ORIGIN}${end}`),
    'http://127.0.0.2:1/',
    'https://127.0.0.1:1/',
    longest,
  );
}

/** Texts that no URL parser takes for an http or https URL with a name in it. */
export const BROKEN_URLS: readonly string[] = [
  ...[
    '',
    ' ',
    'x',
    '/hook',
    '//',
    '://',
    'http',
    'http:',
    'http://',
    'http://:1',
    'http:///',
    'https://[',
    'https://%',
  ],
  ...[`${ORIGIN}:99999/`, 'http://127.0.0.1:x/', 'http://user:word@127.0.0.1:1/', 'ftp://127.0.0.1:1/'],
  ...[
    'data:text/plain,x',
    'javascript:1',
    'file:///nowhere',
    '\0',
    '\ud800',
    'http://\ud800/',
    'http://127.0.0.1:1\0',
  ],
  ...['http://999.0.0.1/', 'http://127.0.0.1.1/', 'http://[::1', 'http://[::g]/', 'http://a b/'],
  `${ORIGIN}/${'a'.repeat(2_048)}`,
  `${ORIGIN}/${'é'.repeat(700)}`,
];

/** Never backtracks far, whatever is left open. Read without a parser: bodies are nested too deeply for one, or are no JSON at all. */
const JSON_STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/gs;

/** @throws Error for a body with a URL in it that leads to another machine */
export function refuseOtherHosts(body: string | Buffer = ''): void {
  for (const [text] of body.toString().matchAll(JSON_STRING)) {
    if (isElsewhere(text)) throw new Error(`${text} leads to another machine`);
  }
}

function isElsewhere(quoted: string): boolean {
  try {
    const { protocol, hostname } = new URL(JSON.parse(quoted) as string);
    return (protocol === 'http:' || protocol === 'https:') && !hostname.startsWith('127.');
  } catch {
    return false;
  }
}
