import type { FastifyRequest } from 'fastify';

/** A header's value; what was sent several times is one list (RFC 9110 section 5.3), which node:http joins by itself. */
export function headerOf({ raw }: FastifyRequest, name: string): string | undefined {
  const value = raw.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
}
