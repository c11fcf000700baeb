import type { ServerResponse } from 'node:http';
import { secondsToReset, type RateLimitState } from '../domain/rate-limit-state.ts';

/** Where headers are put before they are sent. */
type HeaderPlace = Pick<ServerResponse, 'getHeader' | 'setHeader'>;

/**
 * Tells a client its limit before it meets it: `RateLimit` and `RateLimit-Policy` of
 * draft-ietf-httpapi-ratelimit-headers-10, each a list (RFC 9651) with one item for every limit that applies.
 */
export function addRateLimitHeaders(response: HeaderPlace, state: RateLimitState): void {
  const { name, quota, windowSeconds, remaining } = state;
  addToList(response, 'RateLimit', `"${name}";r=${remaining};t=${secondsToReset(state)}`);
  addToList(response, 'RateLimit-Policy', `"${name}";q=${quota};w=${windowSeconds}`);
}

function addToList(response: HeaderPlace, name: string, item: string): void {
  const present = response.getHeader(name);
  response.setHeader(name, typeof present === 'string' ? `${present}, ${item}` : item);
}
