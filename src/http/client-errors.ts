import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { PosthornError, type ErrorCode } from '../domain/errors.ts';
import type { ErrorFace } from './error-face.ts';

/** What Node's parser and timers tell of a connection, as far as it has an answer of its own. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Answers what is no request, or never became one, as every other failure is answered, and ends its connection. */
export function answerClientErrors(server: Server, face: ErrorFace): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response: ServerResponse) => answers.set(socket, response));
  // A framework's own answers would be written into ours.
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(answers.get(socket))) socket.destroy();
    else
      socket.end(
        toMessage(new PosthornError(CODES[error.code ?? ''] ?? 'bad_request', { cause: error }), face),
      );
  });
}

/** What is under way would be broken by bytes of another answer. */
function isAnswering(response: ServerResponse | undefined): boolean {
  return response?.headersSent === true && !response.writableFinished;
}

function toMessage(error: PosthornError, face: ErrorFace): string {
  const requestId = randomUUID();
  const body = JSON.stringify(face.toBody(error, requestId));
  return [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
    `Content-Type: ${face.mediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
