import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { isKnown } from './entity-tag.ts';

const OK = 200;
const NOT_MODIFIED = 304;

/**
 * Answers 304 without a body to a GET or HEAD whose If-None-Match names the present version (RFC 9110 section 13.1.2).
 * `Cache-Control: no-cache` changes nothing, though every `fetch` adds it by itself to such a request (Fetch standard,
 * "HTTP-network-or-cache fetch"): it speaks to caches on the way, and here the present version is known.
 */
export function answerUnmodified(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const isRead = [route.method].flat().every((method) => method === 'GET' || method === 'HEAD');
    // First: the hook that a HEAD route has of its own takes the body away.
    if (isRead) route.onSend = [omitKnown, ...[route.onSend ?? []].flat()];
  });
}

const omitKnown: onSendHookHandler = (request, reply, payload, done) => {
  if (!isUnmodified(request, reply)) {
    done(null, payload);
    return;
  }
  reply.code(NOT_MODIFIED).removeHeader('content-type').removeHeader('content-length');
  done(null, null);
};

function isUnmodified({ headers }: FastifyRequest, reply: FastifyReply): boolean {
  const known = headers['if-none-match'];
  const tag = reply.getHeader('etag');
  if (known === undefined || typeof tag !== 'string' || reply.statusCode !== OK) return false;
  // `*` names no version that the client has: it is a change's way to ask for nothing to be there.
  return known.trim() !== '*' && isKnown(known, tag);
}
