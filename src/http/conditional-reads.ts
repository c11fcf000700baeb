import type { NextFunction, Request, Response } from 'express';

/**
 * Express answers no 304 to a request that says `Cache-Control: no-cache`, which every `fetch` adds by itself to one
 * that carries If-None-Match (Fetch standard, "HTTP-network-or-cache fetch"). The header speaks to caches on the way;
 * here, where the current version is known, the entity tag alone decides (RFC 9110 section 13.1.2).
 */
export function judgeByEntityTag(request: Request, _response: Response, next: NextFunction): void {
  const { headers, method } = request;
  if (headers['if-none-match'] !== undefined) delete headers['cache-control'];
  // `*` names no version that the client has: it is a change's way to ask for nothing to be there.
  if (headers['if-none-match']?.trim() === '*' && (method === 'GET' || method === 'HEAD')) {
    delete headers['if-none-match'];
  }
  next();
}
