import { errors } from 'undici';
import type { ErrorType } from '../../domain/error-types.ts';

/** Why no response was received. The message is public; what really happened stays in `cause`. */
export class SendFailure extends Error {
  readonly type: ErrorType;

  constructor(type: ErrorType, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SendFailure';
    this.type = type;
  }
}

/** One text for every refused target, so that it tells nothing about what lies behind the name or address. */
export function refusedAddress(): SendFailure {
  return new SendFailure('refused_address', 'The target address is not allowed.');
}

export function interrupted(): SendFailure {
  return new SendFailure('interrupted', 'The request was interrupted before a response was received.');
}

export function deadlinePassed(timeoutMs: number): SendFailure {
  return new SendFailure('timeout_error', `No response was received within ${String(timeoutMs)} ms.`);
}

export function invalidResponse(message: string, cause?: unknown): SendFailure {
  return new SendFailure('invalid_response', message, cause);
}

/** What went wrong between the first SYN and the end of the TLS handshake. */
export function connectionFailure(cause: unknown): SendFailure {
  const code = codeOf(cause);
  if (code === '' || isSystemCode(code)) {
    return new SendFailure('network_error', withCode('The connection failed', code), cause);
  }
  return new SendFailure('tls_error', withCode('The TLS handshake failed', code), cause);
}

/** What went wrong on an open connection before the head of the response was complete. */
export function exchangeFailure(cause: unknown): SendFailure {
  if (cause instanceof SendFailure) return cause;
  // Its message is one of the parser's fixed reasons, such as "Invalid header token".
  if (cause instanceof errors.HTTPParserError) return invalidResponse(`${cause.message}.`, cause);
  const code = codeOf(cause);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return invalidResponse('The response headers are too large.', cause);
  }
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return invalidResponse('The response is not valid HTTP.', cause);
  }
  // TLS 1.3 servers refuse a missing client certificate only after the handshake.
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return new SendFailure('tls_error', withCode('The TLS connection failed', code), cause);
  }
  if (code === 'UND_ERR_SOCKET') {
    return new SendFailure(
      'network_error',
      'The connection was closed before a response was received.',
      cause,
    );
  }
  if (isSystemCode(code)) {
    return new SendFailure('network_error', withCode('The connection failed', code), cause);
  }
  return new SendFailure('unknown_error', 'The request could not be sent.', cause);
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Such as `ECONNRESET`; OpenSSL reports its own failures as `EPROTO`. */
function isSystemCode(code: string): boolean {
  return /^E[A-Z0-9]+$/.test(code) && code !== 'EPROTO';
}

function withCode(sentence: string, code: string): string {
  return code === '' ? `${sentence}.` : `${sentence} (${code}).`;
}
