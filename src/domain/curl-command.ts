/** A POST as curl is told it. */
export interface CurlRequest {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Null where it is too large for a command line: the command reads it from a file. */
  readonly body: string | null;
}

/** Linux takes 128 KiB in one argument (MAX_ARG_STRLEN), and quoting makes a body longer. */
export const CURL_BODY_BYTES_MAX = 65_536;

/** Where a body is read from that does not stand in the command. */
const CURL_BODY_FILE = 'body.json';

/**
 * The command that sends a request once more from a POSIX shell. Whatever stands in the request is quoted, so that nothing of
 * it is a command, an option, a pattern or the name of a file.
 */
export function toCurlCommand({ url, headers, body }: CurlRequest): string {
  return [
    // Else `[1-3]` and `{a,b}` in the URL would stand for several addresses.
    `curl --globoff ${quote(url)}`,
    ...headers.map(([name, value]) => `--header ${quote(toHeaderArgument(name, value))}`),
    // Unlike --data, neither reads a file where the body begins with an @, nor drops line ends.
    body === null ? `--data-binary @${CURL_BODY_FILE}` : `--data-raw ${quote(body)}`,
  ].join(' \\\n  ');
}

/** Behind a colon alone, curl would leave the header out; a semicolon sends it empty. */
function toHeaderArgument(name: string, value: string): string {
  return value === '' ? `${name};` : `${name}: ${value}`;
}

/** One word of a POSIX shell (2.2.2 "Single-Quotes"): everything but the quote itself stands for itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
