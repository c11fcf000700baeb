import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Printable ASCII only: the id is written to logs and to a header. */
const REQUEST_ID = /^[\x20-\x7e]{1,128}$/;

/** The caller's X-Request-Id when it is 1 to 128 printable ASCII characters, else a new one. */
export function requestIdFor({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const received = headers['x-request-id'];
  return typeof received === 'string' && REQUEST_ID.test(received) ? received : randomUUID();
}
