import type { Server, ServerResponse } from 'node:http';
import { answerClientErrors } from './client-errors.ts';
import type { ErrorFace } from './error-face.ts';
import { PROBLEM_FACE } from './problem.filter.ts';

/** How long a client may hold a connection without being served, in ms. */
export interface ConnectionLimits {
  /** From the connection, or the end of the answer before, to the end of the headers. */
  readonly headersMs: number;
  /** To the end of the body. */
  readonly requestMs: number;
  /** How often the two above are looked at. */
  readonly checkEveryMs: number;
  /** Of an answer that waits for its reader, without a byte being taken. */
  readonly unreadMs: number;
  /** Between two requests. */
  readonly idleMs: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  // Headers of at most 16 KiB: whoever needs longer is holding the socket (slow loris).
  headersMs: 15_000,
  // The largest body, 16 MiB, in this time is about 1.1 Mbit/s. Answers (exports, streams) are not bounded by it.
  requestMs: 120_000,
  // Node's own 30 s would let slow headers have 45 s.
  checkEveryMs: 5_000,
  unreadMs: 30_000,
  // Longer than the 60 s that common load balancers keep idle connections, else they meet a closing socket.
  idleMs: 65_000,
};

/**
 * Call it before the server listens.
 * @param face of what is answered to what never became a request
 */
export function limitConnections(
  server: Server,
  limits: ConnectionLimits = CONNECTION_LIMITS,
  face: ErrorFace = PROBLEM_FACE,
): void {
  server.headersTimeout = limits.headersMs;
  server.requestTimeout = limits.requestMs;
  server.keepAliveTimeout = limits.idleMs;
  // An option of createServer, which the framework calls; Node reads it from the server when that begins to listen.
  Object.assign(server, { connectionsCheckingInterval: limits.checkEveryMs });
  answerClientErrors(server, face);
  server.on('request', (_request, response: ServerResponse) => {
    endUnread(response, limits.unreadMs);
  });
}

/** The socket's timer counts from its last progress in either direction; an answer that is still made goes on. */
function endUnread(response: ServerResponse, unreadMs: number): void {
  response.setTimeout(unreadMs, () => {
    const { socket } = response;
    if (socket === null) return;
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(unreadMs);
  });
}
