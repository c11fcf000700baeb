import type { NextFunction, Request, Response } from 'express';

/**
 * Express answers no 304 to a request that says `Cache-Control: no-cache`, which every `fetch` adds by itself to one
 * that carries If-None-Match (Fetch standard, "HTTP-network-or-cache fetch"). The header speaks to caches on the way;
 * here, where the current version is known, the entity tag alone decides (RFC 9110 section 13.1.2).
 */
export function judgeByEntityTag(request: Request, _response: Response, next: NextFunction): void {
  if (request.headers['if-none-match'] !== undefined) delete request.headers['cache-control'];
  next();
}
