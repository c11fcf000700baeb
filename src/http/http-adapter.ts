import { parse } from 'node:querystring';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../domain/errors.ts';
import { hardenAnswer } from './app-hardening.ts';
import { DEFAULT_BODY_BYTES_MAX } from './body.ts';
import type { FaceOf } from './error-face.ts';
import { problemsAlone, sendProblem } from './problem.filter.ts';
import { requestIdFor } from './request-id.ts';

/** No parameter is longer than the line that it stands in, and node:http takes 16 KiB of headers with that. */
const PARAMETER_CHARACTERS_MAX = 16_384;

/** The server that an application is made on, with `bodyParser: false`, before `applyHttpConventions`. */
export function createHttpAdapter(faceOf: FaceOf = problemsAlone): FastifyAdapter {
  return new FastifyAdapter({
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
    frameworkErrors: (cause: Error, request: FastifyRequest, reply: FastifyReply) => {
      refuseAddress(cause, request, reply, faceOf);
    },
  });
}

/** An address that cannot be percent-decoded, before it has a route and any hook has seen it. */
function refuseAddress(cause: Error, request: FastifyRequest, reply: FastifyReply, faceOf: FaceOf): void {
  hardenAnswer(request, reply);
  sendProblem(new PosthornError('bad_request', { cause }), request, reply, faceOf);
}
