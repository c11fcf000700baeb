import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';

/** Printable ASCII only: the id is written to logs and to a header. */
const REQUEST_ID = /^[\x20-\x7e]{1,128}$/;

const idOfRequest = new WeakMap<IncomingMessage, string>();

/** Takes the caller's X-Request-Id when it is 1 to 128 printable ASCII characters, else a new one; answers it. */
export function assignRequestId(newId: () => string = randomUUID) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const received = request.headers['x-request-id'];
    const id = typeof received === 'string' && REQUEST_ID.test(received) ? received : newId();
    idOfRequest.set(request, id);
    response.setHeader('X-Request-Id', id);
    next();
  };
}

/** The id of a request that has passed `assignRequestId`; "unknown" before that. */
export function requestIdOf(request: IncomingMessage): string {
  return idOfRequest.get(request) ?? 'unknown';
}
