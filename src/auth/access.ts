import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PosthornError } from '../domain/errors.ts';
import { assertJsonContentType } from '../http/json-content-type.ts';
import { isLoopbackHost, isSameOrigin } from './loopback.ts';

export type AccessRule =
  | { readonly mode: 'open'; readonly corsOrigins: readonly string[] }
  | { readonly mode: 'required'; readonly adminKey: string };

/** Throws `forbidden`, `unauthenticated` or `unsupported_media_type` when the request is not to be served. */
export type AccessCheck = (request: IncomingMessage) => void;

export function createAccessCheck(rule: AccessRule): AccessCheck {
  return rule.mode === 'open' ? openCheck(rule.corsOrigins) : keyCheck(rule.adminKey);
}

/**
 * Without keys the machine's own user is trusted, but not the pages their browser shows: a foreign name that
 * resolves to loopback (DNS rebinding) shows in Host, a foreign page in Origin, a form in its content type.
 */
function openCheck(corsOrigins: readonly string[]): AccessCheck {
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
  };
}

function keyCheck(adminKey: string): AccessCheck {
  const expected = sha256(adminKey);
  return (request) => {
    // A missing key takes the same way as a wrong one, so that neither answer nor time tells them apart.
    const key = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!timingSafeEqual(sha256(key), expected)) throw new PosthornError('unauthenticated');
  };
}

/** Hashes have one length, which `timingSafeEqual` needs and which hides the key's. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
