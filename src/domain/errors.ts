import type { RateLimitState } from './rate-limit-state.ts';

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
  /** When it comes, for docs/errors.md. */
  readonly when: string;
  /** What the client does about it, for docs/errors.md. */
  readonly remedy: string;
}

export const ERRORS = {
  bad_request: {
    status: 400,
    title: 'Bad request',
    detail: 'The request could not be understood.',
    when: 'The request is no valid HTTP message for its address, such as one with a wrong escape in its path.',
    remedy: 'Correct the request; the same one fails again.',
  },
  malformed_json: {
    status: 400,
    title: 'Malformed JSON',
    detail: 'The body is not well-formed JSON in UTF-8.',
    when: 'The body cannot be parsed as JSON, or is not UTF-8.',
    remedy: 'Send what a JSON serializer wrote, as UTF-8 bytes; the same body fails again.',
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication required',
    detail: 'Send a valid key as "Authorization: Bearer <key>".',
    when: 'A key or token is required, and the request carries none, or one that is unknown, revoked, expired or malformed; which of them is not told.',
    remedy: 'Send the key in the Authorization header; make sure that no proxy drops it.',
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    detail: 'This request is not allowed.',
    when: 'The key or token has not the scope that is needed, reaches one tenant where all are asked for, or names a tenant that is not there. Without keys, requests need a loopback Host and no foreign Origin.',
    remedy:
      'Use a key that may do it. Without keys, ask from where it is allowed: list a page’s origin in CORS_ORIGINS, or serve other hosts with keys.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing at this address.',
    when: 'Nothing has this path or id; a row of another tenant is not found either.',
    remedy: 'Check the id and the tenant; what was deleted does not come back.',
  },
  inboxes_off: {
    status: 404,
    title: 'Inboxes are off',
    detail: 'This installation has no inboxes; POSTHORN_INBOXES=on turns them on.',
    when: 'An inbox is asked for where they are off: they are on in the embedded start alone unless a setting says so.',
    remedy: 'Ask whoever runs Posthorn to set POSTHORN_INBOXES=on, or use a receiver of your own.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This address does not answer this method; see the Allow header.',
    when: 'The path exists and does not know the method.',
    remedy: 'Use one of the methods in the Allow header.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    detail: 'The request conflicts with the present state of the resource.',
    when: 'The state of the resource rules the change out, such as a uid that another webhook has, or a delivery that is in progress or has ended.',
    remedy: 'Read the resource, decide again, and repeat the request if it still makes sense.',
  },
  request_timeout: {
    status: 408,
    title: 'Request timeout',
    detail: 'The request did not arrive in time; the connection is closed.',
    when: 'The headers took longer than 15 seconds to arrive, or the whole request longer than two minutes.',
    remedy: 'Send the request without pauses, on a new connection.',
  },
  precondition_failed: {
    status: 412,
    title: 'Precondition failed',
    detail: 'The resource has changed since the version named by If-Match.',
    when: 'If-Match names a version that is not the current one, or If-None-Match one that is there.',
    remedy: 'Read the resource again, apply the change to what it is now, and send its new ETag.',
  },
  payload_too_large: {
    status: 413,
    title: 'Payload too large',
    detail: 'The body is larger than this address accepts.',
    when: 'The body, or the data of one event, has more bytes than may be sent there; errors tells which where it is known.',
    remedy: 'Send less: split a batch, or publish a reference to the data instead of the data.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Send the body as "Content-Type: application/json" in UTF-8, without a content encoding.',
    when: 'The Content-Type is not JSON, its charset is not UTF-8, or the body is compressed.',
    remedy: 'Set the header, and send the body uncompressed.',
  },
  invalid: {
    status: 422,
    title: 'Invalid request',
    detail: 'The request has faults; each is listed in errors.',
    when: 'The JSON can be read and is not what the address takes: a missing, unknown or out-of-bounds field, a parameter or a cursor.',
    remedy: 'Correct every field in errors; the same request fails again.',
  },
  quota_exceeded: {
    status: 409,
    title: 'Quota exceeded',
    detail: 'The tenant has as many of these as its quota allows.',
    when: 'What is to be made would be one more than the quota of the tenant, such as of webhooks, or than a user of the dialect taskflow may have.',
    remedy:
      'Delete what is not needed, or ask whoever runs Posthorn for a higher quota; waiting does not help.',
  },
  headers_too_large: {
    status: 431,
    title: 'Request headers too large',
    detail: 'The request line and the headers are larger than 16 KiB; the connection is closed.',
    when: 'The address with its query, and all headers, have more than 16 KiB together.',
    remedy: 'Send a shorter query and fewer or shorter headers, on a new connection.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'The rate limit is used up; try again later.',
    when: 'More requests came than the limit allows, or more events than the tenant may publish in a minute.',
    remedy: 'Wait for the seconds in the Retry-After header, then repeat the request.',
  },
  queue_full: {
    status: 429,
    title: 'Queue full',
    detail: 'The queue has reached its quota; try again later.',
    when: 'With its deliveries the event would bring more live ones than the quota of the tenant allows.',
    remedy:
      'Keep the event and publish it again after the seconds in the Retry-After header; an idempotency key makes that safe.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side; the request id names it in the log.',
    when: 'Posthorn failed at something that it did not expect.',
    remedy:
      'Repeat the request once, with the same idempotency key. If it fails again, report it with the request id.',
  },
  unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'The service cannot answer right now; try again shortly.',
    when: 'The database cannot be reached, has no room left or has not answered in time, or more publishes wait for it than are taken on.',
    remedy: 'Repeat the request after the seconds in the Retry-After header, with the same idempotency key.',
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
  /** The limit that was met, for the `RateLimit` headers of 429. */
  readonly rateLimit?: RateLimitState;
  /** Private: logged, never answered. */
  readonly cause?: unknown;
}

export class PosthornError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors: readonly FieldFault[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly rateLimit: RateLimitState | undefined;

  constructor(code: ErrorCode, options: PosthornErrorOptions = {}) {
    const detail = options.detail ?? ERRORS[code].detail;
    super(detail, { cause: options.cause });
    this.name = 'PosthornError';
    this.code = code;
    this.detail = detail;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.rateLimit = options.rateLimit;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** An `invalid` (422) failure with one fault. */
export function invalidField(path: string, message: string): PosthornError {
  return new PosthornError('invalid', { errors: [{ path, message }] });
}
