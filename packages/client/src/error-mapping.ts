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

const ATTEMPT_ERRORS: Readonly<Record<ErrorType, WebhookErrorType>> = {
  network_error: WebhookErrorType.NETWORK_ERROR,
  dns_error: WebhookErrorType.NETWORK_ERROR,
  tls_error: WebhookErrorType.NETWORK_ERROR,
  interrupted: WebhookErrorType.NETWORK_ERROR,
  timeout_error: WebhookErrorType.TIMEOUT_ERROR,
  http_status: WebhookErrorType.INVALID_RESPONSE,
  invalid_response: WebhookErrorType.INVALID_RESPONSE,
  refused_address: WebhookErrorType.VALIDATION_ERROR,
  render_error: WebhookErrorType.VALIDATION_ERROR,
  unknown_error: WebhookErrorType.UNKNOWN_ERROR,
};

/** What an attempt failed with, in the document's words; null for one that succeeded. */
export function attemptErrorType(type: ErrorType | null, status: number | null): WebhookErrorType | null {
  if (status === TOO_MANY_REQUESTS) return WebhookErrorType.RATE_LIMIT_EXCEEDED;
  return type === null ? null : ATTEMPT_ERRORS[type];
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
