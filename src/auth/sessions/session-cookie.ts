import type { IncomingMessage } from 'node:http';
import { fromPublicId, ID_PREFIXES, toPublicId, type Uuid } from '../../domain/ids.ts';

/** What the cookie holds. */
export interface SessionToken {
  readonly id: Uuid;
  readonly secret: string;
}

/** The path that the console is reached below, as the browser sees it: a proxy may have put something in front. */
export const BASE_PATH_HEADER = 'Posthorn-Console';

const NAME = 'posthorn_session';
const ID_BEGINNING = `${ID_PREFIXES.session}_`;
const TOKEN_FORM = /^([0-9a-z]{26})_([0-9a-f]{64})$/;
const BASE_PATH_FORM = /^\/(?:[A-Za-z0-9._~-]+\/)*$/;
const BASE_PATH_CHARACTERS_MAX = 256;

/** Null without the cookie, and for every text that `sessionCookie` did not make. */
export function sessionTokenOf({ headers }: Pick<IncomingMessage, 'headers'>): SessionToken | null {
  const [, suffix = '', secret = ''] = TOKEN_FORM.exec(cookieNamed(headers.cookie ?? '') ?? '') ?? [];
  const id = fromPublicId('session', ID_BEGINNING + suffix);
  return id === null ? null : { id, secret };
}

/** Whether a session is shown at all, good or not. */
export function hasSessionCookie({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers.cookie !== undefined && cookieNamed(headers.cookie) !== undefined;
}

/** RFC 6265 section 4.2: pairs, parted by semicolons. */
function cookieNamed(header: string): string | undefined {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${NAME}=`))
    ?.slice(NAME.length + 1);
}

interface CookieScope {
  /** Of the header `BASE_PATH_HEADER`; `/` where it is none. */
  readonly basePath: string | undefined;
  readonly isSecure: boolean;
}

/** For `Set-Cookie`: sent to the API alone, never by a page of another site, and not readable by scripts. */
export function sessionCookie(
  { id, secret }: SessionToken,
  maxAgeSeconds: number,
  scope: CookieScope,
): string {
  const value = `${toPublicId('session', id).slice(ID_BEGINNING.length)}_${secret}`;
  return cookie(value, maxAgeSeconds, scope);
}

/** Makes the browser forget it. */
export function endedCookie(scope: CookieScope): string {
  return cookie('', 0, scope);
}

function cookie(value: string, maxAgeSeconds: number, { basePath = '/', isSecure }: CookieScope): string {
  const isPath = basePath.length <= BASE_PATH_CHARACTERS_MAX && BASE_PATH_FORM.test(basePath);
  const path = `${isPath ? basePath : '/'}api`;
  const secure = isSecure ? '; Secure' : '';
  return `${NAME}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}
