import { parse } from 'node:querystring';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { PosthornError } from '../domain/errors.ts';
import { CONNECTION_LIMITS, hardenAnswer } from './app-hardening.ts';
import { DEFAULT_BODY_BYTES_MAX } from './body.ts';
import { sendProblem } from './problem.filter.ts';
import { requestIdFor } from './request-id.ts';

/** No parameter is longer than the line that it stands in, and node:http takes 16 KiB of headers with that. */
const PARAMETER_CHARACTERS_MAX = 16_384;

/** The server that an application is made on, with `bodyParser: false`, before `applyHttpConventions`. */
export function createHttpAdapter(): FastifyAdapter {
  const { headersTimeout, ...timeouts } = CONNECTION_LIMITS;
  return new FastifyAdapter({
    ...timeouts,
    http: { headersTimeout },
    bodyLimit: DEFAULT_BODY_BYTES_MAX,
    requestIdHeader: false,
    genReqId: requestIdFor,
    // What comes while the application closes is answered like before, and its connection closed.
    return503OnClosing: false,
    // Middleware would be looked through for each request; hooks do the same and cost nothing where there are none.
    skipMiddie: true,
    routerOptions: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      maxParamLength: PARAMETER_CHARACTERS_MAX,
      // Flat strings: nested objects from `a[b]=c` would reach code that expects text.
      querystringParser: (text) => parse(text),
    },
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseBytes,
  });
}

/** An address that cannot be percent-decoded, before it has a route and any hook has seen it. */
function refuseAddress(cause: Error, request: FastifyRequest, reply: FastifyReply): void {
  hardenAnswer(request, reply);
  sendProblem(new PosthornError('bad_request', { cause }), request, reply);
}

/** What node:http itself answers, by the error's code; anything else is 400. */
const STATUS_LINES: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** What is no HTTP has no request that an answer could tell more about than its status. */
function refuseBytes(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_LINES[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => {
    socket.destroy();
  });
}
