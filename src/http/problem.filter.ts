import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, PosthornError, type ErrorCode, type FieldFault } from '../domain/errors.ts';
import { allowedMethods } from './allowed-methods.ts';
import { isDatabaseGone } from './database-gone.ts';
import type { ErrorFace, FaceOf } from './error-face.ts';
import { addRateLimitHeaders } from './rate-limit-headers.ts';

/** RFC 9457 problem details with the members of API.md "Conventions". */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly request_id: string;
  readonly errors?: readonly FieldFault[];
}

/** Where failures on our side go; a pino logger fits. */
export interface ProblemLogger {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** The database is usually back within seconds of a restart; work resumes within 5 s of its return. */
const DATABASE_RETRY_AFTER_SECONDS = 5;

/** What an HTTP failure of the framework or of the body parser becomes; its message is never passed on. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  412: 'precondition_failed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'invalid',
  429: 'rate_limited',
  431: 'headers_too_large',
  503: 'unavailable',
};

/** What a failure is answered with, but where an address has a face of its own. */
export const PROBLEM_FACE: ErrorFace = { mediaType: 'application/problem+json', toBody: toProblem };
export const problemsAlone: FaceOf = () => PROBLEM_FACE;

/** Answers every failure in the face of its address; nothing of an unknown failure leaves but its request id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: ProblemLogger,
    private readonly faceOf: FaceOf = problemsAlone,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (isAborted(request)) {
      breakOff(reply);
      return;
    }
    const error = toPosthornError(exception, request);
    this.log(error, exception, request);
    // Half an answer is out: only a broken connection tells the client that it is not whole.
    if (reply.raw.headersSent) breakOff(reply);
    else sendProblem(error, request, reply, this.faceOf);
  }

  private log(error: PosthornError, exception: unknown, request: FastifyRequest): void {
    if (error.status < 500) return;
    const fields = {
      request_id: request.id,
      code: error.code,
      method: request.method,
      path: request.url.split('?', 1)[0],
      err: exception,
    };
    if (error.code === 'internal') this.logger.error(fields, 'request failed');
    else this.logger.warn(fields, 'request refused for now');
  }
}

/** The public failure that stands for any exception. */
function toPosthornError(exception: unknown, request: FastifyRequest): PosthornError {
  if (exception instanceof PosthornError) return exception;
  if (isDatabaseGone(exception)) {
    const retryAfterSeconds = DATABASE_RETRY_AFTER_SECONDS;
    return new PosthornError('unavailable', { retryAfterSeconds, cause: exception });
  }
  const status = exception instanceof HttpException ? exception.getStatus() : 500;
  const code = CODE_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'bad_request' : 'internal');
  if (code === 'payload_too_large') return bodyTooLarge(request, exception);
  const isOtherMethodKnown = code === 'not_found' && allowedMethods(request).length > 0;
  return new PosthornError(isOtherMethodKnown ? 'method_not_allowed' : code, { cause: exception });
}

/** Puts a sentence with the limit in the place of the framework's own failure. */
function bodyTooLarge({ routeOptions }: FastifyRequest, cause: unknown): PosthornError {
  const detail = `The body is larger than the ${routeOptions.bodyLimit} bytes that this address accepts.`;
  return new PosthornError('payload_too_large', { detail, cause });
}

/** The client went away while its body was read: nobody is left to answer, and nothing of ours failed. */
function isAborted({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

function breakOff(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}

function toProblem(error: PosthornError, requestId: string): Problem {
  const { status, title } = ERRORS[error.code];
  return {
    type: `urn:posthorn:error:${error.code}`,
    title,
    status,
    detail: error.detail,
    code: error.code,
    request_id: requestId,
    ...(error.errors && { errors: error.errors }),
  };
}

/** Answers a failure, with whatever headers the answer has already. */
export function sendProblem(
  error: PosthornError,
  request: FastifyRequest,
  reply: FastifyReply,
  faceOf: FaceOf,
): void {
  const face = faceOf(request.url);
  reply.code(error.status).header('cache-control', 'no-store').header('content-type', face.mediaType);
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
  if (error.rateLimit !== undefined) addRateLimitHeaders(reply, error.rateLimit);
  if (error.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  if (error.code === 'method_not_allowed') reply.header('allow', allowedMethods(request).join(', '));
  // As bytes: a text's media type would get a parameter that it does not have.
  reply.send(Buffer.from(JSON.stringify(face.toBody(error, request.id))));
}
