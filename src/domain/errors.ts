/**
 * The closed catalogue of public failures (API.md "Conventions").
 *
 * A failure has three parts that never mix: `code` is for programs, `detail` is one public sentence for people,
 * `cause` is private and is only ever logged. Nothing is recognised by its message text.
 */

interface ErrorDescription {
  /** HTTP status of the answer. */
  readonly status: number;
  /** The same for every failure of this code (RFC 9457 section 3.1.3). */
  readonly title: string;
  /** Public sentence used when the place of the failure gives none of its own. */
  readonly detail: string;
}

export const ERRORS = {
  bad_request: {
    status: 400,
    title: 'Bad request',
    detail: 'The request could not be understood.',
  },
  malformed_json: {
    status: 400,
    title: 'Malformed JSON',
    detail: 'The body is not well-formed JSON in UTF-8.',
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication required',
    detail: 'Send a valid key as "Authorization: Bearer <key>".',
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    detail: 'This request is not allowed.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing at this address.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This address does not answer this method; see the Allow header.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    detail: 'The request conflicts with the present state of the resource.',
  },
  precondition_failed: {
    status: 412,
    title: 'Precondition failed',
    detail: 'The resource has changed since the version named by If-Match.',
  },
  payload_too_large: {
    status: 413,
    title: 'Payload too large',
    detail: 'The body is larger than this address accepts.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Send the body as "Content-Type: application/json" in UTF-8, without a content encoding.',
  },
  invalid: {
    status: 422,
    title: 'Invalid request',
    detail: 'The request has faults; each is listed in errors.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'The rate limit is used up; try again later.',
  },
  queue_full: {
    status: 429,
    title: 'Queue full',
    detail: 'The queue has reached its quota; try again later.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side; the request id names it in the log.',
  },
  unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'The service cannot answer right now; try again shortly.',
  },
} as const satisfies Record<string, ErrorDescription>;

export type ErrorCode = keyof typeof ERRORS;

/** One fault of a request. `path` is written as in `events[2].type`; the empty path is the body itself. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

export interface PosthornErrorOptions {
  /** Public sentence. Default: the catalogue's. */
  readonly detail?: string;
  /** Every fault found, for `invalid` and `payload_too_large`. */
  readonly errors?: readonly FieldFault[];
  /** Whole seconds for Retry-After (RFC 9110 section 10.2.3), for 429 and 503. */
  readonly retryAfterSeconds?: number;
  /** Private: logged, never answered. */
  readonly cause?: unknown;
}

export class PosthornError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors: readonly FieldFault[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: PosthornErrorOptions = {}) {
    const detail = options.detail ?? ERRORS[code].detail;
    super(detail, { cause: options.cause });
    this.name = 'PosthornError';
    this.code = code;
    this.detail = detail;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** An `invalid` (422) failure with one fault. */
export function invalidField(path: string, message: string): PosthornError {
  return new PosthornError('invalid', { errors: [{ path, message }] });
}
