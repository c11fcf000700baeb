import { PosthornError } from '../domain/errors.ts';
import { assertJsonContentType } from '../http/json-content-type.ts';
import type { Authenticate } from './access.ts';
import { isLoopbackHost, isSameOrigin } from './loopback.ts';
import { ANYONE } from './principal.ts';

/**
 * Without keys the machine's own user is trusted, but not the pages their browser shows: a foreign name that
 * resolves to loopback (DNS rebinding) shows in Host, a foreign page in Origin, a form in its content type.
 */
export function openAccess(corsOrigins: readonly string[]): Authenticate {
  const allowedOrigins = new Set(corsOrigins);
  return (request) => {
    const { host, origin } = request.headers;
    if (host === undefined || !isLoopbackHost(host)) {
      throw new PosthornError('forbidden', { detail: 'Without keys only loopback hosts are served.' });
    }
    if (origin !== undefined && !allowedOrigins.has(origin) && !isSameOrigin(origin, host)) {
      throw new PosthornError('forbidden', { detail: 'Pages of this origin are not served.' });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') assertJsonContentType(request);
    return ANYONE;
  };
}
