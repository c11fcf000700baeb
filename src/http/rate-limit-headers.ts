import type { FastifyReply } from 'fastify';
import { secondsToReset, type RateLimitState } from '../domain/rate-limit-state.ts';

/**
 * Tells a client its limit before it meets it: `RateLimit` and `RateLimit-Policy` of
 * draft-ietf-httpapi-ratelimit-headers-10, each a list (RFC 9651) with one item for every limit that applies.
 */
export function addRateLimitHeaders(response: FastifyReply, state: RateLimitState): void {
  const { name, quota, windowSeconds, remaining } = state;
  addToList(response, 'RateLimit', `"${name}";r=${remaining};t=${secondsToReset(state)}`);
  addToList(response, 'RateLimit-Policy', `"${name}";q=${quota};w=${windowSeconds}`);
}

function addToList(response: FastifyReply, name: string, item: string): void {
  const present = response.getHeader(name);
  response.header(name, typeof present === 'string' ? `${present}, ${item}` : item);
}
