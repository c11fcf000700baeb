import { DatabaseError } from '../../../src/database/server-checks.ts';
import { EmbeddedPostgresError } from '../../../src/database/embedded/embedded-postgres-error.ts';
import { SealedTextError } from '../../../src/domain/encryption/sealed-text.ts';
import { causesOf } from '../../../src/domain/error-causes.ts';
import type { ErrorType } from '../../../src/domain/error-types.ts';
import { errorCode, isTransient } from '../../../src/engine/database-errors.ts';
import { OverloadError } from '../../../src/engine/publish/coalescer.ts';
import { IdempotencyError } from '../../../src/engine/publish/new-event.ts';
import { QuotaError } from '../../../src/engine/quotas/quota-error.ts';
import {
  WebhookError,
  WebhookNetworkError,
  WebhookRateLimitError,
  WebhookSignatureError,
  WebhookTimeoutError,
  WebhookValidationError,
} from './webhook-errors.ts';
import { WebhookErrorType } from './webhook-types.ts';

const TOO_MANY_REQUESTS = 429;
const SQLSTATE_LENGTH = 5;
/** A statement, a lock or a transaction took longer than it may. */
const TIMED_OUT = new Set(['57014', '55P03', '25P03']);
/** Classes of SQLSTATE by which `publish` refuses what it is given, and rows break a rule (docs/publish-from-sql.md). */
const REFUSED_CLASSES = new Set(['22', '23', '54', 'P0']);

/** What an attempt failed with, in the document's words; null for one that succeeded. */
export function attemptErrorType(type: ErrorType | null, status: number | null): WebhookErrorType | null {
  switch (type) {
    case null:
      return null;
    case 'network_error':
    case 'dns_error':
    case 'tls_error':
    case 'interrupted':
      return WebhookErrorType.NETWORK_ERROR;
    case 'timeout_error':
      return WebhookErrorType.TIMEOUT_ERROR;
    case 'http_status':
      return status === TOO_MANY_REQUESTS
        ? WebhookErrorType.RATE_LIMIT_EXCEEDED
        : WebhookErrorType.INVALID_RESPONSE;
    case 'invalid_response':
      return WebhookErrorType.INVALID_RESPONSE;
    case 'refused_address':
    case 'render_error':
      return WebhookErrorType.VALIDATION_ERROR;
    case 'unknown_error':
      return WebhookErrorType.UNKNOWN_ERROR;
  }
}

/** Whatever went wrong within, as what this library throws: with its cause, and what can be done about it. */
export function toWebhookError(error: unknown): WebhookError {
  if (error instanceof WebhookError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (error instanceof OverloadError || error instanceof QuotaError) {
    return new WebhookRateLimitError(`Nothing was stored: ${message}.`, options);
  }
  if (error instanceof IdempotencyError) {
    if (error.kind === 'still_running') {
      return new WebhookTimeoutError(
        'The first event with this idempotency key is still being stored.',
        options,
      );
    }
    return new WebhookValidationError('The idempotency key was used before with another event.', options);
  }
  if (error instanceof SealedTextError) return new WebhookSignatureError(message, options);
  if (error instanceof EmbeddedPostgresError) {
    return new WebhookError(WebhookErrorType.UNKNOWN_ERROR, message, options);
  }
  return fromDatabase(error, message);
}

function fromDatabase(error: unknown, message: string): WebhookError {
  const options = { cause: error };
  const source = sourceOf(error);
  const code = errorCode(source) ?? '';
  if (TIMED_OUT.has(code)) return new WebhookTimeoutError(message, options);
  if (code.length === SQLSTATE_LENGTH && REFUSED_CLASSES.has(code.slice(0, 2))) {
    return new WebhookValidationError(message, options);
  }
  if (isOfConnection(source, code)) return new WebhookNetworkError(message, options);
  return new WebhookError(WebhookErrorType.UNKNOWN_ERROR, message, options);
}

/** The innermost error with a code: Prisma and Drizzle wrap what the driver says, and so does the start of the database. */
function sourceOf(error: unknown): unknown {
  let source = error;
  for (const cause of causesOf(error)) {
    // Under this name, where Prisma has a word of its own for it.
    if ('originalCode' in cause) source = { code: cause.originalCode };
    else if (errorCode(cause) !== undefined) source = cause;
  }
  return source;
}

/** pg reports a lost connection, and its own time-outs, as a plain Error without a code. */
function isOfConnection(error: unknown, code: string): boolean {
  if (!isTransient(error)) return false;
  const isPlain = typeof error === 'object' && error !== null && 'name' in error && error.name === 'Error';
  return code !== '' || (isPlain && !(error instanceof DatabaseError));
}

/** Runs what a caller asked for; whatever it fails with comes out as a WebhookError. */
export async function reporting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toWebhookError(error);
  }
}
