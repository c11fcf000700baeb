import type { IncomingMessage } from 'node:http';
import { PosthornError } from '../../domain/errors.ts';
import { sidePortOf } from '../../http/side-ports.ts';
import type { Authenticate } from '../access.ts';
import { BASE_PATH_HEADER, hasSessionCookie, sessionTokenOf } from './session-cookie.ts';
import type { SessionsService } from './sessions.service.ts';

const HEADER = BASE_PATH_HEADER.toLowerCase();
/** `none` is what the person does: an address typed in, a bookmark. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Lets in who is signed in at the console, and asks `bearer` about everyone else. A header of its own wins over the cookie,
 * and at the ports of the dialects, to which a browser would send it as well, the cookie is nothing.
 */
export function sessionAccess(
  bearer: Authenticate,
  sessions: Pick<SessionsService, 'authenticate'>,
): Authenticate {
  return (request) => {
    const isBySession =
      request.headers.authorization === undefined &&
      hasSessionCookie(request) &&
      sidePortOf(request) === null;
    if (!isBySession) return bearer(request);
    refuseForeign(request);
    return sessions.authenticate(sessionTokenOf(request));
  };
}

/**
 * A browser sends the cookie whoever wrote the page, but for `SameSite=Strict`, which knows no ports: beside it, the browser
 * must not say that the page is another's, and what changes something must have a header that a foreign page cannot send
 * without being asked for leave first, which is never given.
 */
function refuseForeign({ method, headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site'];
  const isReading = method === 'GET' || method === 'HEAD';
  const isOwn = site === undefined || (typeof site === 'string' && OWN_SITES.has(site));
  if (isOwn && (isReading || headers[HEADER] !== undefined)) return;
  throw new PosthornError('forbidden', { detail: 'A session is taken from the pages of the console alone.' });
}
