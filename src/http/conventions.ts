import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { recordRoutes } from './allowed-methods.ts';
import { hardenApp, type HardeningOptions } from './app-hardening.ts';
import { configureBodies, isRawRoute, type BodyOptions } from './body.ts';
import { answerUnmodified } from './conditional-reads.ts';
import { limitConnections, type ConnectionLimits } from './connection-limits.ts';
import type { FaceOf } from './error-face.ts';
import { requireJsonContentType } from './json-content-type.ts';
import { ProblemFilter, type ProblemLogger } from './problem.filter.ts';
import { createValidationPipe } from './validation.ts';

export interface ConventionOptions extends HardeningOptions {
  readonly logger: ProblemLogger;
  readonly bodies: BodyOptions;
  /** Default: `CONNECTION_LIMITS`. */
  readonly connections?: ConnectionLimits;
  /** Default: problem details everywhere. */
  readonly faceOf?: FaceOf;
}

/**
 * Puts all conventions on an application made on `createHttpAdapter` with `bodyParser: false`, before it is initialised. The
 * order matters: what every answer has first, so that refusals have it too; bodies last, so that nothing is read for a
 * refused request.
 */
export function applyHttpConventions(app: NestFastifyApplication, options: ConventionOptions): void {
  const fastify = app.getHttpAdapter().getInstance();
  recordRoutes(fastify);
  hardenApp(fastify, options);
  answerUnmodified(fastify);
  fastify.addHook('onRequest', function (request, reply, done) {
    if (isRawRoute(options.bodies.routes, request)) done();
    else requireJsonContentType.call(this, request, reply, done);
  });
  configureBodies(fastify, options.bodies);
  app.useGlobalFilters(new ProblemFilter(options.logger, options.faceOf));
  app.useGlobalPipes(createValidationPipe());
  limitConnections(app.getHttpServer(), options.connections);
}
