/** Limits of the headers a webhook's owner adds to its requests (SECURITY: what is sent). */
export const CUSTOM_HEADERS_MAX = 20;
export const CUSTOM_HEADER_BYTES_MAX = 4_096;
export const CUSTOM_HEADERS_BYTES_MAX = 8_192;

export interface HeaderFault {
  /** `headers`, or `headers.<name>`. */
  readonly path: string;
  /** A sentence for the client; it never repeats a value. */
  readonly message: string;
}

/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const NO_TOKEN = 'is not a valid header name (RFC 9110 token)';
const SET_BY_SENDER = 'is set by the sender itself';
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** Framing and hop-by-hop: they belong to the connection (RFC 9110 §7.6.1), and a wrong one splits the request. */
const FRAMING_NAMES = [
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'host',
];

/**
 * Every fault of a webhook's custom headers; empty when they may be sent as they are. Nothing is ever stripped.
 * Names and values together may take 4 KiB each and 8 KiB in all.
 *
 * @param reservedNames headers of the webhook's own format, refused in any case and with `_` for `-`
 */
export function findHeaderFaults(
  headers: Readonly<Record<string, string>>,
  reservedNames: readonly string[],
): HeaderFault[] {
  const entries = Object.entries(headers);
  const refusedNames = refusedNamesWith(reservedNames);
  return [
    ...findTotalFaults(entries),
    ...findRepeatedNames(entries),
    ...entries.flatMap((entry) => findEntryFaults(entry, refusedNames)),
  ];
}

/**
 * What is wrong with the name of a header that is not a custom one; undefined where nothing is.
 * @param reservedNames as for `findHeaderFaults`
 */
export function findHeaderNameFault(name: string, reservedNames: readonly string[]): string | undefined {
  if (!TOKEN.test(name)) return NO_TOKEN;
  return isRefusedName(name, refusedNamesWith(reservedNames)) ? SET_BY_SENDER : undefined;
}

function refusedNamesWith(reservedNames: readonly string[]): ReadonlySet<string> {
  return new Set([...FRAMING_NAMES, ...reservedNames].map(foldName));
}

function findTotalFaults(entries: readonly [string, string][]): HeaderFault[] {
  const faults: HeaderFault[] = [];
  const bytes = entries.reduce((sum, entry) => sum + byteLength(entry), 0);
  if (entries.length > CUSTOM_HEADERS_MAX) {
    faults.push({ path: 'headers', message: `must hold at most ${String(CUSTOM_HEADERS_MAX)} headers` });
  }
  if (bytes > CUSTOM_HEADERS_BYTES_MAX) {
    faults.push({
      path: 'headers',
      message: `must take at most ${String(CUSTOM_HEADERS_BYTES_MAX)} bytes in all`,
    });
  }
  return faults;
}

/** A JSON object can hold `X-A` and `x-a`, which are one header on the wire (RFC 9110 §5.1). */
function findRepeatedNames(entries: readonly [string, string][]): HeaderFault[] {
  const seen = new Set<string>();
  return entries.flatMap(([name]) => {
    const lowerCase = name.toLowerCase();
    if (seen.has(lowerCase)) return [faultOf(name, 'is given more than once')];
    seen.add(lowerCase);
    return [];
  });
}

function findEntryFaults(entry: [string, string], refusedNames: ReadonlySet<string>): HeaderFault[] {
  const [name, value] = entry;
  const faults: HeaderFault[] = [];
  if (!TOKEN.test(name)) faults.push(faultOf(name, NO_TOKEN));
  if (isRefusedName(name, refusedNames)) faults.push(faultOf(name, SET_BY_SENDER));
  if (!PRINTABLE_ASCII.test(value)) faults.push(faultOf(name, 'must have a value of printable ASCII'));
  if (byteLength(entry) > CUSTOM_HEADER_BYTES_MAX) {
    faults.push(faultOf(name, `must take at most ${String(CUSTOM_HEADER_BYTES_MAX)} bytes`));
  }
  return faults;
}

function isRefusedName(name: string, refusedNames: ReadonlySet<string>): boolean {
  const folded = foldName(name);
  return refusedNames.has(folded) || folded.startsWith('proxy-');
}

/** CGI-like receivers (RFC 3875 §4.1.18) turn `-` into `_`, so both spellings mean the same header to them. */
function foldName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function byteLength([name, value]: readonly [string, string]): number {
  return Buffer.byteLength(name) + Buffer.byteLength(value);
}

function faultOf(name: string, message: string): HeaderFault {
  return { path: `headers.${name}`, message };
}
