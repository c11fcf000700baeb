import type { ValueKind } from './value-kinds.ts';

/** Query parameters of a connection URL whose values may be shown; any other may be a password or lead to a key. */
const SHOWABLE_PARAMETERS: ReadonlySet<string> = new Set(['host', 'port', 'sslmode', 'application_name']);

const MASK = '***';

/**
 * True for a URL that is read as it was meant. An unencoded `/`, `?` or `#` in a password ends the URL's authority
 * there, and what follows would pass for a host, a path or a query and be printed; its `@` gives that away.
 */
function isUnambiguous(url: URL): boolean {
  return url.hash === '' && !`${url.pathname}${url.search}`.includes('@');
}

/** The URL with its password, and every query value not known to be harmless, replaced by `***`. */
export function maskDatabaseUrl(text: string): string {
  const url = new URL(text);
  const credentials = url.password === '' ? url.username : `${url.username}:${MASK}`;
  const query = [...url.searchParams]
    .map(([name, value]) => `${name}=${SHOWABLE_PARAMETERS.has(name) ? value : MASK}`)
    .join('&');
  return [
    `${url.protocol}//`,
    credentials === '' ? '' : `${credentials}@`,
    `${url.host}${url.pathname}`,
    query === '' ? '' : `?${query}`,
  ].join('');
}

/** A libpq connection URL. Its faults never repeat the text, and it is shown without its password. */
export const databaseUrl: ValueKind<string> = {
  permitted: '`postgres://` or `postgresql://` URL',
  read(text) {
    const isPostgres = /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
    if (isPostgres && isUnambiguous(new URL(text))) return { value: text };
    return {
      fault:
        'must be a postgres:// or postgresql:// URL, with special characters in its password percent-encoded',
    };
  },
  show: maskDatabaseUrl,
};
